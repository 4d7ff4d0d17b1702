import Testing
import YAML

/// Nodes are equal as data, and what is skipped unread must not hide a difference.
@Suite struct `nodes are equal exactly when their data is` {
  func root(_ text: String) throws -> Node {
    try #require(try Document.parseSingle(Array(text.utf8))).root
  }

  @Test(arguments: [
    // The same text at another column says something else.
    ("- b:\n  c: 2\n", "-\n b:\n  c: 2\n"),
    // So it does after other directives.
    (
      "%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\n",
      "%TAG !e! tag:example.com,2026:\n---\na: !e!str 1\n"
    ),
  ])
  func `equal text with other data`(one: String, other: String) throws {
    let (one, other) = (try root(one), try root(other))
    #expect(try one.value() != other.value())
    #expect(!one.isEqual(to: other))
    #expect(!other.isEqual(to: one))
  }
}
