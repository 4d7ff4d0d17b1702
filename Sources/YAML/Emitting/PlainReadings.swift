/// What readers of YAML take a plain text for: whether some version's rules make it no string.
///
/// The rules are those of go-yaml v2 (``ScalarResolution``), of the YAML 1.1 type repository, as
/// PyYAML and libyaml's other callers apply it, and of YAML 1.2's core schema.
enum PlainReadings {
  /// Whether some reader takes the plain text for anything but a string.
  static func isTyped(_ text: String) -> Bool {
    // The value and merge keys of YAML 1.1.
    if text == "=" || text == "<<" { return true }
    if case .string = ScalarResolution.plain(text) {} else { return true }
    let bytes = Array(text.utf8)
    guard let first = bytes.first, Number.isDigit(first) || "+-.".utf8.contains(first) else {
      return false
    }
    return isTimestamp(bytes) || isNumber(bytes)
  }

  /// `[-+]?` and one of the numbers of YAML 1.1 and 1.2 that go-yaml v2 takes for text.
  private static func isNumber(_ bytes: [UInt8]) -> Bool {
    var rest = ByteCursor(bytes)
    _ = rest.skip(oneOf: "+-")
    let body = rest
    return isWithPrefix(body) || isDecimal(body) || isBase60(body)
  }

  /// `0b[01_]+`, `0o[0-7]+`, `0x[0-9a-fA-F_]+`.
  private static func isWithPrefix(_ start: ByteCursor) -> Bool {
    for (mark, digits) in [("b", "01_"), ("o", "01234567"), ("x", "0123456789abcdefABCDEF_")] {
      var rest = start
      if rest.skip(oneOf: "0"), rest.skip(oneOf: mark) {
        return rest.skipAll(oneOf: digits) > 0 && rest.isAtEnd
      }
    }
    return false
  }

  /// `[0-9][0-9_]*` and `([0-9][0-9_]*)?\.[0-9_]*([eE][-+][0-9]+)?`, with a digit before or right
  /// after the dot; without `_`, the exponent needs no sign and no dot.
  private static func isDecimal(_ start: ByteCursor) -> Bool {
    var rest = start
    let hasWhole = rest.isAtDigit
    _ = rest.skipAll(oneOf: hasWhole ? "0123456789_" : "")
    let hasDot = rest.skip(oneOf: ".")
    guard hasWhole || hasDot && rest.isAtDigit else { return false }
    if hasDot { _ = rest.skipAll(oneOf: "0123456789_") }
    let isGrouped = start.contains("_")
    if rest.skip(oneOf: "eE") {
      let isSigned = rest.skip(oneOf: "+-")
      guard isSigned && hasDot || !isGrouped, rest.skipDigits() else { return false }
    }
    return rest.isAtEnd
  }

  /// `[1-9][0-9_]*(:[0-5]?[0-9])+` and `[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*`, as in `12:30`.
  private static func isBase60(_ start: ByteCursor) -> Bool {
    var rest = start
    let beginsWithZero = rest.isAt("0")
    guard rest.skipDigits() else { return false }
    _ = rest.skipAll(oneOf: "0123456789_")
    guard rest.isAt(":") else { return false }
    while rest.skip(oneOf: ":") {
      let tens = rest.isAtDigit(upTo: 5)
      guard rest.skipDigit() else { return false }
      if tens { _ = rest.skipDigit() }
    }
    if rest.skip(oneOf: ".") {
      _ = rest.skipAll(oneOf: "0123456789_")
      return rest.isAtEnd
    }
    return rest.isAtEnd && !beginsWithZero
  }

  /// `2001-12-14`, and `2001-12-14t21:59:43.10-05:00` with its variants.
  private static func isTimestamp(_ bytes: [UInt8]) -> Bool {
    var rest = ByteCursor(bytes)
    for _ in 0..<4 { guard rest.skipDigit() else { return false } }
    for _ in 0..<2 { guard rest.skip(oneOf: "-"), rest.skipOneOrTwoDigits() else { return false } }
    if rest.isAtEnd { return true }
    guard rest.skip(oneOf: "Tt") || rest.skipAll(oneOf: " ") > 0 else { return false }
    guard rest.skipOneOrTwoDigits() else { return false }
    for _ in 0..<2 { guard rest.skip(oneOf: ":"), rest.skipOneOrTwoDigits() else { return false } }
    if rest.skip(oneOf: ".") { _ = rest.skipDigits() }
    _ = rest.skipAll(oneOf: " ")
    if rest.skip(oneOf: "+-") {
      guard rest.skipOneOrTwoDigits() else { return false }
      if rest.skip(oneOf: ":") { guard rest.skipDigit(), rest.skipDigit() else { return false } }
    } else {
      _ = rest.skip(oneOf: "Z")
    }
    return rest.isAtEnd
  }
}

/// A place in some bytes that moves on over what it is asked for.
private struct ByteCursor {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }
  var isAtDigit: Bool { rest.first.map(Number.isDigit) ?? false }

  func contains(_ byte: Character) -> Bool { byte.asciiValue.map(rest.contains) ?? false }

  func isAt(_ byte: Character) -> Bool { rest.first == byte.asciiValue }

  func isAtDigit(upTo last: UInt8) -> Bool {
    isAtDigit && rest.first.map { $0 <= UInt8(ascii: "0") + last } ?? false
  }

  mutating func skip(oneOf bytes: String) -> Bool {
    guard let first = rest.first, bytes.utf8.contains(first) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// How many bytes it moved over.
  mutating func skipAll(oneOf bytes: String) -> Int {
    var count = 0
    while skip(oneOf: bytes) { count += 1 }
    return count
  }

  mutating func skipDigit() -> Bool { skip(oneOf: "0123456789") }

  mutating func skipDigits() -> Bool { skipAll(oneOf: "0123456789") > 0 }

  mutating func skipOneOrTwoDigits() -> Bool {
    guard skipDigit() else { return false }
    _ = skipDigit()
    return true
  }
}
