extension StyledText {
  /// The text with no line of more than `width` characters; what is longer ends with `…`.
  ///
  /// A width of 0 means that there is no limit.
  package func cut(to width: Int) -> StyledText {
    guard width > 0 else { return self }
    var result = StyledText()
    var line: [Part] = []
    for part in parts {
      if part.text == "\n" {
        result.addLine(line, width: width)
        result.endLine()
        line = []
      } else {
        line.append(part)
      }
    }
    result.addLine(line, width: width)
    return result
  }

  private mutating func addLine(_ line: [Part], width: Int) {
    let length = line.reduce(0) { $0 + Self.columns(of: $1.text) }
    guard length > width else {
      for part in line { append(part) }
      return
    }
    var left = width - 1
    for part in line where left > 0 {
      let text = Self.prefix(of: part.text, columns: left)
      append(Part(text: text, style: part.style))
      left = text.count < part.text.count ? 0 : left - Self.columns(of: text)
    }
    append(Part(text: "…", style: .dim))
  }

  private static func columns(of text: String) -> Int {
    text.reduce(0) { $0 + columns(of: $1) }
  }

  private static func prefix(of text: String, columns limit: Int) -> String {
    var left = limit
    return String(
      text.prefix { character in
        left -= columns(of: character)
        return left >= 0
      })
  }

  /// How many cells a terminal gives a character: two for East Asian wide ones and pictures.
  private static func columns(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first, scalar.value >= 0x1100 else { return 1 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
