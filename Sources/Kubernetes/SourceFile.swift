package import Files
internal import YAML

/// A text with the name that messages call it by.
package struct SourceFile: Sendable {
  /// The path from the repository's root, or `-` for standard input.
  package let name: String
  /// The text.
  package let bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// The line and column of an offset.
  package func place(at offset: Int) -> Place {
    let position = SourceText.position(of: offset, in: bytes)
    return Place(file: name, line: position.line, column: position.column)
  }

  /// The line and the part of it that a message is about.
  package func excerpt(at range: Range<Int>) -> Excerpt {
    let line = SourceText.line(at: range.lowerBound, in: bytes)
    func codePoints(_ range: Range<Int>) -> Int {
      bytes[range].count(where: { $0 & 0xC0 != 0x80 })
    }
    let start = min(max(range.lowerBound, line.lowerBound), line.upperBound)
    let end = min(max(range.upperBound, start), line.upperBound)
    return Excerpt(
      text: String(decoding: bytes[line], as: UTF8.self),
      start: codePoints(line.lowerBound..<start),
      length: max(1, codePoints(start..<end)))
  }
}

/// A line of a file with the part to point at, for messages.
package struct Excerpt: Hashable, Sendable {
  /// The line's text, without its line end.
  package let text: String
  /// Where the caret starts, in code points from 0.
  package let start: Int
  /// How many code points to underline, at least 1.
  package let length: Int

  package init(text: String, start: Int, length: Int) {
    self.text = text
    self.start = start
    self.length = length
  }
}
