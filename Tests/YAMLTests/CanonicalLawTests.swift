import Foundation
import TestSupport
import Testing
import YAML

/// What holds for the canonical text of any data.
@Suite struct CanonicalLawTests {
  @Test(arguments: 0..<8)
  func `emitting and parsing is the identity, and PyYAML and libyaml read the same`(
    block: Int
  ) throws {
    let seed = SeededRandom.seed(1_121) &+ UInt64(block)
    var random = SeededRandom(seed: seed)
    var pairs: [Value] = []
    for number in 0..<150 {
      let value = CanonicalValue.any(&random, depth: number % 10 == 0 ? 60 : 4)
      let text = CanonicalEmitter.emit(value)
      #expect(text.hasSuffix("\n") && !text.contains("\r"), "seed \(seed), value \(number)")
      let back = try #require(try Document.parseAll(Array(text.utf8)).first).root.value()
      #expect(back == value, "seed \(seed), value \(number): \(text.debugDescription)")
      #expect(CanonicalEmitter.emit(back) == text, "seed \(seed), value \(number)")
      pairs.append([.string(text), .string(value.json(isPretty: false))])
    }
    guard Python.hasYAML else {
      print("skipped: python3 with yaml is not installed")
      return
    }
    let folder = try Python.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("pairs.json")
    try Data(Value.sequence(pairs).jsonBytes(isPretty: false)).write(to: file)
    let result = try Python.run(Self.script, arguments: [file.path])
    #expect(result.status == 0 && result.output == "150 pairs\n", "seed \(seed): \(result.errors)")
    for line in result.output.split(separator: "\n").dropLast() {
      Issue.record("seed \(seed), \(line)")
    }
    print("canonical texts with seed \(seed): \(result.output)", terminator: "")
  }

  @Test(arguments: [
    ("1e3", "1.0e+3"), ("0x10", "16"), ("0644", "420"), ("0o644", "420"), ("1_000", "1000"),
    ("+12", "12"), ("-12", "-12"), ("1.50", "1.50"), (".5", "5.0e-1"), ("1.5e3", "1.5e+3"),
    ("1.5e-3", "1.5e-3"), ("1.", "1.0"), ("+.INF", ".inf"), ("-.Inf", "-.inf"), (".NaN", ".nan"),
    ("0.0", "0.0"), ("-0.0", "-0.0"), ("-0", "0"), ("0e5", "0.0"), ("08", "8.0"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
    ("0.12345678901234567890123", "0.12345678901234567890123"),
  ])
  func `numbers are written so that every reader sees the same`(
    spelling: String, canonical: String
  ) throws {
    let number = try #require(Number(spelling))
    #expect(CanonicalEmitter.emit(.number(number)) == canonical + "\n")
    #expect(Number(canonical) == number || number.portable == ".nan")
    #expect(CanonicalEmitter.emit(.number(number), keepsNumbers: true) == spelling + "\n")
  }

  @Test func `text with line breaks is literal wherever that says it all`() {
    let value: Value = [
      "one": "a\n", "item": ["a\nb\n", ["m": "\u{A0}\tx\n  y \n"]], "blank": " a\nb\n",
      "breaks": "a\n\n", "only": "\n", "tab": "\ta\nb", "control": "a\n\u{7}",
    ]
    #expect(
      CanonicalEmitter.emit(value) == """
        one: |
          a
        item:
        - |
          a
          b
        - m: |
            \u{A0}\tx
              y\(" ")
        blank: " a\\nb\\n"
        breaks: "a\\n\\n"
        only: "\\n"
        tab: "\\ta\\nb"
        control: "a\\n\\u0007"

        """)
    #expect(CanonicalEmitter.emit("a\nb") == "|-\n  a\n  b\n")
  }

  /// Reads pairs of canonical text and JSON: both of PyYAML's parsers, its own resolver.
  private static let script = #"""
    import json, sys, yaml

    def same(left, right):
        if type(left) is not type(right):
            return False
        if isinstance(left, dict):
            return list(left) == list(right) and all(same(left[k], right[k]) for k in left)
        if isinstance(left, list):
            return len(left) == len(right) and all(map(same, left, right))
        return left == right

    loaders = [yaml.SafeLoader, getattr(yaml, 'CSafeLoader', yaml.SafeLoader)]
    pairs = json.load(open(sys.argv[1], encoding='utf-8'))
    for number, (text, expected) in enumerate(pairs):
        for loader in loaders:
            try:
                if not same(yaml.load(text, loader), json.loads(expected)):
                    print('value %d: %s reads other data in %r' % (number, loader.__name__, text))
            except yaml.YAMLError as error:
                print('value %d: %s: %s' % (number, loader.__name__, ' '.join(str(error).split())))
    print('%d pairs' % len(pairs))
    """#
}
