/// Text as one word of a POSIX shell.
package enum ShellWord {
  /// The text as it is where every shell reads it as itself, else between single quotes.
  package static func quoted(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.utf8.allSatisfy(isPlainByte) && text.first != "~"
    return isPlain ? text : "'\(text.replacing("'", with: #"'\''"#))'"
  }

  /// Words as one command line.
  package static func line(_ words: [String]) -> String {
    words.map(quoted).joined(separator: " ")
  }

  private static func isPlainByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-_./:,@%+=".utf8.contains(byte)
    }
  }
}
