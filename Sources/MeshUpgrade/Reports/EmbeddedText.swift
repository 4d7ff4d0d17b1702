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
    /// Lines that follow each other, behind their indentation: where lines of the text and of the
    /// source start.
    case lines(text: [Int], source: [Int])
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
    var text = [0]
    for (offset, byte) in bytes.enumerated() where byte == 0x0A { text.append(offset + 1) }
    var starts: [Int] = []
    var line = node.range.lowerBound
    for _ in text {
      line = SourceText.afterBreak(SourceText.lineEnd(after: line, in: source), in: source)
      starts.append(line)
    }
    return .lines(text: text, source: starts)
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

  /// Finds the line, and makes sure that the source has the same text behind its indentation.
  private func lineOffset(of offset: Int, _ text: [Int], _ source: [Int]) -> Int? {
    var low = 0
    var high = text.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if text[middle] <= offset { low = middle } else { high = middle }
    }
    let line = bytes[text[low]...].prefix { $0 != 0x0A }
    let end = SourceText.lineEnd(after: source[low], in: node.document.source)
    let start = end - line.count
    guard start >= source[low], node.document.source[start..<end] == line else { return nil }
    return start + (offset - text[low])
  }
}
