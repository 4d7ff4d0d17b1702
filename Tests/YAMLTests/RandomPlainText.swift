import TestSupport

/// Random short texts, most of them nearly a number, a date, a word of YAML or a mark of its syntax.
enum RandomPlainText {
  /// Words that mean something, and some that nearly do.
  static let words =
    ["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan", "none", "e"]
    .flatMap { [$0, $0.uppercased(), capitalized($0), $0 + "x", "-" + $0, "+" + $0] } + [
      "~", "=", "<<", "1e3", "0x10", "12:30", "08:30", "1_000", "1130", "2001-12-14", "2001-1-2",
      "2001-12-14 21:59:43.10 -05:00", "2001-12-14t21:59:43Z", "190:20:30.15", "1.14.0", "10.0.0.1",
      "123abc", "1-2", "0o14", "0x_", "._5", "+_1", "...x", "---x", "?x", ":x", "=x", "<x", "::",
      "?",
    ]

  static func text(_ random: inout SeededRandom) -> String {
    switch random.below(8) {
    case 0, 1: characters("0123456789", "0123456789_.:+-eExob", &random)
    case 2: characters("0123456789+-.", "0157_.:eE+-xXoObBaAfF", &random)
    case 3: date(&random)
    case 4: mutated(random.pick(words), &random)
    case 5: characters("-?:,[]{}#&*!|>'\"%@`=<~. ax", "-?:,[]{}#&*!|>'\"%@`=<~. ax\\", &random)
    case 6: characters("ab. \t-", "ab:# \t\n\r-\u{1}\u{7F}\u{85}\u{A0}é\u{2028}\u{FEFF}😀", &random)
    default: characters("abcdefnotyNY", "abcdefgnoruslty.-/ ", &random)
    }
  }

  private static func characters(
    _ first: String, _ others: String, _ random: inout SeededRandom
  ) -> String {
    let others = Array(others.unicodeScalars)
    var text = String.UnicodeScalarView([random.pick(Array(first.unicodeScalars))])
    for _ in 0..<random.below(7) { text.append(random.pick(others)) }
    return String(text)
  }

  private static func date(_ random: inout SeededRandom) -> String {
    func digits(_ random: inout SeededRandom) -> String {
      String(random.below(random.chance(50) ? 10 : 60))
    }
    var text = "200\(random.below(10))-" + digits(&random) + "-" + digits(&random)
    guard random.chance(60) else { return text }
    text += random.pick(["T", "t", " ", "  ", "x"])
    text += digits(&random) + ":" + digits(&random) + ":" + digits(&random)
    text += random.pick(["", ".5", ".", "Z", " Z", "+05:30", "-5", " +1:00", ":1", "z"])
    return random.chance(20) ? mutated(text, &random) : text
  }

  private static func mutated(_ text: String, _ random: inout SeededRandom) -> String {
    var scalars = Array(text.unicodeScalars)
    let position = random.below(scalars.count)
    switch random.below(3) {
    case 0: scalars.remove(at: position)
    case 1: scalars.insert(random.pick(Array("0123_.:-+eE xa#".unicodeScalars)), at: position)
    default: scalars.swapAt(position, random.below(scalars.count))
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }
}
