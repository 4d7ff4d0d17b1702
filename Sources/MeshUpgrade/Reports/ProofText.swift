internal import Kubernetes

/// A proof as a person reads it: who injects which namespaces, phase by phase.
package struct ProofText {
  private let report: ProofReport
  private var text = StyledText()

  private init(_ report: ProofReport) { self.report = report }

  /// The table of a plan: a row for namespaces that fare alike, a column for the base and each phase.
  package static func text(
    _ report: ProofReport, of plan: Plan, findings: [Finding], isVerbose: Bool
  ) -> StyledText {
    var made = ProofText(report)
    made.text.add("Mesh \(plan.mesh)", .heading)
    made.text.line(
      ": \(plan.from.revision) → \(plan.to.revision) in"
        + " \(CommitMessage.count(plan.phases.count, "phase"))")
    made.addTable(ends: [report.base] + report.phases, first: "base")
    made.addEnd(
      findings: findings, states: CommitMessage.count(report.states, "state"), isVerbose: isVerbose)
    return made.text
  }

  /// The table of a single state.
  package static func text(
    of report: ProofReport, skipped: [SkippedFile], isVerbose: Bool
  ) -> StyledText {
    var made = ProofText(report)
    made.addTable(ends: [report.base], first: "injected by")
    // What was counted are kinds of Pods and webhooks; whoever asks has one state in mind.
    made.addEnd(findings: report.findings, states: nil, isVerbose: isVerbose)
    for file in skipped {
      made.text.line("left out, as it cannot be read: \(file.path): \(file.reason)", .warning)
    }
    return made.text
  }

  // MARK: The table

  /// Namespaces that fare alike in every column.
  private struct Row {
    var namespaces: [String]
    let cells: [String]
  }

  private mutating func addTable(ends: [ProofReport.PhaseEnd], first: String) {
    let rows = rows(ends)
    guard !rows.isEmpty else { return text.line("no namespace asks for a sidecar", .dim) }
    let names = [first] + ends.dropFirst().map(\.name)
    let labels = rows.map { Self.label($0.namespaces) }
    let left = (labels.map(\.count) + [9]).max() ?? 9
    let widths = names.indices.map { column in
      // Nothing follows the last.
      column == names.count - 1
        ? 0 : ([names[column].count] + rows.map { $0.cells[column].count }).max() ?? 0
    }
    text.endLine()
    text.add(Self.pad("namespace", left), .dim)
    for (name, width) in zip(names, widths) { text.add("  " + Self.pad(name, width), .dim) }
    text.endLine()
    for (label, row) in zip(labels, rows) {
      text.add(Self.pad(label, left), .name)
      var previous: String?
      for (cell, width) in zip(row.cells, widths) {
        text.add("  ")
        text.add(
          Self.pad(cell, width), cell == "none" ? .error : cell == previous ? .dim : .added)
        previous = cell
      }
      text.endLine()
    }
  }

  private func rows(_ ends: [ProofReport.PhaseEnd]) -> [Row] {
    // Two definitions of one namespace may fare differently: both are told.
    let columns = ends.map { end -> [String: String] in
      var cells: [String: String] = [:]
      for group in end.groups {
        for name in group.namespaces {
          let cell = group.revision ?? "none"
          cells[name] = cells[name].map { $0 == cell ? cell : "\($0) or \(cell)" } ?? cell
        }
      }
      return cells
    }
    let names = PhaseList.bytewise(Array(Set(columns.flatMap(\.keys))))
    var rows: [Row] = []
    var positions: [[String]: Int] = [:]
    for name in names {
      let cells = columns.map { $0[name] ?? "none" }
      if let position = positions[cells] {
        rows[position].namespaces.append(name)
      } else {
        positions[cells] = rows.count
        rows.append(Row(namespaces: [name], cells: cells))
      }
    }
    return rows
  }

  /// A few names, and how many more: at least two, as one would take no more room.
  private static func label(_ names: [String]) -> String {
    let limit = names.count == 6 ? 6 : 5
    let shown = names.prefix(limit).joined(separator: ", ")
    return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  // MARK: The end

  private mutating func addEnd(findings: [Finding], states: String?, isVerbose: Bool) {
    text.endLine()
    let errors = findings.count { $0.severity == .error && !$0.isPreexisting }
    if errors == 0 {
      text.add("holds", .added)
      text.line(
        states.map { ": \($0) looked at, and none breaks a rule that the base keeps" }
          ?? ": the state breaks no rule")
    } else {
      text.add("does not hold", .error)
      text.line(
        ": \(CommitMessage.count(errors, "error"))"
          + (states.map { " in \($0) looked at" } ?? "")
          + "; meshphase explain RULE says what a rule means")
    }
    guard !report.assumptions.isEmpty else { return }
    guard isVerbose else {
      let count = CommitMessage.count(report.assumptions.count, "object")
      return text.line("\(count) taken for granted; -v shows them", .dim)
    }
    text.line("Taken for granted")
    for assumption in report.assumptions {
      text.line("   \(assumption.text) (\(assumption.source))", .dim)
    }
  }
}
