/// Several JSON values one after the other, as the YAML test suite's `in.json` holds them.
package enum JSONStream {
  /// The text of each value, in order.
  ///
  /// Values end where their brackets or quotes close, other scalars where blanks follow.
  package static func values(in text: [UInt8]) -> [ArraySlice<UInt8>] {
    var values: [ArraySlice<UInt8>] = []
    var position = 0
    while let start = text[position...].firstIndex(where: { !isBlank($0) }) {
      position = end(of: start, in: text)
      values.append(text[start..<position])
    }
    return values
  }

  private static func end(of start: Int, in text: [UInt8]) -> Int {
    var depth = 0
    var position = start
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "\""): position = endOfString(from: position, in: text)
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        position += 1
      default:
        position += 1
        // Blanks end a number or a word, and mean nothing between brackets.
        guard depth == 0, position < text.count, isBlank(text[position]) else { continue }
      }
      if depth == 0 { return position }
    }
    return position
  }

  private static func endOfString(from quote: Int, in text: [UInt8]) -> Int {
    var position = quote + 1
    while position < text.count, text[position] != UInt8(ascii: "\"") {
      position += text[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position + 1, text.count)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
