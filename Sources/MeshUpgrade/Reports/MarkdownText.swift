/// Data as Markdown that shows it as it is: no markup, no mention, no reference, no link.
///
/// What GitHub and GitLab make of `@name`, `#12`, `!12` and `:word:` happens after Markdown, so that a
/// backslash does not keep it away; a space of no width does. In code neither is needed.
enum MarkdownText {
  /// A sentence that may hold data, on one line.
  static func prose(_ text: String) -> String {
    let scalars = Array(oneLine(text).unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "#", "!", "(", ")", "{", "}", "^":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case "-", "+", "=": result += index == 0 ? "\\\(scalar)" : "\(scalar)"
      case ".":
        // `1. ` would begin a list.
        let isNumber =
          index > 0 && (next == nil || next == " ")
          && scalars[..<index].allSatisfy { $0.properties.isASCIIDigit }
        result += isNumber ? "\\\(scalar)" : "\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
      if refers(scalar, before: next, at: index, in: scalars) { result += "&#8203;" }
    }
    return result
  }

  /// Data as code inside a line, also inside a table.
  static func code(_ text: String) -> String {
    let shown = oneLine(text)
    // In a table a bar ends the cell even inside code, and a backslash before it is taken away.
    let body = shown.replacing("|", with: "\\|")
    let fence = String(repeating: "`", count: longestRun(of: "`", in: body) + 1)
    let isPadded =
      body.isEmpty || body.first == "`" || body.last == "`"
      || (body.first == " " && body.last == " ")
    return isPadded ? "\(fence) \(body) \(fence)" : fence + body + fence
  }

  /// Data as a block of code, every line after the indent.
  static func block(_ lines: [String], language: String, indent: String = "") -> String {
    let shown = lines.map { StyledText.visible($0) }
    let longest = shown.map { longestRun(of: "`", in: $0) }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return ([fence + language] + shown + [fence]).map { "\(indent)\($0)\n" }.joined()
  }

  private static func oneLine(_ text: String) -> String {
    StyledText.visible(
      text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)
        .joined(separator: " "))
  }

  /// Whether a character would make what follows a mention, a reference, an emoji or a link.
  private static func refers(
    _ scalar: Unicode.Scalar, before next: Unicode.Scalar?, at index: Int,
    in scalars: [Unicode.Scalar]
  ) -> Bool {
    guard let next else { return false }
    switch scalar {
    case "@", "#", "!", "$", "%", "&", "~", "^":
      return next.properties.isAlphabetic || next.properties.numericType != nil || next == "\""
    case ":": return next == "/" || next.properties.isAlphabetic || next.properties.isASCIIDigit
    case ".":
      return index >= 3 && scalars[(index - 3)..<index].allSatisfy { $0 == "w" || $0 == "W" }
    case "-":
      // GH-12 is an issue, as #12 is.
      return index >= 2 && next.properties.isASCIIDigit
        && scalars[(index - 2)..<index].map(\.properties.uppercaseMapping) == ["G", "H"]
    default: return false
    }
  }

  private static func longestRun(of mark: Unicode.Scalar, in text: String) -> Int {
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars {
      run = scalar == mark ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}

extension Unicode.Scalar.Properties {
  fileprivate var isASCIIDigit: Bool { numericType == .decimal }
}
