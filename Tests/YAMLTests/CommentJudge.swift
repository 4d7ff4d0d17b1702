import Testing
import YAML

/// Checks the comments found in a text by what the parser says of the text without them.
///
/// It knows nothing of how comments are found: a `#` starts a comment exactly when the bytes from
/// it to the end of the line can be anything without changing the data.
struct CommentJudge {
  let text: [UInt8]
  let label: String
  /// The byte ranges of comments, a range for each line.
  let lines: [Range<Int>]
  private let data: [String]

  /// Nil for a text that cannot be read, or in which no document could have the comments.
  init?(_ text: [UInt8], label: String) {
    guard let documents = try? Document.parseAll(text), !documents.isEmpty else {
      return nil
    }
    self.text = text
    self.label = label
    data = documents.map { Self.data(of: $0.root) }
    let comments = documents.flatMap(\.comments)
    lines = comments.flatMap { Self.lines($0.range, in: text) }
    for (one, other) in zip(lines.sorted { $0.lowerBound < $1.lowerBound }, lines) {
      #expect(one == other, "the order of the text: \(label)")
    }
  }

  /// Whatever the parser finds in a node, as one text.
  private static func data(of node: Node) -> String {
    var parts = ["\(node.kind)", node.anchor ?? "", node.tag ?? "", node.text ?? ""]
    parts.append(node.kind == .scalar && node.style == .plain ? "plain" : "")
    for child in node.children { parts.append(data(of: child)) }
    return "(" + parts.map { "\($0.utf8.count):\($0)" }.joined() + ")"
  }

  /// Whether another text has the same data.
  private func isSame(_ other: [UInt8]) -> Bool {
    guard let documents = try? Document.parseAll(other) else { return false }
    return documents.map { Self.data(of: $0.root) } == data
  }

  /// Checks that comments can say anything else, and can be taken out.
  ///
  /// Below a block scalar that keeps line ends (`+`) a blank line would be part of it; and plain
  /// text would go on in a line with `%`, but for a comment.
  func checkFound() {
    var other = text
    var without: [UInt8] = []
    var end = 0
    for line in lines {
      for offset in line.dropFirst() { other[offset] = UInt8(ascii: "z") }
      without += text[end..<line.lowerBound]
      while let last = without.last, last == 0x20 || last == 0x09 { without.removeLast() }
      end = line.upperBound
    }
    without += text[end...]
    if !isSame(other) { Issue.record("not a comment: \(shown)") }
    if !text.contains(UInt8(ascii: "+")), !label.contains("EB22"), !isSame(without) {
      Issue.record("taking comments out changes the data: \(shown)")
    }
  }

  /// Checks that no other `#` can be blank with what follows it on its line.
  func checkMissing() {
    let found = Set(lines.flatMap { Array($0) })
    for offset in text.indices where text[offset] == UInt8(ascii: "#") && !found.contains(offset) {
      var other = text
      var end = offset
      while end < text.count, Self.breakLength(text[end...]) == 0 {
        other[end] = 0x20
        end += 1
      }
      if isSame(other) { Issue.record("a comment at \(offset) is missing: \(shown)") }
    }
  }

  private var shown: String {
    "\(label)\n\(text.shown)\n\(lines.map { String(decoding: text[$0], as: UTF8.self) })"
  }

  /// The lines of a comment, each from its `#` on.
  private static func lines(_ range: Range<Int>, in text: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start: Int?
    var end = range.lowerBound
    while end < range.upperBound {
      let length = breakLength(text[end..<range.upperBound])
      if length > 0, let line = start {
        lines.append(line..<end)
        start = nil
      } else if start == nil, text[end] == UInt8(ascii: "#") {
        start = end
      }
      end += max(1, length)
    }
    if let start { lines.append(start..<end) }
    return lines
  }

  /// The length of a line end as libyaml knows it.
  private static func breakLength(_ text: ArraySlice<UInt8>) -> Int {
    for end in ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"] where text.starts(with: end.utf8) {
      return end.utf8.count
    }
    return 0
  }
}
