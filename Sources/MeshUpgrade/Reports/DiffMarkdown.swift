internal import Files
internal import Kubernetes
package import YAML
internal import YAMLDiff

/// The differences of two sides as Markdown for a pull request, never longer than is allowed.
///
/// What files hold stays data: it stands in fences that are longer than any run of backticks in
/// it, and in escaped HTML.
package struct DiffMarkdown {
  /// The least that a limit may be, so that the summary fits.
  package static let smallestLimit = 1_000
  /// How many lines of a block are shown unfolded.
  private static let openLimit = 30
  /// The share of the limit that may go to the names of what is left out.
  private static let namesShare = 10

  private let report: DiffReport
  private let teller: ChangeTeller
  private let limit: Int

  /// The report in at most `limit` characters (Unicode scalars), at least ``smallestLimit``.
  package static func text(
    _ report: DiffReport, isFull: Bool, limit: Int
  ) throws(ParseError) -> String {
    let markdown = DiffMarkdown(
      report: report, teller: ChangeTeller(isFull: isFull), limit: max(limit, smallestLimit))
    return try markdown.text()
  }

  private func text() throws(ParseError) -> String {
    guard !report.isEmpty else { return "No differences.\n" }
    var parts = ["**\(DiffCount(report).summary)**\n"]
    var left = limit - parts[0].unicodeScalars.count
    let reserve = limit / Self.namesShare
    let documents = report.documents
    var omitted: [ReportedDocument] = []
    for (index, document) in documents.enumerated() {
      let block = "\n" + (try block(document))
      // The last one needs no room for the names of others, unless there are some already.
      let isLast = index == documents.count - 1 && omitted.isEmpty
      let size = block.unicodeScalars.count
      if size <= left - (isLast ? 0 : reserve) {
        parts.append(block)
        left -= size
      } else {
        omitted.append(document)
      }
    }
    if !omitted.isEmpty { parts.append(Self.rest(omitted, limit: left, of: limit)) }
    return parts.joined()
  }

  // MARK: Objects

  private func block(_ document: ReportedDocument) throws(ParseError) -> String {
    let heading = Self.heading(document)
    let lines = try lines(document).map { StyledText.visible($0) }
    guard !lines.isEmpty else { return "<p>\(heading)</p>\n" }
    let body = lines.joined(separator: "\n")
    let fence = String(repeating: "`", count: max(3, Self.longestRun(in: body) + 1))
    let open = lines.count <= Self.openLimit ? " open" : ""
    return """
      <details\(open)><summary>\(heading)</summary>

      \(fence)diff
      \(body)
      \(fence)

      </details>

      """
  }

  private static func heading(_ document: ReportedDocument) -> String {
    var words = [document.mark.sign, code(document.name)].filter { $0 != " " }
    if let place = document.to ?? document.from {
      words.append(code("\(place.file):\(place.line)"))
    }
    if let origin = document.origin { words.append(code(origin)) }
    return words.joined(separator: " ").replacing(/^>/, with: "&gt;")
  }

  private func lines(_ document: ReportedDocument) throws(ParseError) -> [String] {
    var lines: [String] = []
    for change in document.changes {
      switch change.kind {
      case .added: try add(change.to, .added, to: &lines)
      case .removed: if teller.isFull { try add(change.from, .removed, to: &lines) }
      case .changed, .moved, .renamed:
        for inside in try report.changes(of: change) {
          for told in teller.told(inside) { lines += Self.lines(told) }
        }
        for comment in report.comments(of: change) { lines += Self.lines(teller.told(comment)) }
      }
    }
    return lines
  }

  private func add(
    _ document: StreamDocument?, _ kind: LineDiff.Kind, to lines: inout [String]
  ) throws(ParseError) {
    guard let value = try report.value(of: document) else { return }
    lines += teller.lines(of: value, kind).map(Self.line)
  }

  // MARK: Lines

  /// A change as lines of a diff, after its path.
  static func lines(_ change: ToldChange) -> [String] {
    let body =
      switch change.body {
      case .added(let value): ["+ \(value)"]
      case .removed(let value): ["- \(value)"]
      case .changed(let from, let to): ["- \(from)", "+ \(to)"]
      case .note(let words): ["  \(words)"]
      case .lines(let lines): lines.map(line)
      }
    return ["@@ \(change.path) @@"] + body
  }

  private static func line(_ line: ToldLine) -> String {
    switch line.kind {
    case .added: "+ \(line.text)"
    case .removed: "- \(line.text)"
    case .context, nil: "  \(line.text)"
    }
  }

  /// The length of the longest run of backticks, whatever mark may stand on them.
  private static func longestRun(in text: String) -> Int {
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  /// Text that stays as it is inside HTML: no markup, and no mention of a person or an issue.
  private static func code(_ text: String) -> String {
    var result = "<code>"
    for scalar in StyledText.visible(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "</code>"
  }

  // MARK: What does not fit

  /// How many objects are not shown, and the names of as many as fit.
  private static func rest(
    _ documents: [ReportedDocument], limit: Int, of whole: Int
  ) -> String {
    let noun = documents.count == 1 ? "object is" : "objects are"
    let start =
      "\n<p>\(documents.count) more \(noun) not shown, to stay within \(whole) characters"
    let end = "</p>\n"
    var left = limit - start.unicodeScalars.count - end.unicodeScalars.count - 3
    var names: [String] = []
    for document in documents {
      let name = code(document.name)
      left -= name.unicodeScalars.count + 2
      guard left >= 0 else { break }
      names.append(name)
    }
    guard !names.isEmpty else { return start + end }
    let more = names.count < documents.count ? ", …" : ""
    return start + ": " + names.joined(separator: ", ") + more + end
  }
}
