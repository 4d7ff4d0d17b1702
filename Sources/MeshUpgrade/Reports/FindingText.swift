internal import Files
internal import Kubernetes

extension StyledText {
  /// Adds a finding: place, severity and rule, message, the line with a caret, notes and hint.
  ///
  ///     apps/namespace.yaml:7:5: error MP004: the namespace app carries both …
  ///       7 |     istio.io/rev: asm-1130-0
  ///         |     ^^^^^^^^^^^^
  ///       hint: istio-injection wins; remove the one that is not meant
  package mutating func add(_ finding: Finding) {
    if let place = finding.place {
      add("\(place.file):\(place.line):\(place.column): ", .heading)
    }
    switch finding.severity {
    case .error: add("error", .error)
    case .warning: add("warning", .warning)
    }
    add(" \(finding.rule.code)", .dim)
    add(": \(finding.message)")
    if finding.isPreexisting { add(" (the base has this already)", .dim) }
    endLine()
    if let excerpt = finding.excerpt, let place = finding.place { add(excerpt, line: place.line) }
    for note in finding.notes {
      add("  \(note.place.file):\(note.place.line):\(note.place.column)", .dim)
      line(": \(note.message)")
    }
    if let applied = finding.counterexample?.applied, !applied.isEmpty {
      add("  applied so far", .dim)
      line(": \(applied.map(Self.name).joined(separator: ", "))")
    }
    if let hint = finding.hint {
      add("  hint", .hint)
      line(": \(hint)")
    }
  }

  /// Findings one after the other, and how many there are.
  package static func report(of findings: [Finding]) -> StyledText {
    var text = StyledText()
    for finding in findings { text.add(finding) }
    let errors = findings.count { $0.severity == .error }
    let counts = [(errors, "error"), (findings.count - errors, "warning")].filter { $0.0 > 0 }
      .map { CommitMessage.count($0.0, $0.1) }
    text.line(counts.isEmpty ? "Nothing was found" : counts.joined(separator: ", "), .dim)
    return text
  }

  /// The object, or the Pods of a namespace whose template was changed.
  private static func name(_ object: ObjectReference) -> String {
    guard object.key.kind == "Pod", object.key.name.isEmpty else { return object.description }
    return "a pod template of namespace \(object.key.namespace ?? "")"
  }

  /// How much of a long line is shown around the caret.
  private static let excerptWidth = 96

  private mutating func add(_ excerpt: Excerpt, line number: Int) {
    let scalars = Array(excerpt.text.unicodeScalars)
    let start = max(0, min(excerpt.start, scalars.count))
    var lower = 0
    if start > Self.excerptWidth - 16 { lower = start - 32 }
    let upper = min(scalars.count, lower + Self.excerptWidth)
    var shown = String.UnicodeScalarView()
    shown.append(contentsOf: scalars[lower..<upper])
    let before = (lower > 0 ? "…" : "") + String(shown)
    let margin = "  \(number)".count
    add("  \(number) | ", .dim)
    line(before + (upper < scalars.count ? "…" : ""))
    add(String(repeating: " ", count: margin) + " | ", .dim)
    // Tabs stay tabs, so that the caret stands below its text whatever their width.
    let pad = scalars[lower..<start].map { $0 == "\t" ? "\t" : " " }.joined()
    let room = max(1, upper - start)
    line(
      (lower > 0 ? " " : "") + pad + String(repeating: "^", count: min(excerpt.length, room)),
      .error)
  }
}
