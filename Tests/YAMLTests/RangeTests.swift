import Testing
import YAML

/// Byte ranges: every edit stands on them.
@Suite struct RangeTests {
  static let scalars = [
    MarkedText("a plain value", "a: ‹b› # c\n", at: "a"),
    MarkedText("a plain value with trailing blanks", "a: ‹b c›  \n", at: "a"),
    MarkedText("a value in double quotes", "a: ‹\"b\\n\"›\n", at: "a"),
    MarkedText("a value in single quotes", "a: ‹'it''s'› # c\n", at: "a"),
    MarkedText("a plain value over lines", "a: ‹b\n  c\n\n  d›\n# e\n", at: "a"),
    MarkedText("a quoted value over lines", "a: ‹\"b\n  c\"›\n", at: "a"),
    MarkedText("a value below its key", "a:\n  ‹b›\n", at: "a"),
    MarkedText("no value", "a:‹›\nb: 1\n", at: "a"),
    MarkedText("no value and a comment", "a:‹› # c\nb: 1\n", at: "a"),
    MarkedText("no value at the end", "a:‹›", at: "a"),
    MarkedText("no value in a list", "-‹›\n- b\n", at: 0),
    MarkedText("an anchor and a tag", "a: ‹&x !!str b› # c\n", at: "a"),
    MarkedText("an anchor alone", "a: ‹&x›\nb: 1\n", at: "a"),
    MarkedText("an alias", "a: &x 1\nb: ‹*x› # c\n", at: "b"),
    MarkedText("after emoji", "😀: {ü: 日本, z: ‹😀x›}\n", at: "😀", "z"),
    MarkedText("after NEL and LS", "a: \"x\u{85}y\u{2028}z\"\nb: ‹c›\n", at: "b"),
    MarkedText("after a byte-order mark", "\u{FEFF}a: ü\nb: ‹c›\n", at: "b"),
    MarkedText("CRLF", "a: ü\r\nb:\r\n  ‹c›\r\n", at: "b"),
    MarkedText("CR only", "a: ü\rb: ‹c›\r# d\r", at: "b"),
    MarkedText("a second document's", "‹a›\n"),
  ]

  static let blockScalars = [
    MarkedText("|", "a: ‹|\n  x\n  y›\n\n# c\nb: 1\n", at: "a"),
    MarkedText("| with a comment", "a: ‹| # c\n  x›\nb: 1\n", at: "a"),
    MarkedText("| at the end", "a: ‹|\n  x›", at: "a"),
    MarkedText("| with nothing", "a: ‹|›\nb: 1\n", at: "a"),
    MarkedText("|+", "a: ‹|+\n  x\n\n›b: 1\n", at: "a"),
    MarkedText("|+ before a comment", "a: ‹|+\n  x\n\n›# c\nb: 1\n", at: "a"),
    MarkedText("|2+", "a: ‹|2+\n   x\n›b: 1\n", at: "a"),
    MarkedText("|+ below a tag with its signs", "a: ‹!<x> |+\n  x\n\n›b: 1\n", at: "a"),
    MarkedText(">-", "a: ‹>-\n  x\n  y›\n\n\nb: 1\n", at: "a"),
    MarkedText("> with CRLF", "a: ‹>\r\n  x›\r\n\r\nb: 1\r\n", at: "a"),
    MarkedText("| in a list", "- ‹|\n  x›\n- b\n", at: 0),
    MarkedText("| with an anchor", "a: ‹&x |\n  x›\nb: 1\n", at: "a"),
    MarkedText("| with non-BMP text", "a: ‹|\n  😀›\nb: 1\n", at: "a"),
  ]

