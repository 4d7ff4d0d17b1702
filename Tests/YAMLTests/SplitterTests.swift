import Testing
import YAML

/// Cutting a stream into chunks.
@Suite struct SplitterTests {
  @Test(arguments: [
    ("", []),
    ("a: 1\n", ["a: 1\n"]),
    ("a: 1\n---\nb: 2\n", ["a: 1\n", "---\nb: 2\n"]),
    ("---\na: 1\n---\nb: 2", ["---\na: 1\n", "---\nb: 2"]),
    ("a: 1\n...\n", ["a: 1\n...\n"]),
    ("a: 1\n... # x\n---\nb: 2\n", ["a: 1\n... # x\n", "---\nb: 2\n"]),
    ("a: 1\n...\nb: 2\n", ["a: 1\n...\n", "b: 2\n"]),
    ("%YAML 1.1\n---\na: 1\n---\nb: 2\n", ["%YAML 1.1\n---\na: 1\n---\nb: 2\n"]),
    ("a: 1\n--- # c\nb: 2\n", ["a: 1\n", "--- # c\nb: 2\n"]),
    ("a: 1\n---\tx\n", ["a: 1\n", "---\tx\n"]),
    ("---x: 1\n", ["---x: 1\n"]),
    ("a: |\n  -----BEGIN\n  ---\nb: 1\n", ["a: |\n  -----BEGIN\n  ---\nb: 1\n"]),
    ("-----BEGIN: 1\n", ["-----BEGIN: 1\n"]),
    ("a: 1\r\n---\r\nb: 2\r\n", ["a: 1\r\n", "---\r\nb: 2\r\n"]),
    ("a: 1\r---\rb: 2", ["a: 1\r", "---\rb: 2"]),
    ("# c\n", ["# c\n"]),
    ("# c\n---\n# d\n---\n", ["# c\n", "---\n# d\n", "---\n"]),
    ("---", ["---"]),
    ("a\n---", ["a\n", "---"]),
    ("\u{FEFF}---\na\n", ["---\na\n"]),
    // JSON objects need no marker.
    ("{\"a\": 1}\n{}\n", ["{\"a\": 1}\n", "{}\n"]),
    (
      "{\n\"a\": \"}\\\"{\"\n}\r\n\r\n{\"b\": [{}, 1.5e3]}",
      ["{\n\"a\": \"}\\\"{\"\n}\r\n\r\n", "{\"b\": [{}, 1.5e3]}"]
    ),
    ("{\"a\": true}\r{\"a\": null}\r", ["{\"a\": true}\r", "{\"a\": null}\r"]),
    ("\u{FEFF}{}\n{}", ["{}\n", "{}"]),
    // What is not JSON throughout is none: it is left to libyaml.
    ("{a: 1}\n{}\n", ["{a: 1}\n{}\n"]), ("{}\n[]\n", ["{}\n[]\n"]),
    ("{} # c\n{}\n", ["{} # c\n{}\n"]), ("{} {}\n", ["{} {}\n"]), ("{}\n {}\n", ["{}\n {}\n"]),
    ("{}\n{}\na: 1\n", ["{}\n{}\na: 1\n"]), ("{}\n{\"a\": \"\n\"}", ["{}\n{\"a\": \"\n\"}"]),
    ("{}\n{}\n---\n{}\n", ["{}\n{}\n", "---\n{}\n"]), ("{}\n{", ["{}\n{"]),
    ("{}\n---\n{}\n", ["{}\n", "---\n{}\n"]), ("{nul: 1}\n{}", ["{nul: 1}\n{}"]),
  ])
  func `a stream is cut at its markers`(text: String, chunks: [String]) {
    let source = Array(text.utf8)
    let cut = DocumentSplitter.chunks(of: source)
    #expect(cut.map { String(decoding: source[$0], as: UTF8.self) } == chunks)
  }

  @Test func `the lines of JSON objects are counted`() {
    let chunks = DocumentSplitter.numberedChunks(of: Array("{\n}\n\n{}\r\n{}\n".utf8))
    #expect(chunks.map(\.firstLine) == [1, 4, 5])
  }

  @Test(arguments: [
    ("", 0), ("# c\n", 0), ("---\n", 1), ("--- # c\n", 1), ("a: 1\n---\nb: 2\n", 2),
    ("# c\n---\na: 1\n...\n# d\n---\n", 2), ("%YAML 1.1\n---\na\n---\nb\n...\n", 2),
    ("--- |\n  x\n---\ny\n", 2), ("---\n---\n", 2), ("\u{FEFF}# c\n", 0),
    ("...\n", 0), ("# c\n...\n", 0), ("a\n...\n...\n", 1), ("... # c\n---\na\n", 1), ("  \n\n", 0),
  ])
  func `each document is read once`(text: String, count: Int) throws {
    let documents = try Document.parseAll(Array(text.utf8))
    #expect(documents.count == count)
  }

  @Test func `documents after a directive know their position`() throws {
    let documents = try Document.parseAll(Array("%YAML 1.1\n---\na\n---\nb\n".utf8))
    #expect(documents.map(\.positionInChunk) == [0, 1])
    #expect(documents.map(\.root.text) == ["a", "b"])
  }

  @Test func `a single document is nil when there are none or several`() throws {
    #expect(try Document.parseSingle([]) == nil)
    #expect(try Document.parseSingle(Array("a\n---\nb\n".utf8)) == nil)
    #expect(try Document.parseSingle(Array("a\n".utf8))?.root.text == "a")
  }
}
