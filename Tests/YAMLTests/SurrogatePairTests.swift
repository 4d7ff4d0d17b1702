import Testing
import YAML

/// Characters beyond the BMP as JSON escapes them, which libyaml refuses.
@Suite struct `Surrogate pairs` {
  private func value(_ text: String) throws -> Value? {
    try Document.parseSingle(Array(text.utf8))?.root.value()
  }

  private static let rows: [(String, Value)] = [
    (#"{"a": "\ud83d\ude00"}"#, ["a": "😀"]),
    (
      #"{"a": "x \uD83D\uDE00 y", "b": ["\ud834\udd1e\ud834\udd1e"]}"#,
      ["a": "x 😀 y", "b": ["𝄞𝄞"]]
    ),
    (#"{"a": "\\ud83d\\ude00 \ud83d\ude00"}"#, ["a": #"\ud83d\ude00 😀"#]),
    ("a: '\\ud83d'\nb: \"\\ud83d\\ude00\" # c\nc: d\n", ["a": #"\ud83d"#, "b": "😀", "c": "d"]),
    ("a: \"x  \\ud83d\\ude00\\\n  y\"\n", ["a": "x  😀y"]),
  ]

  @Test(arguments: rows)
  func `are read in values`(text: String, expected: Value) throws {
    #expect(try value(text) == expected)
  }

  @Test(arguments: [
    #"{"\ud83d\ude00": 1}"#, #"{"a": "\ud83d"}"#, #"{"a": "\ude00\ud83d"}"#,
    #"{"a": "\ud83d\u0041"}"#, #"{"a": "\ud83d\ude00", "b": "\ud83d"}"#,
    "a: \"\\ud83d\\ude00\" # \\ud83d\\ude00\n", "a: \"\\ud83d\\ude00\"\nb: \\ud83d\\ude00\n",
    "a: |\n  \\ud83d\\ude00\nb: \"\\ud83d\\ude00\"\n",
  ])
  func `are refused elsewhere, as libyaml says it`(text: String) throws {
    let error = try #require(throws: ParseError.self) { try value(text) }
    #expect(error.message.contains("invalid Unicode character escape code"))
    #expect(error.range.lowerBound < text.utf8.count)
  }

  @Test func `leave other faults to be told`() throws {
    let error = try #require(throws: ParseError.self) {
      try value(#"{"a": "\ud83d\ude00", "a": 1}"#)
    }
    #expect(error.problem == .duplicateKey("a", first: 1))
  }

  @Test func `stay as they are written when something else is edited`() throws {
    let text = #"{"a": "\ud83d\ude00", "b": 1}"#
    let edited = try DocumentEditor.apply([.set(["b"], 2)], to: Array(text.utf8), position: 0)
    #expect(String(decoding: edited, as: UTF8.self) == #"{"a": "\ud83d\ude00", "b": 2}"#)
  }
}
