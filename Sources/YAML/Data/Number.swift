/// A YAML number that keeps its spelling and every digit.
///
/// Two numbers are equal when their type and value are: `1.0` and `1.00` are, `1e3` and `1000.0`
/// are, `1` and `1.0` are not.
package struct Number: Sendable {
  /// The text as written, such as `0x10`, `1_000` or `1.50`.
  package let spelling: String
  /// Whether it is an integer, as go-yaml v2 resolves it.
  package let isInteger: Bool
  private let isNegative: Bool
  /// The significant decimal digits, without leading or trailing zeros; `inf` or `nan` for those.
  private let digits: String
  /// The power of ten the digits are multiplied with.
  private let exponent: Int

  /// Makes a number of a plain scalar; nil when go-yaml v2 would not read it as one.
  package init?(_ text: String) {
    if let integer = Self.integer(text) {
      self.init(
        spelling: text, isInteger: true, isNegative: integer.isNegative, digits: integer.digits,
        exponent: 0)
    } else if let special = Self.special(text) {
      self.init(
        spelling: text, isInteger: false, isNegative: special.isNegative, digits: special.digits,
        exponent: 0)
    } else if let float = Self.float(text) {
      self.init(
        spelling: text, isInteger: false, isNegative: float.isNegative, digits: float.digits,
        exponent: float.exponent)
    } else {
      return nil
    }
  }

  /// Makes an integer.
  package init(_ value: Int) {
    self.init(
      spelling: String(value), isInteger: true, isNegative: value < 0,
      digits: String(value.magnitude), exponent: 0)
  }

  private init(
    spelling: String, isInteger: Bool, isNegative: Bool, digits: String, exponent: Int
  ) {
    self.spelling = spelling
    self.isInteger = isInteger
    let significant = digits.drop { $0 == "0" }
    let trailing = significant.reversed().prefix { $0 == "0" }.count
    self.digits = String(significant.dropLast(trailing))
    self.exponent = self.digits.isEmpty ? 0 : exponent + trailing
    self.isNegative = isNegative && !self.digits.isEmpty
  }

  /// Whether the numbers have the same value, whatever their type: `1` and `1.0` do.
  package func hasSameValue(as other: Number) -> Bool {
    isNegative == other.isNegative && digits == other.digits && exponent == other.exponent
  }

  /// The integer's value, when it is one and fits.
  package var intValue: Int? {
    guard isInteger else { return nil }
    return Int((isNegative ? "-" : "") + decimalDigits)
  }

  private var decimalDigits: String {
    digits.isEmpty ? "0" : digits + String(repeating: "0", count: exponent)
  }

  /// The number as JSON writes it: its own spelling where that is JSON (RFC 8259 section 6).
  ///
  /// Infinities and not-a-number, which JSON cannot say, become strings.
  package var json: String {
    if digits == "inf" || digits == "nan" { return "\"\(spelling)\"" }
    if isInteger { return (isNegative ? "-" : "") + decimalDigits }
    if Self.isJSON(spelling) { return spelling }
    let sign = isNegative ? "-" : ""
    return digits.isEmpty ? "0.0" : "\(sign)\(digits)e\(exponent)"
  }

  /// The same text for equal numbers, however they are written: `16` of `0x10`, `1.1` of `1.10`.
  package var plain: String {
    if isInteger || digits == "inf" || digits == "nan" { return isInteger ? json : portable }
    guard !digits.isEmpty, (-20...20).contains(exponent) else {
      return digits.isEmpty ? "0.0" : "\(isNegative ? "-" : "")\(digits)e\(exponent)"
    }
    let zeros = String(repeating: "0", count: max(0, 1 - exponent - digits.count))
    let whole = zeros + digits + String(repeating: "0", count: max(0, exponent))
    let point = whole.index(whole.endIndex, offsetBy: min(0, exponent))
    let fraction = whole[point...].isEmpty ? "0" : whole[point...]
    return "\(isNegative ? "-" : "")\(whole[..<point]).\(fraction)"
  }

  /// The number as every reader of YAML 1.1 and 1.2 takes it: digits, or a fraction whose exponent
  /// has a sign; its own spelling where that is one of these.
  package var portable: String {
    if digits == "inf" { return isNegative ? "-.inf" : ".inf" }
    if digits == "nan" { return ".nan" }
    if isInteger { return json }
    let isSpelledOut = Self.isJSON(spelling) && spelling.contains(".")
    let mark = spelling.utf8.firstIndex { $0 | 0x20 == UInt8(ascii: "e") }
    if isSpelledOut,
      mark.map({ "+-".utf8.contains(spelling.utf8[spelling.index(after: $0)]) }) ?? true
    {
      return spelling
    }
    guard let first = digits.first else { return isNegative ? "-0.0" : "0.0" }
    let fraction = digits.count > 1 ? String(digits.dropFirst()) : "0"
    let power = exponent + digits.count - 1
    let scale = power == 0 ? "" : "e" + (power < 0 ? "-" : "+") + String(power.magnitude)
    return (isNegative ? "-" : "") + "\(first).\(fraction)\(scale)"
  }

  private static func isJSON(_ text: String) -> Bool {
    let body = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = body.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, let first = whole.first, first.isASCII, first.isNumber,
      !(whole.count > 1 && first == "0" && whole.dropFirst().first?.isNumber == true)
    else { return false }
    guard !text.contains("_") else { return false }
    guard parts.count == 2 else { return true }
    return parts[1].first.map { $0.isASCII && $0.isNumber } ?? false
  }
}

