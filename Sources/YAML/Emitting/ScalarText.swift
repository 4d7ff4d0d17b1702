/// How text is written as a scalar: plain where every reader agrees that it is text, else quoted.
package enum ScalarText {
  /// The text as a plain scalar if that is safe, else in double quotes.
  package static func canonical(_ text: String, inFlow: Bool = false) -> String {
    isSafePlain(text, inFlow: inFlow) ? text : doubleQuoted(text)
  }

  /// Whether YAML 1.1 and YAML 1.2 readers alike read the bare text as this very string.
  package static func isSafePlain(_ text: String, inFlow: Bool) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last else { return false }
    guard first != 0x20, last != 0x20, last != UInt8(ascii: ":") else { return false }
    guard !bytes.starts(with: "...".utf8) else { return false }
    guard !#"-?:,[]{}#&*!|>'"%@`=<"#.utf8.contains(first) || isSafeDash(bytes) else { return false }
    var previous: UInt8 = 0
    for byte in bytes {
      // Letters beyond ASCII are written as they are; controls and odd spaces are not plain.
      guard byte >= 0x20, byte != 0x7F else { return false }
      if byte == UInt8(ascii: "#"), previous == 0x20 { return false }
      if previous == UInt8(ascii: ":"), byte == 0x20 { return false }
      if inFlow, ",[]{}".utf8.contains(byte) { return false }
      if inFlow, previous == UInt8(ascii: ":"), "\"'".utf8.contains(byte) { return false }
      previous = byte
    }
    guard !text.unicodeScalars.contains(where: isUnprintable) else { return false }
    return !looksTyped(text)
  }

  /// `-name` and `--flag` are plain text; `-`, `- x` and `---` are not.
  private static func isSafeDash(_ bytes: [UInt8]) -> Bool {
    guard bytes[0] == UInt8(ascii: "-"), bytes.count > 1, !bytes.starts(with: "---".utf8) else {
      return false
    }
    return bytes[1] != 0x20 && !",[]{}".utf8.contains(bytes[1])
  }

  /// What stands in double quotes only: C1 controls, line and paragraph separators, U+FEFF and
  /// what libyaml refuses.
  static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x80..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  /// Whether some YAML version would read the plain text as something other than a string.
  static func looksTyped(_ text: String) -> Bool {
    if case .string = ScalarResolution.plain(text) {} else { return true }
    if text == "=" || text == "<<" { return true }
    let bytes = Array(text.utf8)
    guard let first = bytes.first,
      Number.isDigit(first) || "+-.".utf8.contains(first)
    else { return false }
    // Whatever starts like a number and holds only what numbers, times and dates are made of:
    // 12:30, 1_000, 0x10, 0o7, 1e3, 2001-12-14, .5, +1, and the hexadecimal of long ids.
    let numeric = "0123456789abcdefABCDEFxXoO_+-.:TtZz ".utf8
    if first == UInt8(ascii: "-") || first == UInt8(ascii: "."), bytes.count > 1,
      !Number.isDigit(bytes[1]), bytes[1] != UInt8(ascii: ".")
    {
      return false
    }
    guard bytes.allSatisfy({ numeric.contains($0) }) else { return false }
    return !isVersion(bytes)
  }

  /// `1.14.0` and `10.0.0.1` are text for every reader, as are `1-14-0` style names.
  private static func isVersion(_ bytes: [UInt8]) -> Bool {
    let dots = bytes.count(where: { $0 == UInt8(ascii: ".") })
    let dashes = bytes.count(where: { $0 == UInt8(ascii: "-") })
    guard bytes.allSatisfy({ Number.isDigit($0) || ".-".utf8.contains($0) }) else { return false }
    if dashes == 0 { return dots >= 2 }
    // 2001-12-14 is a date; 1-14-0 is not, as a year has four digits.
    return Number.isDigit(bytes[0]) && bytes.prefix(while: Number.isDigit).count != 4
  }

  /// The text in double quotes, escaped as YAML 1.2 and JSON both read it.
  package static func doubleQuoted(_ text: String, forJSON: Bool = false) -> String {
    // What most texts are: nothing to escape.
    let isPlain = text.utf8.allSatisfy { byte in
      byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
    if isPlain { return "\"" + text + "\"" }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F || isUnprintable(scalar) {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// The text in single quotes; nil when it holds what single quotes cannot say on one line.
  package static func singleQuoted(_ text: String) -> String? {
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || isUnprintable($0) }) else {
      return nil
    }
    var result = "'"
    for character in text.unicodeScalars {
      if character == "'" { result += "'" }
      result.unicodeScalars.append(character)
    }
    return result + "'"
  }
}
