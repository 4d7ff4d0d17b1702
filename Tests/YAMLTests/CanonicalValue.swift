import TestSupport
import YAML

/// Random data of every kind that canonical text has to hold, infinities aside: JSON has none.
enum CanonicalValue {
  static func any(_ random: inout SeededRandom, depth: Int) -> Value {
    guard depth > 0, random.chance(depth > 10 ? 99 : 60) else { return scalar(&random) }
    // Deep data is narrow, or it would never end.
    let count = depth > 10 ? 1 : random.below(5)
    if random.chance(50) {
      return .sequence((0..<count).map { _ in any(&random, depth: depth - 1) })
    }
    var mapping = Mapping()
    for _ in 0..<count { mapping[text(&random)] = any(&random, depth: depth - 1) }
    return .mapping(mapping)
  }

  private static func scalar(_ random: inout SeededRandom) -> Value {
    switch random.below(10) {
    case 0: .null
    case 1: .bool(random.chance(50))
    case 2, 3, 4: Number(number(&random)).map { .number($0) } ?? .null
    default: .string(text(&random))
    }
  }

  private static func number(_ random: inout SeededRandom) -> String {
    let sign = random.pick(["", "", "-", "+"])
    let digits = digits(&random)
    switch random.below(6) {
    case 0: return sign + digits
    case 1: return sign + digits + "." + self.digits(&random)
    case 2: return sign + digits + random.pick(["e", "E"]) + String(random.below(40) - 20)
    case 3: return sign + digits + ".5e+" + String(random.below(30))
    case 4: return sign + "0x" + String(random.next() >> UInt64(1 + random.below(60)), radix: 16)
    default: return sign + "0" + String(random.below(4096), radix: 8)
    }
  }

  private static func digits(_ random: inout SeededRandom) -> String {
    let count = random.chance(10) ? 60 : 1 + random.below(10)
    return (0..<count).map { _ in String(random.below(10)) }.joined()
  }

  private static func text(_ random: inout SeededRandom) -> String {
    switch random.below(6) {
    case 0: random.pick(EmitterTests.texts)
    case 1: RandomPlainText.text(&random)
    case 2: (0..<(1 + random.below(5))).map { _ in line(&random) }.joined(separator: "\n")
    case 3: (0..<random.below(4)).map { _ in line(&random) + "\n" }.joined()
    case 4: String(repeating: line(&random), count: random.below(60))
    default: line(&random)
    }
  }

  private static func line(_ random: inout SeededRandom) -> String {
    random.pick([
      "", "web", "two words", "  indented", "trailing  ", "\ttab", "a\tb", "# no comment", "- x",
      "key: value", "---", "...", "日本語 text", "😀", "e\u{301}\u{1F9D1}\u{200D}\u{1F680}", "1130",
      "|", "a #b", "\u{10FFFD}", "{{ .Values }}", "\"quoted\" 'twice'", "back\\slash", "%",
      "\u{A0}",
    ])
  }
}
