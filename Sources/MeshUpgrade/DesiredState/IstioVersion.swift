/// A version of Istio or ASM, such as `1.14.0`, `1.14` or `1.14.1-asm.3+config1`.
package struct IstioVersion: Sendable, Hashable, CustomStringConvertible {
  /// The first number.
  package let major: Int
  /// The second number, which picks the form of manifests.
  package let minor: Int
  /// The third number, where it is given.
  package let patch: Int?
  /// The version as it was written.
  package let text: String

  package var description: String { text }

  /// Reads `MAJOR.MINOR`, maybe `.PATCH`, maybe a suffix that starts with `-` or `+`.
  package init?(_ text: String) {
    let core = text.prefix { $0 != "-" && $0 != "+" }
    let suffix = text.utf8.dropFirst(core.utf8.count)
    guard suffix.count != 1, suffix.last != UInt8(ascii: "."),
      suffix.allSatisfy({ Self.isSuffixByte($0) })
    else { return nil }
    var numbers: [Int] = []
    for part in core.split(separator: ".", omittingEmptySubsequences: false) {
      guard let number = Self.number(part) else { return nil }
      numbers.append(number)
    }
    guard numbers.count == 2 || numbers.count == 3 else { return nil }
    major = numbers[0]
    minor = numbers[1]
    patch = numbers.count == 3 ? numbers[2] : nil
    self.text = text
  }

  /// Reads a version of ASM without dots, as asmcli writes it in revisions: `1140` is 1.14.0 and
  /// `173` is 1.7.3.
  ///
  /// ASM's minors are 6 to 29: after the leading 1, a digit from 6 on is the whole minor, 1 or 2 is
  /// the first digit of two.
  init?(digits: Substring) {
    guard digits.hasPrefix("1"), digits.utf8.allSatisfy(Self.isDigit) else { return nil }
    let digits = digits.dropFirst()
    let minorLength: Int
    switch digits.first {
    case "6", "7", "8", "9": minorLength = 1
    case "1", "2": minorLength = 2
    default: return nil
    }
    guard digits.count > minorLength else { return nil }
    self.init("1.\(digits.prefix(minorLength)).\(digits.dropFirst(minorLength))")
  }

  /// A number as versions have them: at most four digits, no leading zeros.
  static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 4, text.utf8.allSatisfy(isDigit),
      text == "0" || !text.hasPrefix("0")
    else { return nil }
    return Int(text)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isSuffixByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "+"):
      true
    default: isDigit(byte)
    }
  }
}
