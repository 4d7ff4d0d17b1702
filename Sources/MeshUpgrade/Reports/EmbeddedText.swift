internal import Files
internal import YAML

/// The text of a string in a document, with the way back to its place in the file.
struct EmbeddedText {
  /// Where an offset of the document's source stands in the file.
  typealias Locator = (_ offset: Int) -> Place?

  let bytes: [UInt8]
  private let node: Node
  private let outer: Locator
  private let layout: Layout

  /// How the text stands in the source.
  private enum Layout {
    /// Lines that follow each other, behind their indentation: where they start in the text and in
    /// the source, nil where the source does not have them as they are.
    case lines(text: [Int], source: [Int?])
    /// On one line, as it is, from an offset on.
    case inLine(Int)
    /// Folded or escaped.
    case other
  }

  init(_ node: Node, text: String, in outer: @escaping Locator) {
    self.node = node
    self.outer = outer
    bytes = Array(text.utf8)
    layout =
      switch node.style {
      case .literal: Self.literal(node, bytes)
      case .folded, .block, .flow: .other
      case .plain, .singleQuoted, .doubleQuoted: Self.inLine(node, bytes)
      }
  }

  private static func literal(_ node: Node, _ bytes: [UInt8]) -> Layout {
    let source = node.document.source
    var text: [Int] = []
    var starts: [Int?] = []
    var line = node.range.lowerBound
    var offset = 0
    repeat {
      line = SourceText.afterBreak(SourceText.lineEnd(after: line, in: source), in: source)
      let content = bytes[offset...].prefix { $0 != 0x0A }
      text.append(offset)
      starts.append(Self.start(of: content, inLineAt: line, of: source))
      offset = content.endIndex + 1
    } while offset <= bytes.count
    return .lines(text: text, source: starts)
  }

  /// Where a line's text starts, behind its indentation; nil where the source says something else.
  private static func start(
    of content: ArraySlice<UInt8>, inLineAt line: Int, of source: [UInt8]
  ) -> Int? {
    let end = SourceText.lineEnd(after: line, in: source)
    let start = end - content.count
    return start >= line && source[start..<end] == content ? start : nil
  }

  private static func inLine(_ node: Node, _ bytes: [UInt8]) -> Layout {
    let end = node.range.upperBound - (node.style == .plain ? 0 : 1)
    let start = end - bytes.count
    guard start >= node.range.lowerBound, !bytes.contains(where: { $0 == 0x0A || $0 == 0x0D }),
      node.document.source[start..<end] == bytes[...]
    else { return .other }
    return .inLine(start)
  }

  /// Where an offset of the text stands in the file; where that cannot be told, the string's place.
  func place(at offset: Int) -> Place? {
    outer(sourceOffset(of: offset) ?? node.range.lowerBound)
  }

  /// The place of the first line, where each line of the text is a line of the file.
  var firstLine: Place? {
    guard case .lines = layout else { return nil }
    return sourceOffset(of: 0).flatMap { outer($0) }
  }

  private func sourceOffset(of offset: Int) -> Int? {
    switch layout {
    case .inLine(let start): start + offset
    case .lines(let text, let source): lineOffset(of: offset, text, source)
    case .other: nil
    }
  }

  private func lineOffset(of offset: Int, _ text: [Int], _ source: [Int?]) -> Int? {
    var low = 0
    var high = text.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if text[middle] <= offset { low = middle } else { high = middle }
    }
    return source[low].map { $0 + (offset - text[low]) }
  }
}