extension Number: Hashable {
  package static func == (left: Number, right: Number) -> Bool {
    left.isInteger == right.isInteger && left.isNegative == right.isNegative
      && left.digits == right.digits && left.exponent == right.exponent
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(isInteger)
    hasher.combine(isNegative)
    hasher.combine(digits)
    hasher.combine(exponent)
  }
}

extension Number {
  private static func splitSign(_ text: String) -> (isNegative: Bool, body: Substring) {
    if text.hasPrefix("-") { return (true, text.dropFirst()) }
    return (false, text.hasPrefix("+") ? text.dropFirst() : text[...])
  }

  /// Go's `strconv.ParseInt(text, 0, 64)` after go-yaml has dropped the underscores, without the
  /// limit of 64 bits for decimal text.
  private static func integer(_ text: String) -> (isNegative: Bool, digits: String)? {
    guard let first = text.utf8.first, isDigit(first) || first == 0x2B || first == 0x2D else {
      return nil
    }
    let (isNegative, signed) = splitSign(text)
    let body = String(signed.filter { $0 != "_" })
    guard let head = body.utf8.first, isDigit(head) else { return nil }
    // Go's numbers without a sign have one bit more.
    let isSigned = !isDigit(first)
    let limit = UInt64(Int64.max) + (isNegative ? 1 : 0)
    let lower = body.lowercased()
    for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8)] where lower.hasPrefix(prefix) {
      guard let value = UInt64(lower.dropFirst(2), radix: radix),
        !lower.dropFirst(2).hasPrefix("+"),
        !isSigned || value <= limit
      else { return nil }
      return (isNegative, String(value))
    }
    guard body.utf8.allSatisfy(isDigit) else { return nil }
    if body.utf8.count > 1, head == UInt8(ascii: "0") {
      guard let value = UInt64(body, radix: 8), !isSigned || value <= limit else { return nil }
      return (isNegative, String(value))
    }
    return (isNegative, body)
  }

  private static func special(_ text: String) -> (isNegative: Bool, digits: String)? {
    switch text {
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": (false, "inf")
    case "-.inf", "-.Inf", "-.INF": (true, "inf")
    case ".nan", ".NaN", ".NAN": (false, "nan")
    default: nil
    }
  }

  /// go-yaml's float: `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
  private static func float(_ text: String) -> (isNegative: Bool, digits: String, exponent: Int)? {
    guard let first = text.utf8.first, isDigit(first) || [0x2B, 0x2D, 0x2E].contains(first),
      first != UInt8(ascii: ".") || !text.contains("_")
    else { return nil }
    let (isNegative, signed) = splitSign(text)
    var rest = Array(signed.utf8.filter { $0 != UInt8(ascii: "_") })[...]
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = rest.prefix(while: isDigit)
      rest = rest.dropFirst(fraction.count)
    }
    guard !(whole.isEmpty && fraction.isEmpty) else { return nil }
    var exponent = 0
    if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
      let digits = String(decoding: rest.dropFirst(), as: UTF8.self)
      guard let value = Int(digits), value.magnitude < 100_000 else { return nil }
      exponent = value
      rest = []
    }
    guard rest.isEmpty else { return nil }
    let digits = String(decoding: whole + fraction, as: UTF8.self)
    return (isNegative, digits, exponent - fraction.count)
  }

  /// Whether a text that starts like a number holds only what numbers are made of: a sign inside
  /// follows the mark of an exponent.
  static func mayBe(_ text: some BidirectionalCollection<UInt8>) -> Bool {
    var before = UInt8(ascii: "e")
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
        UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "."), UInt8(ascii: "x"),
        UInt8(ascii: "X"), UInt8(ascii: "o"), UInt8(ascii: "O"):
        break
      // go-yaml drops it before it looks at the rest.
      case UInt8(ascii: "_"): continue
      case UInt8(ascii: "+"), UInt8(ascii: "-"):
        guard before == UInt8(ascii: "e") || before == UInt8(ascii: "E") else { return false }
      // `.inf` and `.nan`, with or without a sign.
      case UInt8(ascii: "i"), UInt8(ascii: "I"), UInt8(ascii: "n"), UInt8(ascii: "N"):
        return text.prefix(6).count <= 5
      default: return false
      }
      before = byte
    }
    return true
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
