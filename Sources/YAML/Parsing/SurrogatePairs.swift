/// Characters beyond the BMP as JSON escapes them: two `\u` escapes, a high and a low surrogate
/// (RFC 8259 section 7), which libyaml refuses.
///
/// libyaml is given a text of the same length in their place, which it reads as that character: an
/// escaped line break, which says nothing, and a `\U` escape. That is the same inside a value in
/// double quotes only, so it is checked that each pair stands in one.
struct SurrogatePairs {
  /// How long `\ud83d\ude00` is, and `\`, a line feed and `\U0001f600`.
  private static let length = 12

  /// The whole text, with the pairs of a part of it replaced.
  private(set) var text: [UInt8]
  /// Where the pairs are that no value has been found for.
  private(set) var places: [Int] = []

  /// Nil where there are none.
  init?(in source: [UInt8], _ range: Range<Int>) {
    text = source
    var offset = range.lowerBound
    while let backslash = source.firstPosition(of: Self.backslash, in: offset..<range.upperBound) {
      guard backslash + Self.length <= range.upperBound,
        let high = Self.unit(in: source, at: backslash), (0xD800..<0xDC00).contains(high),
        let low = Self.unit(in: source, at: backslash + 6), (0xDC00..<0xE000).contains(low)
      else {
        // The next character is escaped, also where it is a backslash.
        offset = min(backslash + 2, range.upperBound)
        continue
      }
      let digits = String(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), radix: 16)
      let escape = "\\\n\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      text.replaceSubrange(backslash..<backslash + Self.length, with: escape.utf8)
      places.append(backslash)
      offset = backslash + Self.length
    }
    if places.isEmpty { return nil }
  }

  /// Takes note of what was read, in order; false where a pair stands in anything but a value.
  mutating func note(_ event: Event) -> Bool {
    while let place = places.first, place < event.end {
      guard place >= event.start, event.kind == .scalar, event.style == .doubleQuoted,
        !isKey(event)
      else { return false }
      places.removeFirst()
    }
    return true
  }

  /// Whether a colon follows: a key may not be written over two lines.
  private func isKey(_ event: Event) -> Bool {
    let rest = text[event.end...].drop { SourceText.isBlank($0) || SourceText.isBreak($0) }
    return rest.first == UInt8(ascii: ":")
  }

  private static let backslash = UInt8(ascii: "\\")

  /// The code unit of a `\u` escape; nil where there is none.
  private static func unit(in source: [UInt8], at offset: Int) -> Int? {
    guard source[offset] == backslash, source[offset + 1] == UInt8(ascii: "u") else { return nil }
    let digits = source[(offset + 2)..<(offset + 6)]
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
