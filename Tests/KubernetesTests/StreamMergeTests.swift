import Kubernetes
import Testing
import YAML
import YAMLDiff

/// Texts merged document by document.
@Suite struct `texts are merged object by object` {
  static func configMap(_ name: String, _ value: String) -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name)}\ndata:\n  key: \(value) # kept\n"
  }

  func merge(_ base: String, _ ours: String, _ theirs: String) throws -> StreamMerge {
    func file(_ name: String, _ text: String) -> SourceFile {
      SourceFile(name: name, bytes: Array(text.utf8))
    }
    return try StreamMerge(
      base: file("base", base), ours: file("ours", ours), theirs: file("theirs", theirs))
  }

  func text(_ merged: StreamMerge) -> String { String(decoding: merged.text, as: UTF8.self) }

  static let one = configMap("one", "1")
  static let two = configMap("two", "2")

  @Test func `without changes on one side the other's bytes are the result`() throws {
    let ours = "# ours\n" + Self.one + "---\n" + Self.two
    #expect(text(try merge(ours, ours, ours)) == ours)
    #expect(
      text(try merge(Self.one + "---\n" + Self.two, ours, Self.one + "---\n" + Self.two)) == ours)
  }

  @Test func `a change beside a merge key leaves the merge key and the comments`() throws {
    let base = "x: &x {a: 1} # one\ny:\n  <<: *x # two\n  b: 2 # three\n"
    let ours = "# ours\n" + base
    let theirs = base.replacing("b: 2", with: "b: 3")
    #expect(text(try merge(base, ours, theirs)) == "# ours\n" + theirs)
    let own = base.replacing("<<: *x", with: "a: 4")
    #expect(text(try merge(base, ours, own)) == ours + "  a: 4\n")
  }

  @Test func `an object that ours left as it was comes as theirs wrote it, comments and all`()
    throws
  {
    let base = Self.one + "---\n" + Self.two
    let ours = Self.configMap("one", "9") + "---\n" + Self.two
    let theirs = "# theirs\n" + Self.one + "---\n" + Self.configMap("two", "7 # new")
    #expect(
      text(try merge(base, ours, theirs))
        == Self.configMap("one", "9") + "---\n" + Self.configMap("two", "7 # new"))
  }

  @Test func `JSON objects without markers are merged as such`() throws {
    func object(_ name: String, _ value: Int) -> String {
      #"{"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "\#(name)"}, "x": \#(value)}"#
        + "\n"
    }
    let base = object("one", 1) + object("two", 2)
    let ours = object("one", 9) + object("two", 2)
    let theirs = object("one", 1) + object("two", 7) + object("three", 3)
    #expect(
      text(try merge(base, ours, theirs))
        == object("one", 9) + object("two", 7) + object("three", 3))
  }

  @Test func `a large mapping is merged key by key in no time`() throws {
    func text(_ change: Int?) -> String {
      (0..<20_000).map { "k\($0): \($0 == change ? "x" : "1")\n" }.joined()
    }
    let merged = try merge(text(nil), text(3), text(19_999))
    #expect(merged.conflicts.isEmpty && self.text(merged).hasSuffix("k19999: x\n"))
  }

  @Test func `what no edit can write is theirs as they wrote it where ours changed nothing`() throws
  {
    let base = Self.one + "---\n? \"\"\n: - \"/\": false\n  - 1\n---\n" + Self.two
    let theirs = Self.one + "---\n{\"\": 80} # theirs\n---\n" + Self.two
    #expect(text(try merge(base, base, theirs)) == theirs)
    let last = "---\n? \"\"\n: - \"/\": false\n  - 1\n"
    #expect(text(try merge(last, last, "{\"\": 80}")) == "{\"\": 80}")
  }

  @Test func `a document that they removed goes, one that they added comes`() throws {
    let base = Self.one + "---\n" + Self.two
    #expect(text(try merge(base, base, Self.one)) == Self.one)
    let merged = try merge(Self.one, Self.one, Self.one + "---\n" + Self.two)
    #expect(text(merged) == Self.one + "---\n" + Self.two)
  }

  @Test func `a document that they removed and we changed is a conflict, and stays`() throws {
    let base = Self.one + "---\n" + Self.two
    let ours = Self.one + "---\n" + Self.configMap("two", "3")
    let merged = try merge(base, ours, Self.one)
    #expect(text(merged) == ours)
    #expect(merged.conflicts.map { $0.object?.key.name } == ["two"])
    #expect(merged.conflicts.map(\.conflict.theirs) == [nil])
  }

  @Test func `documents in another order are the same documents`() throws {
    let base = Self.one + "---\n" + Self.two
    let theirs = Self.configMap("two", "3") + "---\n" + Self.one
    #expect(text(try merge(base, base, theirs)) == theirs)
    #expect(
      text(try merge(base, Self.configMap("one", "9") + "---\n" + Self.two, theirs))
        == Self.configMap("two", "3") + "---\n" + Self.configMap("one", "9"))
  }

  @Test func `line ends and byte order marks of ours stay`() throws {
    let base = Self.one
    let ours = "\u{FEFF}" + Self.one.replacing("\n", with: "\r\n")
    let merged = try merge(base, ours, Self.configMap("one", "2"))
    #expect(text(merged) == ours.replacing("key: 1", with: "key: 2"))
  }

  @Test func `a document that becomes something else stays one of its own`() throws {
    let base = "a: 1\n---\nx\n"
    let theirs = "a: 1\n---\n- z\n"
    let merged = try merge(base, base, theirs)
    #expect(text(merged) == theirs)
  }

  @Test func `a document that begins like a marker gets a marker of its own`() throws {
    let merged = try merge("", Self.one, "---a: b\n")
    #expect(text(merged) == Self.one + "---\n---a: b\n")
  }

  @Test func `texts that cannot stand one after the other are refused`() {
    let text = Self.one.replacing(" 1 # kept\n", with: " |\n    b")
    #expect(throws: StreamMerge.Problem.self) { try merge("", text, Self.two) }
  }

  @Test func `the same object twice, or a text that is none, is refused`() {
    #expect(throws: StreamMerge.Problem.self) {
      try merge(Self.one, Self.one + "---\n" + Self.one, Self.one)
    }
    #expect(throws: StreamMerge.Problem.self) { try merge(Self.one, Self.one, "a: [") }
  }
}
