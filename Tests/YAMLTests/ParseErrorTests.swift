import Testing
import YAML

/// What is refused, and where.
@Suite struct ParseErrorTests {
  private func error(_ bytes: [UInt8]) throws -> ParseError {
    try #require(#expect(throws: ParseError.self) { try Document.parseAll(bytes) })
  }

  private func error(_ text: String) throws -> ParseError { try error(Array(text.utf8)) }

  @Test(arguments: [
    ("a: 1\nb: 2\na: 3\n", 10, 0), ("x: {a: 1, \"a\": 2}\n", 10, 4),
    ("ü:\n  'k': 1\n  k: 2\n", 15, 6),
    ("x: &k a\ny:\n  a: 1\n  *k : 2\n", 20, 13),
  ])
  func `a key that stands twice is refused`(text: String, offset: Int, first: Int) throws {
    let error = try error(text)
    guard case .duplicateKey(_, let other) = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(error.range.lowerBound == offset)
    #expect(other == first)
  }

  @Test func `a key that stands twice among many is refused`() throws {
    let lines = (0..<40).map { "key\($0): 1\n" } + ["key7: 2\n"]
    let error = try error(lines.joined())
    #expect(error.message == "the key \"key7\" stands twice in this mapping")
  }

  @Test func `the same key in two mappings, and composed and decomposed letters, are fine`() throws
  {
    let texts = ["a: {k: 1}\nb: {k: 1}\n", "\u{E9}: 1\ne\u{301}: 2\n", "[a: 1, a: 2]\n"]
    for text in texts { _ = try Document.parseAll(Array(text.utf8)) }
  }

  @Test(arguments: ["[", "{a: ", "- "])
  func `nesting over 512 levels is refused at once`(opening: String) throws {
    let error = try error(String(repeating: opening, count: 10_000))
    #expect(error.problem == .tooDeep)
    #expect(error.range.lowerBound == 512 * opening.utf8.count)
  }

  @Test func `512 levels are read`() throws {
    let text = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    let document = try #require(try Document.parseSingle(Array(text.utf8)))
    _ = try document.root.value().json()
  }

  @Test func `a chain of aliases is as deep as what it stands for`() throws {
    var text = "a0: &a0 [x]\n"
    for level in 1..<20 {
      let open = String(repeating: "[", count: 100)
      let close = String(repeating: "]", count: 100)
      text += "a\(level): &a\(level) \(open)*a\(level - 1)\(close)\n"
    }
    #expect(try error(text).problem == .tooDeep)
  }

  @Test func `an alias bomb is refused without following it`() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<10 {
      let aliases = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(try error(text).problem == .aliasBomb)
  }

  @Test(arguments: [
    ("a: *x\n", "x", 3..<5), ("a: &x 1\n---\nb: *x\n", "x", 15..<17),
  ])
  func `an alias without an anchor before it is refused`(
    text: String, name: String, range: Range<Int>
  ) throws {
    let error = try error(text)
    #expect(error == ParseError(.undefinedAlias(name), at: range))
  }

