internal import YAML

/// An amount as Kubernetes writes it: `1` is `1000m`, `0.5` is `500m`, `1Gi` is `1024Mi`.
///
/// The syntax and the arithmetic are those of apimachinery's `resource.ParseQuantity`: decimal and
/// exact, a value finer than nano is rounded away from zero, and one with a binary suffix is at
/// most 2^63-1. A quantity here has at least one digit.
package struct Quantity: Hashable, Sendable {
  private let isNegative: Bool
  /// The significant decimal digits, 0 to 9, without leading or trailing zeros; none for zero.
  private let digits: [UInt8]
  /// The power of ten that the digits are multiplied with.
  private let exponent: Int

  /// Reads a quantity; nil when the text is none.
  package init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    let sign = rest.first
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let whole = rest.prefix(while: Self.isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: Self.isDigit)
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard !(whole.isEmpty && fraction.isEmpty), let suffix = Suffix(rest) else { return nil }
    var amount = Amount(
      digits: (whole + fraction).map { $0 - UInt8(ascii: "0") },
      exponent: suffix.exponent - fraction.count)
    amount.multiply(by1024ToThe: suffix.binaryPower)
    amount.roundUpToNano()
    if suffix.binaryPower > 0 { amount.limit() }
    isNegative = sign == UInt8(ascii: "-") && !amount.digits.isEmpty
    digits = amount.digits
    exponent = amount.digits.isEmpty ? 0 : amount.exponent
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// The amount in the one spelling that equal quantities share: digits and a power of ten.
  package var canonical: String {
    guard !digits.isEmpty else { return "0" }
    let text = digits.map { String($0) }.joined()
    return (isNegative ? "-" : "") + text + (exponent == 0 ? "" : "e\(exponent)")
  }
}

/// What stands behind the number of a quantity.
private struct Suffix {
  /// The power of ten it multiplies with.
  var exponent = 0
  /// The power of 1024 it multiplies with; 0 for a decimal suffix.
  var binaryPower = 0

  private static let decimal = [
    "n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18,
  ]
  private static let binary = ["Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6]

  init?(_ bytes: ArraySlice<UInt8>) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let power = Self.decimal[text] {
      exponent = power
    } else if let power = Self.binary[text] {
      binaryPower = power
    } else if bytes.first == UInt8(ascii: "e") || bytes.first == UInt8(ascii: "E"),
      let power = Int32(text.dropFirst())
    {
      exponent = Int(power)
    } else {
      return nil
    }
  }
}

/// A magnitude in decimal digits.
///
/// It is never longer than its text and six binary factors make it, whatever the exponent.
private struct Amount {
  private(set) var digits: [UInt8]
  private(set) var exponent: Int

  /// 2^63-1, Kubernetes' largest binary quantity.
  private static let largest: [UInt8] = Array(String(Int64.max).utf8).map { $0 - UInt8(ascii: "0") }
  /// The power of ten of the finest unit.
  private static let nano = -9

  init(digits: [UInt8], exponent: Int) {
    self.digits = digits
    self.exponent = exponent
    normalize()
  }

  private mutating func normalize() {
    digits = Array(digits.drop { $0 == 0 })
    let zeros = digits.reversed().prefix { $0 == 0 }.count
    digits.removeLast(zeros)
    exponent += zeros
  }

  mutating func multiply(by1024ToThe power: Int) {
    for _ in 0..<power {
      var carry = 0
      for index in digits.indices.reversed() {
        carry += Int(digits[index]) * 1024
        digits[index] = UInt8(carry % 10)
        carry /= 10
      }
      digits = String(carry).utf8.map { $0 - UInt8(ascii: "0") } + digits
      normalize()
    }
  }

  /// Rounds away from zero to whole nanos: whoever asks for something gets something.
  mutating func roundUpToNano() {
    let surplus = Self.nano - exponent
    guard surplus > 0, !digits.isEmpty else { return }
    digits.removeLast(min(surplus, digits.count))
    exponent = Self.nano
    // The last digit was no zero, so something is cut off: the next whole nano it is.
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 { digits[index] += 1 } else { digits.insert(1, at: 0) }
    normalize()
  }

  /// Makes it 2^63-1 where it is more.
  mutating func limit() {
    let length = digits.count + exponent
    guard length >= Self.largest.count else { return }
    let isSmaller = Self.largest.lexicographicallyPrecedes(digits) == false
    if length == Self.largest.count, isSmaller { return }
    self = Amount(digits: Self.largest, exponent: 0)
  }
}
