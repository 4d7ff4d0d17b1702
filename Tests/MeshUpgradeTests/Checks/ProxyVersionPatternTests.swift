import HistoryLaws
import Testing

@testable import MeshUpgrade

/// Regular expressions on the versions of proxies.
struct ProxyVersionPatternTests {
  @Test(arguments: [
    ("^1\\.13.*", "1.13.0", true), ("^1\\.13.*", "1.130.0", true), ("^1\\.13.*", "1.14.0", false),
    ("1\\.13\\..*", "1.13.4-asm.2", true), ("1\\.13\\..*", "1.130.4", false),
    ("^1\\.13\\.0$", "1.13.0", true), ("^1\\.13\\.0$", "1.13.01", false),
    ("\\A1[.]1[34]\\z", "1.14", true), ("\\A1[.]1[34]\\z", "1.15", false),
    ("1.13", "x1513", true), ("", "1.13.0", true), ("$", "1", true), ("^$", "1", false),
    ("^1\\.(13|14)\\.", "1.14.2", true), ("^1\\.(?:13|14)\\.", "1.15.2", false),
    ("^1\\.(?P<minor>1[0-3])\\.\\d+", "1.13.44", true), ("^(?<m>1)\\.", "1.1", true),
    ("asm\\.[^0-2]$", "1.14.1-asm.3", true), ("asm\\.[^0-2]$", "1.14.1-asm.1", false),
    ("^1\\.\\d{2}\\.", "1.9.1", false), ("^1\\.\\d{1,2}\\.", "1.9.1", true),
    ("^1\\.\\d{2,}\\.", "1.133.1", true), ("^1\\.1{0}3", "1.3", true), ("a{x}", "a{x}", true),
    ("^(a|b*)*?c+$", "abbaccc", true), ("[]a]", "]", true), ("[a\\-z]", "-", true),
    ("[a-]", "-", true), ("[\\d.]+$", "1.13.0", true), ("\\W", "1_3", false), ("\\s", "1 3", true),
    ("|x", "", true), (".", "\n", false), ("[^a]", "\n", true), ("\\_", "_", true),
  ])
  func `patterns match as in RE2`(pattern: String, text: String, matches: Bool) throws {
    #expect(try #require(ProxyVersionPattern(pattern)).matches(text) == matches)
  }

  @Test(arguments: [
    "(", ")", "a)", "(a", "[", "[a", "[z-a]", "[\\d-z]", "[[:digit:]]", "*", "a**", "+1", "a|*",
    "\\b1", "\\pN", "\\Q.\\E", "\\1", "\\", "(?i)a", "(?=a)", "(?P=a)", "é", "a{2,1}", "a{1001}",
    "(a{1000}){1000}", String(repeating: "(", count: 60) + String(repeating: ")", count: 60),
    String(repeating: "a", count: 1001),
  ])
  func `what is no pattern, or more than is known, is not read`(pattern: String) {
    #expect(ProxyVersionPattern(pattern) == nil)
  }

  @Test func `time does not explode`() throws {
    let pattern = try #require(ProxyVersionPattern("^((((a*)*)*)*|(a|a)*)*$"))
    let text = String(repeating: "a", count: 2000)
    #expect(pattern.matches(text))
    #expect(!pattern.matches(text + "b"))
  }

  @Test func `a second opinion agrees on random patterns`() throws {
    var random = SeededGenerator(seed: 18)
    let texts = ["", "1", ".", "1.13.0", "1.1", "3", "13.", "..", "31", "113", "1.3", "-1"]
    var matched = 0
    for _ in 0..<400 {
      let text = Self.pattern(3, &random)
      let pattern = try #require(ProxyVersionPattern(text), "\(text)")
      let second = try Regex(text).matchingSemantics(.unicodeScalar)
      for version in texts {
        let expected = version.firstMatch(of: second) != nil
        matched += expected ? 1 : 0
        #expect(pattern.matches(version) == expected, "\(text) on \(version)")
      }
    }
    #expect((500...4300).contains(matched))
  }

  /// A random pattern of literals, classes, groups, choices, anchors and repetition.
  private static func pattern(_ depth: Int, _ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 1...3, using: &random)).map { _ in
      let atoms = ["1", "3", "\\.", ".", "[13]", "[^1]", "\\d", "[0-2.]"]
      var atom = atoms.randomElement(using: &random) ?? "1"
      if depth > 0, Int.random(in: 0..<3, using: &random) == 0 {
        let ways = (0..<Int.random(in: 1...3, using: &random)).map { _ in
          pattern(depth - 1, &random)
        }
        atom = "(" + ways.joined(separator: "|") + ")"
      } else if Int.random(in: 0..<6, using: &random) == 0 {
        return Bool.random(using: &random) ? "^" : "$"
      }
      let counts = ["", "", "", "?", "*", "+", "{2}", "{1,2}", "*?"]
      return atom + (counts.randomElement(using: &random) ?? "")
    }.joined()
  }
}
