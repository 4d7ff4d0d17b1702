/// What `!!binary` holds (RFC 4648 section 4), as Go's `base64.StdEncoding` reads it.
enum Base64 {
  /// The bytes as text, with U+FFFD for what is not UTF-8, as in JSON; nil where the text is no
  /// base64.
  ///
  /// Line ends are passed over, other blanks are not; the padding has to be there.
  static func decode(_ text: String) -> String? {
    var digits = text.utf8.filter { $0 != 0x0A && $0 != 0x0D }
    guard digits.count.isMultiple(of: 4) else { return nil }
    let padding = digits.reversed().prefix(2).prefix { $0 == UInt8(ascii: "=") }.count
    digits.removeLast(padding)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 4 * 3 + 2)
    var bits: UInt32 = 0
    var count = 0
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      bits = bits << 6 | value
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func value(of digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
