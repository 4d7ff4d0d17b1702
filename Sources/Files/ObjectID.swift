/// The SHA-1 name of a Git object: of a file's content, a tree or a commit.
///
/// Three integers rather than 20 bytes, so that hashing and comparing are synthesised and fast.
package struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
  private let high: UInt64
  private let middle: UInt64
  private let low: UInt32

  /// The id that Git uses for "no object": forty zeros.
  package static let zero = ObjectID(high: 0, middle: 0, low: 0)

  private init(high: UInt64, middle: UInt64, low: UInt32) {
    self.high = high
    self.middle = middle
    self.low = low
  }

  /// Makes an id of its 20 bytes, most significant first; nil when there are not 20.
  package init?(bytes: some Collection<UInt8>) {
    self.init(bytes: Array(bytes)[...])
  }

  /// Makes an id of its 20 bytes in a longer text; other modules call this as it is, while what is
  /// generic asks a witness for each byte.
  package init?(bytes: ArraySlice<UInt8>) {
    guard bytes.count == 20 else { return nil }
    var high: UInt64 = 0
    var middle: UInt64 = 0
    var low: UInt32 = 0
    for (position, byte) in bytes.enumerated() {
      switch position {
      case 0..<8: high = high << 8 | UInt64(byte)
      case 8..<16: middle = middle << 8 | UInt64(byte)
      default: low = low << 8 | UInt32(byte)
      }
    }
    self.init(high: high, middle: middle, low: low)
  }

  /// Makes an id of its 40 hexadecimal digits; nil when the text is anything else.
  package init?(_ hexadecimal: String) {
    let digits = Array(hexadecimal.utf8)
    guard digits.count == 40 else { return nil }
    var bytes: [UInt8] = []
    for position in stride(from: 0, to: 40, by: 2) {
      guard let high = Self.value(of: digits[position]),
        let low = Self.value(of: digits[position + 1])
      else { return nil }
      bytes.append(high << 4 | low)
    }
    self.init(bytes: bytes)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The 20 bytes, most significant first.
  package var bytes: [UInt8] {
    (0..<20).map { position in
      switch position {
      case 0..<8: UInt8(truncatingIfNeeded: high >> (56 - 8 * UInt64(position)))
      case 8..<16: UInt8(truncatingIfNeeded: middle >> (56 - 8 * UInt64(position - 8)))
      default: UInt8(truncatingIfNeeded: low >> (24 - 8 * UInt32(position - 16)))
      }
    }
  }

  /// The most significant of the 20 bytes.
  package var firstByte: UInt8 { UInt8(truncatingIfNeeded: high >> 56) }

  /// The 40 hexadecimal digits, in lower case.
  package var description: String {
    var digits: [UInt8] = []
    digits.reserveCapacity(40)
    for position in 0..<40 {
      let digit =
        switch position {
        case 0..<16: high >> (60 - 4 * UInt64(position))
        case 16..<32: middle >> (124 - 4 * UInt64(position))
        default: UInt64(low) >> (156 - 4 * UInt64(position))
        }
      digits.append(Self.digit(UInt8(truncatingIfNeeded: digit & 15)))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.high, left.middle, left.low) < (right.high, right.middle, right.low)
  }
}