  @Test(arguments: [
    ("a: &x [*x]\n", 7..<9), ("&x a: {b: &y [&x 1]}\n", nil), ("&x\na: &y\n- *x\n", 11..<13),
    ("a: &x 1\nb: &x [*x]\n", 15..<17),
  ])
  func `an alias inside what its anchor names is told as that`(
    text: String, range: Range<Int>?
  ) throws {
    guard let range else {
      #expect(try Document.parseAll(Array(text.utf8)).count == 1)
      return
    }
    let error = try error(text)
    #expect(error == ParseError(.selfAlias("x"), at: range))
    #expect(
      error.message == "the alias *x stands inside what &x names, so that this would hold itself")
  }

  @Test func `two scalars that are not what their tags say equal if they are written alike`() throws
  {
    func equal(_ one: String, _ other: String) throws -> Bool {
      let roots = try [one, other].map {
        try #require(try Document.parseSingle(Array($0.utf8))).root
      }
      return roots[0].isEqual(to: roots[1])
    }
    #expect(try equal("[!!int x, 1]", "[ !!int x, 1 ]") && equal("!!int x # c", "!!int 'x'"))
    for other in ["x", "!!int y", "!!bool x", "!!str x", "!!int 1", "null"] {
      #expect(try !equal("!!int x", other) && !equal(other, "!!int x"), "\(other)")
    }
  }

  @Test func `NUL and other control characters are refused`() throws {
    #expect(try error("a: b\u{0}c\n") == ParseError(.controlCharacter(0), at: 4..<5))
    for (text, offset) in [("a: \u{0}b\n", 3), ("\u{0}ab\n", 0), ("a\u{0}bc\n", 1), ("a\u{0}", 1)] {
      let error = try error(text)
      #expect(error == ParseError(.controlCharacter(0), at: offset..<offset + 1))
      #expect(error.hint == nil)
    }
    #expect(try error("a: ü\u{1B}[0m\n") == ParseError(.controlCharacter(0x1B), at: 5..<6))
  }

  @Test func `characters that YAML forbids are refused where they stand`() throws {
    for text in ["a: ü\u{7F}\n", "x\n---\na\u{80}\n", "a: \u{FFFE}\n"] {
      let error = try error(text)
      let forbidden = try #require(
        text.unicodeScalars.first { [0x7F, 0x80, 0xFFFE].contains($0.value) })
      let offset = text.utf8.distance(
        from: text.startIndex, to: try #require(text.unicodeScalars.firstIndex(of: forbidden)))
      #expect(error.range.lowerBound == offset, "\(error)")
    }
  }

  @Test func `UTF-16 and UTF-32 are refused, with and without a mark`() throws {
    for bytes in [
      [0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61], [0x61, 0, 0x3A, 0], [0, 0x61, 0, 0x3A],
      [0, 0, 0xFE, 0xFF], [0xFF, 0xFE, 0, 0], [0x61, 0, 0, 0], [0, 0, 0, 0x61],
    ]
      as [[UInt8]]
    {
      let error = try error(bytes)
      #expect(error.problem == .wideEncoding)
      #expect(error.hint != nil)
    }
  }

  @Test(
    arguments: [
      ([0x61, 0xFF], 1), ([0xC3, 0xBC, 0xC0, 0x80], 2), ([0x61, 0xE2, 0x82], 1),
      ([0xED, 0xA0, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0x80], 0),
    ] as [([UInt8], Int)])
  func `bytes that are not UTF-8 are refused`(bytes: [UInt8], offset: Int) throws {
    let error = try error(bytes)
    #expect(error.problem == .invalidUTF8)
    #expect(error.range.lowerBound == offset)
  }

  @Test(arguments: [
    ("a: \"b\n", 6), ("ü: 1\nb: 'c\nd: 1\n", 17), ("a: [1, 2\n", 9), ("a: b: c\n", 4),
    ("a:\n  b: 1\n c: 2\n", 11), ("a: @x\n", 3), ("... x\n", 0), ("\tb: 1\n", 0),
    ("x: 1\n---\na: %b\n", 12),
  ])
  func `text that is not YAML is refused where it goes wrong`(text: String, offset: Int) throws {
    let error = try error(text)
    guard case .syntax(let words, _) = error.problem else {
      Issue.record("\(error)")
      return
    }
    #expect(!words.isEmpty)
    #expect(error.range == offset..<offset, "\(error)")
    #expect(error.message.hasPrefix("not valid YAML: "))
  }

  @Test func `data that JSON cannot say is refused when it is asked for`() throws {
    for (text, problem, range) in [
      ("? [a]\n: 1\n", .collectionKey, 2..<5), ("<<: 1\n", .badMerge, 4..<5),
      ("<<: [{a: 1}, 2]\n", .badMerge, 13..<14),
    ] as [(String, ParseError.Problem, Range<Int>)] {
      let document = try #require(try Document.parseSingle(Array(text.utf8)))
      let error = #expect(throws: ParseError.self) { try document.root.value() }
      #expect(error == ParseError(problem, at: range))
    }
  }
}
