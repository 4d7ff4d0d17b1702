/// How text is written as a scalar: plain where every reader agrees that it is text, else quoted.
package enum ScalarText {
  /// The text as a plain scalar if that is safe, else in double quotes.
  package static func canonical(_ text: String, inFlow: Bool = false) -> String {
    isSafePlain(text, inFlow: inFlow) ? text : doubleQuoted(text)
  }

  /// Whether YAML 1.1 and YAML 1.2 readers alike read the bare text as this very string.
  package static func isSafePlain(_ text: String, inFlow: Bool) -> Bool {
    isPlainSyntax(Array(text.utf8), inFlow: inFlow)
      && !text.unicodeScalars.contains(where: isUnprintable) && !PlainReadings.isTyped(text)
  }

  /// Whether the bytes can stand as a plain scalar on one line, whatever it means.
  private static func isPlainSyntax(_ bytes: [UInt8], inFlow: Bool) -> Bool {
    guard let last = bytes.last, mayBegin(bytes, inFlow: inFlow) else { return false }
    guard last != 0x20, last != UInt8(ascii: ":") else { return false }
    var previous: UInt8 = 0
    for byte in bytes {
      // Letters beyond ASCII are written as they are; PyYAML ends plain text at a tab.
      guard byte >= 0x20 else { return false }
      if byte == UInt8(ascii: "#"), previous == 0x20 { return false }
      if previous == UInt8(ascii: ":"), byte == 0x20 { return false }
      if inFlow, ",[]{}".utf8.contains(byte) { return false }
      if inFlow, previous == UInt8(ascii: ":"), "\"'".utf8.contains(byte) { return false }
      previous = byte
    }
    return true
  }

  /// Whether plain text may begin so: `-name`, `?x` and `:x` are text; `- x`, `---` and `...` are
  /// not, though the last two are marks at the start of a line only.
  private static func mayBegin(_ bytes: [UInt8], inFlow: Bool) -> Bool {
    guard let first = bytes.first, first != 0x20 else { return false }
    if bytes.starts(with: "---".utf8) || bytes.starts(with: "...".utf8) {
      guard bytes.count > 3, bytes[3] != 0x20 else { return false }
    }
    guard "-?:".utf8.contains(first) else {
      return !#",[]{}#&*!|>'"%@`"#.utf8.contains(first)
    }
    guard bytes.count > 1, bytes[1] != 0x20 else { return false }
    return !inFlow || first == UInt8(ascii: "-")
  }

  /// What stands in double quotes only: controls, line and paragraph separators, U+FEFF and what
  /// libyaml refuses.
  static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
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
        if scalar.value < 0x20 || isUnprintable(scalar) || (forJSON && turnsDirection(scalar)) {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// Whether a terminal that is shown the character turns the direction of what follows.
  private static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
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
