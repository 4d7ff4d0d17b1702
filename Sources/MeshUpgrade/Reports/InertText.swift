/// Text for commit messages and pull requests, which hosts of Git show as Markdown or with links.
enum InertText {
  /// A line in which no data is a mention, a reference to an issue, a link or markup.
  ///
  /// Control characters are made visible; where something else in it might come alive, the whole
  /// line is a code span (CommonMark 0.31, 6.1), which no host looks into.
  static func line(_ text: String) -> String {
    let visible = StyledText.visible(text)
    return isInert(visible) ? visible : codeSpan(visible)
  }

  /// The text between runs of backticks that are longer than any in it.
  private static func codeSpan(_ text: String) -> String {
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let pad = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return fence + pad + text + pad + fence
  }

  /// Whether a text has none of what mentions (`@name`), refers (`#1`, `GH-1`), links or marks up.
  private static func isInert(_ text: String) -> Bool {
    guard mayBeAlive(text) else { return true }
    return !text.utf8.contains { "@#<`".utf8.contains($0) }
      && !["](", "://", "GH-", "gh-", "www.", "**", "__", "~~"].contains { text.contains($0) }
  }

  /// Whether the bytes of a text may hold what ``isInert(_:)`` looks for by characters; most texts
  /// do not, and are told by this alone.
  private static func mayBeAlive(_ text: String) -> Bool {
    var (first, second) = (UInt8(0), UInt8(0))
    for byte in text.utf8 {
      switch (first, second, byte) {
      case (_, _, UInt8(ascii: "@")), (_, _, UInt8(ascii: "#")), (_, _, UInt8(ascii: "<")),
        (_, _, UInt8(ascii: "`")), (_, UInt8(ascii: "]"), UInt8(ascii: "(")),
        (_, UInt8(ascii: "*"), UInt8(ascii: "*")), (_, UInt8(ascii: "_"), UInt8(ascii: "_")),
        (_, UInt8(ascii: "~"), UInt8(ascii: "~")),
        (UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "/")),
        (UInt8(ascii: "G"), UInt8(ascii: "H"), UInt8(ascii: "-")),
        (UInt8(ascii: "g"), UInt8(ascii: "h"), UInt8(ascii: "-")),
        (UInt8(ascii: "w"), UInt8(ascii: "w"), UInt8(ascii: ".")):
        return true
      default: (first, second) = (second, byte)
      }
    }
    return false
  }
}
