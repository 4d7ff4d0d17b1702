internal import Files
internal import Kubernetes
package import YAML
internal import YAMLDiff

/// The differences of two sides as a person reads them on a terminal.
package struct DiffText {
  /// How much is told.
  package enum Detail: Sendable {
    /// A line for each object.
    case brief
    /// Also what changed inside, long values cut.
    case normal
    /// Everything.
    case full
  }

  private let report: DiffReport
  private let detail: Detail
  private var text = StyledText()

  private init(_ report: DiffReport, _ detail: Detail) {
    self.report = report
    self.detail = detail
  }

  /// Gives the text of a report, a document at a time: all of it may be much.
  package static func tell(
    _ report: DiffReport, detail: Detail, to receive: (StyledText) -> Void
  ) throws(ParseError) {
    var result = DiffText(report, detail)
    for document in report.documents {
      try result.add(document)
      receive(result.text)
      result.text = StyledText()
    }
    if detail != .brief, !report.isEmpty {
      result.text.line(DiffCount(report).summary, .dim)
      receive(result.text)
    }
  }

  private mutating func add(_ document: ReportedDocument) throws(ParseError) {
    addHeading(document)
    guard detail != .brief else { return }
    let teller = ChangeTeller(isFull: detail == .full)
    for change in document.changes {
      switch change.kind {
      case .added: try addWhole(change.to, .added, teller)
      // What is gone as a whole is told by its name alone.
      case .removed: if detail == .full { try addWhole(change.from, .removed, teller) }
      case .changed, .moved, .renamed:
        for inside in try report.changes(of: change) {
          for told in teller.told(inside) {
            text.add(told, indentation: 4, hasPlace: detail == .full)
          }
        }
        for comment in report.comments(of: change) {
          text.add(teller.told(comment), indentation: 4, hasPlace: detail == .full)
        }
      }
    }
  }

  private mutating func addHeading(_ document: ReportedDocument) {
    let (mark, style) = document.mark
    text.add("\(mark) ", style)
    text.add(document.name, .heading)
    if let place = document.to ?? document.from {
      text.add("  \(place.file):\(place.line)", .dim)
    }
    if let origin = document.origin { text.add(" \(origin)", .dim) }
    text.endLine()
  }

  private mutating func addWhole(
    _ document: StreamDocument?, _ kind: LineDiff.Kind, _ teller: ChangeTeller
  ) throws(ParseError) {
    guard let value = try report.value(of: document) else { return }
    text.add(teller.lines(of: value, kind), indentation: 4)
  }
}

extension ReportedDocument {
  /// The sign in front of its name: what became of the document as a whole.
  var mark: (sign: String, style: StyledText.Style) {
    if kinds.contains(.added) { return ("+", .added) }
    if kinds.contains(.removed) { return ("-", .removed) }
    if kinds.contains(.renamed) { return ("~", .name) }
    return kinds.contains(.moved) ? (">", .name) : (" ", .plain)
  }

  /// Where it was, or what it was called.
  var origin: String? {
    var words: [String] = []
    if kinds.contains(.moved), let from { words.append("moved from \(from.file):\(from.line)") }
    if kinds.contains(.renamed), let oldObject {
      let isNameOnly =
        oldObject.key.kind == object?.key.kind && oldObject.key.namespace == object?.key.namespace
      words.append("renamed from \(isNameOnly ? oldObject.key.name : oldObject.description)")
    }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }
}

extension StyledText {
  /// Adds a change: one line, or its path and the lines below it.
  mutating func add(_ change: ToldChange, indentation: Int, hasPlace: Bool) {
    add(String(repeating: " ", count: indentation) + change.path + ":")
    let place = hasPlace ? change.place.map { "  \($0.file):\($0.line):\($0.column)" } : nil
    if case .lines(let lines) = change.body {
      line(place ?? "", .dim)
      return add(lines, indentation: indentation + 2)
    }
    add(" ")
    switch change.body {
    case .added(let value): add("+ \(value)", .added)
    case .removed(let value): add("- \(value)", .removed)
    case .changed(let from, let to):
      add(from, .removed)
      add(" → ")
      add(to, .added)
    case .note(let words): add(words, .dim)
    case .lines: break
    }
    line(place ?? "", .dim)
  }

  /// Adds lines of a text or of a value's YAML, numbered on both sides where they have numbers.
  mutating func add(_ lines: [ToldLine], indentation: Int) {
    let margin = String(repeating: " ", count: indentation)
    let widths = [\ToldLine.from, \ToldLine.to].map { side in
      lines.compactMap { $0[keyPath: side] }.max().map { String($0).count } ?? 0
    }
    for line in lines {
      var numbers = margin
      if widths != [0, 0] {
        numbers += Self.number(line.from, widths[0]) + " " + Self.number(line.to, widths[1]) + " "
      }
      add(numbers, .dim)
      switch line.kind {
      case .added: self.line("+ \(line.text)", .added)
      case .removed: self.line("- \(line.text)", .removed)
      case .context: self.line("  \(line.text)", .dim)
      case nil: self.line("\(line.text)", .dim)
      }
    }
  }

  private static func number(_ number: Int?, _ width: Int) -> String {
    let text = number.map(String.init) ?? ""
    return String(repeating: " ", count: width - text.count) + text
  }
}