  static let collections = [
    MarkedText("a block mapping", "a:\n  ‹b: 1\n  c: 2› # d\n\n# e\nf: 1\n", at: "a"),
    MarkedText("a block mapping at the end", "a:\n  ‹b: 1›\n  # c\n\n", at: "a"),
    MarkedText("a block mapping that ends empty", "a:\n  ‹b: 1\n  c:› # d\ne: 1\n", at: "a"),
    MarkedText("a block mapping that ends in |+", "a:\n  ‹b: |+\n    x\n\n›c: 1\n", at: "a"),
    MarkedText("an anchored block mapping", "a: ‹&x # c\n  b: 1›\n# d\n", at: "a"),
    MarkedText("a tagged block mapping", "a: ‹!x\n  b: 1›\n", at: "a"),
    MarkedText("a root", "# c\n‹a: 1\nb:\n- c›\n# d\n"),
    MarkedText("an indented list", "a:\n  ‹- b\n  - c›\n# d\ne: 1\n", at: "a"),
    MarkedText("an indentless list", "a:\n‹- b\n- c› # d\n# e\nf: 1\n", at: "a"),
    MarkedText("a list that ends empty", "a:\n‹- b\n-›\n# e\nf: 1\n", at: "a"),
    MarkedText("a compact mapping", "- ‹a: b\n  c: d›\n# e\n- f\n", at: 0),
    MarkedText("a compact list", "- ‹- a\n  - b›\n- c\n", at: 0),
    MarkedText("an explicit key's value", "? a\n: ‹b›\n", at: "a"),
    MarkedText("an explicit key's list", "? a\n: ‹- b\n  - c›\nd: 1\n", at: "a"),
    MarkedText("a flow mapping", "a: ‹{b: 1, c: [2] }› # d\n", at: "a"),
    MarkedText("a flow mapping over lines", "a: ‹{ # b\n  c: 1,\n}› # d\n", at: "a"),
    MarkedText("an empty flow list", "a: ‹[]›\n", at: "a"),
    MarkedText("a list in a flow mapping", "{a: ‹[1, 2]›, b: 1}\n", at: "a"),
    MarkedText("a bare key's value", "{a‹›, b: 1}\n", at: "a"),
    MarkedText("an empty flow value", "{a: ‹›, b: 1}\n", at: "a"),
    MarkedText("a pair in a list", "[‹a: b›, c]\n", at: 0),
    MarkedText("an anchored flow mapping", "a: ‹&x {b: 1}›\n", at: "a"),
  ]

  @Test(arguments: scalars + blockScalars + collections)
  func `a node's range is exactly its text`(marked: MarkedText) throws {
    let document = try #require(try Document.parseSingle(marked.text))
    let node = try #require(document.root.written(at: marked.path))
    #expect(
      node.range == marked.range,
      "got \(String(decoding: marked.text[node.range], as: UTF8.self).debugDescription)")
  }

  @Test func `every node of a text has its kind, style and range`() throws {
    let text = "a: &x [1, 'b']\nb: |\n  t\nc: *x\nd: {e: \"f\"}\n"
    let document = try #require(try Document.parseSingle(Array(text.utf8)))
    var lines: [String] = []
    func dump(_ node: Node, depth: Int) {
      let name = "\(node.kind) \(node.style)"
      let pad = String(repeating: " ", count: depth)
      lines.append("\(pad)\(name) \(node.range.lowerBound)-\(node.range.upperBound)")
      for child in node.children { dump(child, depth: depth + 1) }
    }
    dump(document.root, depth: 0)
    #expect(
      lines == [
        "mapping block 0-41", " scalar plain 0-1", " sequence flow 3-14", "  scalar plain 7-8",
        "  scalar singleQuoted 10-13", " scalar plain 15-16", " scalar literal 18-23",
        " scalar plain 24-25", " alias plain 27-29", " scalar plain 30-31", " mapping flow 33-41",
        "  scalar plain 34-35", "  scalar doubleQuoted 37-40",
      ])
  }

  @Test(arguments: [
    ("a: 1\nb: 2\n", 5, 2, 1), ("a: ü\r\nb: 😀x\r\n", 14, 2, 5), ("a\rb", 2, 2, 1),
    ("\u{FEFF}a", 3, 1, 1), ("", 0, 1, 1), ("a\n", 2, 2, 1), ("a", 99, 1, 2),
  ])
  func `an offset is shown as line and column`(
    text: String, offset: Int, line: Int, column: Int
  ) {
    let position = SourceText.position(of: offset, in: Array(text.utf8))
    #expect(position == (line, column))
  }
}
