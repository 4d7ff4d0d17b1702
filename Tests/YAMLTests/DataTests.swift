import Testing
import YAML

/// What a text says as data: equality, merges, paths, JSON.
@Suite struct DataTests {
  private func value(_ text: String) throws -> Value {
    try #require(try Document.parseSingle(Array(text.utf8))).root.value()
  }

  @Test(arguments: [
    ("1.0", "1.00", true), ("1e3", "1000.0", true), ("1", "1.0", false), ("0x10", "16", true),
    ("010", "8", true), ("-0", "0", true), ("1_000", "1000", true), ("-0.0", "0.0", true),
    ("12345678901234567890123", "12345678901234567890124", false), ("1e1", "10", false),
    (".inf", "-.inf", false), (".inf", "+.INF", true), ("100", "1e2", false),
    ("0.10", "1e-1", true),
  ])
  func `numbers are equal when type and value are`(left: String, right: String, same: Bool) throws {
    let left = try value(left), right = try value(right)
    #expect((left == right) == same)
    if same { #expect(left.hashValue == right.hashValue) }
  }

  @Test func `the order of keys does not count, that of items does`() throws {
    let long = (0..<20).map { "k\($0): \($0)\n" }
    #expect(try value("a: 1\nb: 2\n") == value("b: 2\na: 1\n"))
    #expect(try value("a: 1\nb: 2\n").hashValue == value("b: 2\na: 1\n").hashValue)
    #expect(try value(long.joined()) == value(long.reversed().joined()))
    #expect(try value(long.joined()) != value(long.dropLast().joined() + "k19: 20\n"))
    #expect(try value("[1, 2]") != value("[2, 1]"))
  }

  @Test func `text is equal when its bytes are`() throws {
    #expect(try value("\u{E9}") != value("e\u{301}"))
    let both = try value("\u{E9}: 1\ne\u{301}: 2\n")
    #expect(both.mapping?.entries.count == 2)
    #expect(both["e\u{301}"] == 2)
  }

  @Test(arguments: [
    ("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n", #"{"b":1,"c":3}"#),
    ("a: &x {b: 1}\nd: {c: 3, <<: *x}\n", #"{"b":1,"c":3}"#),
    ("a: &x {b: 1}\nz: &y {b: 2, c: 2}\nd: {<<: [*x, *y]}\n", #"{"b":1,"c":2}"#),
    ("a: &x {b: 1}\nz: &y {<<: *x, c: 2}\nd: {<<: *y}\n", #"{"b":1,"c":2}"#),
    ("d: {<<: {b: 1}}\n", #"{"b":1}"#),
    ("d: {\"<<\": {b: 1}}\n", #"{"<<":{"b":1}}"#),
    ("d: {!!str <<: {b: 1}}\n", #"{"<<":{"b":1}}"#),
    ("d: {!!merge \"<<\": {b: 1}}\n", #"{"b":1}"#),
    ("a: &k <<\nd: {*k : {b: 1}}\n", #"{"<<":{"b":1}}"#),
  ])
  func `merge keys bring in what is not there`(text: String, json: String) throws {
    let data = try #require(try value(text)["d"])
    let expected = try value(json)
    #expect(data == expected)
    let node = try #require(try Document.parseSingle(Array(text.utf8)))
    for key in expected.mapping?.keys ?? [] {
      #expect(try node.root["d"]?[key]?.value() == expected[key], "by node too")
    }
  }

  @Test func `a quoted merge key merges nothing`() throws {
    let document = try #require(try Document.parseSingle(Array("\"<<\": {b: 1}\n".utf8)))
    #expect(document.root["b"] == nil)
  }

  @Test func `aliases stand for what they name`() throws {
    #expect(
      try value("a: &x [1]\nb: *x\n*x : 2\n".replacing("*x : 2\n", with: "")) == [
        "a": [1], "b": [1],
      ])
    #expect(try value("a: &k b\n*k : 2\n") == ["a": "b", "b": 2])
  }

  @Test func `block scalars read as YAML says`() throws {
    let text =
      "a: |\n  x\n   y\n\nb: |-\n  x\n\nc: |+\n  x\n\nd: >\n  x\n  y\n\n  z\ne: >-\n  x\n   y\n  z\n"
    #expect(
      try value(text) == [
        "a": "x\n y\n", "b": "x", "c": "x\n\n", "d": "x y\nz\n", "e": "x\n y\nz",
      ])
  }

  @Test func `a path leads to nodes and values, and is a JSON pointer`() throws {
    let text = "a:\n  b/c: [x, {~d: z}]\n"
    let document = try #require(try Document.parseSingle(Array(text.utf8)))
    let path: Path = ["a", "b/c", 1, "~d"]
    #expect(path.pointer == "/a/b~1c/1/~0d")
    #expect(document.root[path]?.text == "z")
    #expect(try document.root.value()[path] == "z")
    #expect(document.root[["a", "b/c", 2]] == nil)
    #expect(try document.root.value()[["a", 0]] == nil)
    #expect(document.root[["a", "x"]] == nil)
  }

  @Test func `an accent that begins a key is not the slash's`() {
    let path: Path = ["\u{301}a", "b", "\u{301}"]
    #expect(Path.referenceTokens(of: path.pointer) == ["\u{301}a", "b", "\u{301}"])
  }

  @Test func `JSON is pretty or on one line, in the order of the text`() throws {
    let data = try value(
      "b: [1, {c: null}]\na: {}\nz: []\nt: \"q\\\"\\\\\\n\\t\\u0001é😀\\u2028\"\n")
    #expect(
      data.json(isPretty: false)
        == #"{"b":[1,{"c":null}],"a":{},"z":[],"t":"q\"\\\n\t\u0001é😀\u2028"}"#)
    #expect(
      try value("b: [1, {c: null}]\na: {}\n").json() == """
        {
          "b": [
            1,
            {
              "c": null
            }
          ],
          "a": {}
        }
        """)
  }

  @Test func `JSON read back is the same data`() throws {
    for text in ["a: 0x10\nb: +1.5\nc: 1_0\nd: .5\ne: 1e3\n", "- 123456789012345678901234567890\n"]
    {
      let data = try value(text)
      #expect(try value(data.json()) == data)
      #expect(try value(data.json(isPretty: false)) == data)
    }
  }

  @Test func `a mapping of many keys is made quickly`() throws {
    let lines = (0..<20_000).map { "key\($0): 1\n" }
    let data = try value(lines.joined())
    #expect(data.mapping?.entries.count == 20_000)
    #expect(data == data)
  }

  @Test func `a number knows whether it fits`() {
    #expect(Number("0x10")?.intValue == 16)
    #expect(Number("-12")?.intValue == -12)
    #expect(Number("100")?.intValue == 100)
    #expect(Number("99999999999999999999")?.intValue == nil)
    #expect(Number("1.0")?.intValue == nil)
    #expect(Number("abc") == nil)
    #expect(Number(Int.min).intValue == Int.min)
  }
}
