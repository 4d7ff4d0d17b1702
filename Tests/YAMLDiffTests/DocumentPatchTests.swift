import Testing
import YAML
import YAMLDiff

/// A document that becomes something else altogether.
@Suite struct `a document with another root keeps what is around it` {
  @Test(arguments: [
    ("--- a\n", "---\n- b\n"),
    ("---\n# above\na\n# below\n", "---\n# above\n- b\n# below\n"),
    ("a: 1\n...\n", "- b\n...\n"),
    ("---\n", "---\n- b\n"),
    ("--- |\r\n  a\r\n", "---\r\n- b\r\n"),
  ])
  func rewrite(row: (old: String, new: String)) throws {
    let text = try DocumentPatch.rewrite(Array(row.old.utf8), to: ["b"])
    #expect(String(decoding: text, as: UTF8.self) == row.new)
  }
}
