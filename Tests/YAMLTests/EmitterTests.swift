import Foundation
import TestSupport
import Testing
import YAML

/// The canonical emitter: what it writes, every reader reads as the same data.
@Suite struct EmitterTests {
  static let texts = [
    "on", "off", "yes", "no", "y", "n", "true", "False", "null", "~", "", " a", "a ", "1e3", "0x10",
    "0o10", "010", "08", "12:30", "1_000", "2001-12-14", "2001-12-14T21:59:43Z", ".inf", "-.inf",
    ".nan", "1130", "1.5", "+1", "-1", ".5", "1.14.0", "1-14-0", "10.0.0.1", "a: b", "a:b", "a #b",
    "a#b", "#a", "-", "--", "---", "--- a", "...", "... a", "- a", "-a", "a:", ":", ":a", "?",
    "? a",
    "[", "]", "{x", "}", "*a", "&a", "!t", "|", ">", "%x", "@x", "`x", "=", "<<", "<", ",", "a,b",
    "'", "\"", "it's", "\\", "\\n", "a\tb", "\ta", "a\t", "\n", "a\n", "a\n\n", "\na", "a\nb",
    "a\nb\n", "a\n\nb\n", "a\n  b\n", "  a\nb\n", "\ta\nb\n", "a\nb\n\n", "a\r\nb\r\n", "a\rb",
    "a \nb\n",
    "a\n  \nb\n", "a\n  ", "---\nx\n", "# x\ny\n", "- x\n- y\n", "a: |\n  b\n", "ünï", "日本語", "😀",
    "a\u{301}", "\u{A0}x", "a\u{85}b", "a\u{2028}b", "\u{FEFF}a", "a\u{0}b", "\u{7}", "\u{1B}[0m",
    "\u{7F}", "\u{FFFE}", "\u{E000}", "\u{1F600}\nx",
    // An accent that begins a text would be one Character with the space before it.
    "\u{301}a", "\u{301}" + String(repeating: "x", count: 2000), "a\nb\u{FFFE}c", "a\n\u{FFFF}\n",
    String(repeating: "long ", count: 500) + "x",
    String(repeating: "x", count: 3000), String(repeating: "line\n", count: 200), "{{ .Values.x }}",
    "a{b", "a]b", "key: [", "0", "00", "0.", "1e", "0b1", "1:", "12e03", "1,000", "6.0221409e+23",
    "0xg", "123abc", "1e3abc", "deadbeef", "12e5", "=x", "a=b", "$x", "(a)", "^", "/", "a/b",
  ]

  @Test(arguments: texts) func `a text is read back as itself, wherever it stands`(
    text: String
  ) throws {
    let value: Value = [
      "k": .string(text), "l": [.string(text), [.string(text)], ["m": .string(text)]],
      "\(text)": "key", "n": ["\(text)": [.string(text)]],
    ]
    // A reader of YAML takes a JSON key of up to 1024 characters.
    try check(value, asJSON: text.count < 1000)
    try check(.string(text))
    try check([.string(text)])
  }

  @Test func `PyYAML and libyaml read the same texts`() throws {
    guard Python.hasYAML else {
      print("no second opinion about texts: no python3 with yaml here")
      return
    }
    var judge = try PythonJudge()
    for text in Self.texts {
      let value: Value = ["k": .string(text), "l": [.string(text)], "\(text)": "key"]
      try judge.add(
        yaml: Array(CanonicalEmitter.emit(value).utf8), json: value.json(), label: text)
    }
    for complaint in try judge.complaints() { Issue.record("\(complaint)") }
  }

  @Test func `PyYAML with the resolvers of YAML 1.1 reads text as text`() throws {
    guard Python.hasYAML else {
      print("no second opinion about text: no python3 with yaml here")
      return
    }
    let value = Value.sequence(Self.texts.map { .string($0) })
    let script = """
      import json, sys, yaml
      print(json.dumps([isinstance(v, str) for v in yaml.safe_load(open(sys.argv[1], 'rb'))]))
      """
    let folder = try Python.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("texts.yaml")
    try Data(CanonicalEmitter.emit(value).utf8).write(to: file)
    let result = try Python.run(script, arguments: [file.path])
    let flags = try #require(try Document.parseSingle(Array(result.output.utf8))).root.value()
    for (text, flag) in zip(Self.texts, flags.sequence ?? []) {
      #expect(flag == true, "\(text.debugDescription) would be something else to PyYAML")
    }
    #expect(flags.sequence?.count == Self.texts.count, "\(result.errors)")
  }

  @Test(arguments: 0..<20)
  func `emitting, reading and emitting again gives the same bytes`(block: Int) throws {
    var judge = Python.hasYAML ? try PythonJudge() : nil
    for seed in (block * 50)..<((block + 1) * 50) {
      var random = SeededRandom(seed: UInt64(seed))
      let value =
        random.chance(30)
        ? RandomValue.any(&random, depth: 5) : RandomValue.object(&random)
      try check(value, note: "seed \(seed)")
      try judge?.add(
        yaml: Array(CanonicalEmitter.emit(value).utf8), json: value.json(), label: "seed \(seed)")
    }
    for complaint in try judge?.complaints() ?? [] { Issue.record("\(complaint)") }
  }

  @Test func `the style is that of kubectl and istioctl`() {
    let value: Value = [
      "apiVersion": "v1", "metadata": ["labels": ["istio.io/rev": "asm-1130-0", "x": "1130"]],
      "list": ["a", ["b": 1, "c": [["d"], [], [:]]], [["x", "y2"]]], "text": "one\n  two\n",
      "none": nil ?? .null, "cut": "a\nb", "on": true,
    ]
    #expect(
      CanonicalEmitter.emit(value) == """
        apiVersion: v1
        metadata:
          labels:
            istio.io/rev: asm-1130-0
            x: "1130"
        list:
        - a
        - b: 1
          c:
          - - d
          - []
          - {}
        - - - x
            - y2
        text: |
          one
            two
        none: null
        cut: |-
          a
          b
        "on": true

        """)
  }

  private func check(_ value: Value, note: String = "", asJSON: Bool = true) throws {
    let text = CanonicalEmitter.emit(value)
    let documents = try Document.parseAll(Array(text.utf8))
    guard documents.count == 1 else {
      Issue.record("\(note) \(documents.count) documents in \(text.debugDescription)")
      return
    }
    let back = try documents[0].root.value()
    if back != value { Issue.record("\(note) other data: \(text.debugDescription)") }
    if CanonicalEmitter.emit(back) != text { Issue.record("\(note) other text") }
    // JSON is YAML too.
    guard asJSON else { return }
    let json = try Document.parseAll(Array(value.json().utf8))
    if try json.first?.root.value() != value { Issue.record("\(note) JSON: \(value.json())") }
  }
}
