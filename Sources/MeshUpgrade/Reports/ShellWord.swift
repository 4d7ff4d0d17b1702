/// Words of the commands that messages suggest, so that data stays data when they are pasted.
package enum ShellWord {
  /// A text as one word of a POSIX shell: as it is where nothing in it means anything to a shell,
  /// else in single quotes.
  ///
  /// Control characters, which a terminal must not get, are written as octal numbers for `printf`.
  package static func quoted(_ text: String) -> String {
    if !text.isEmpty, text.utf8.allSatisfy(isPlain) { return text }
    guard StyledText.visible(text) == text, !text.contains("\t") else { return printed(text) }
    return "'" + text.replacing("'", with: "'\\''") + "'"
  }

  /// A branch, file or other name as an argument that is no option, whatever it begins with.
  package static func path(_ text: String) -> String {
    quoted(text.hasPrefix("-") ? "./" + text : text)
  }

  /// Words as one command line.
  package static func line(_ words: [String]) -> String {
    words.map(quoted).joined(separator: " ")
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "@%+=:,./_-".utf8.contains(byte)
    }
  }

  private static func printed(_ text: String) -> String {
    var format = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "%"): format += "%%"
      case 0x20..<0x7F where byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "'"):
        format.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 8)
        format += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return "\"$(printf '\(format)')\""
  }
}
