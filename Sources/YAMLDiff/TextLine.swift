/// A line of a text with what ends it.
package struct TextLine: Hashable, Sendable {
  /// The line without its end.
  package let text: String
  /// What ends it: LF, CRLF or CR; empty for a last line without one.
  package let end: String

  package init(text: String, end: String) {
    self.text = text
    self.end = end
  }

  /// The lines of a text, which put together are the text; none for an empty one.
  package static func lines(of text: String) -> [TextLine] {
    let bytes = Array(text.utf8)
    return ranges(of: bytes).map { TextLine(bytes[$0]) }
  }

  /// Where the lines of a text stand in it, with their ends.
  static func ranges(of bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == 0x0A || byte == 0x0D else { continue }
      if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
      ranges.append(start..<index)
      start = index
    }
    if start < bytes.count { ranges.append(start..<bytes.count) }
    return ranges
  }

  init(_ bytes: ArraySlice<UInt8>) {
    let body = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    self.init(
      text: String(decoding: body, as: UTF8.self),
      end: String(decoding: bytes[body.endIndex...], as: UTF8.self))
  }
}
