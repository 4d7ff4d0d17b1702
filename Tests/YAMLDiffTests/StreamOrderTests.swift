import TestSupport
import Testing
import YAML
import YAMLDiff

/// Where documents stand: in one stream their order is data, in a set of files it is not.
@Suite struct `the order of documents` {
  func changes(
    _ from: String, _ to: String, rules: DocumentRules = .plain
  ) throws -> [DocumentChange] {
    try StreamDiff.compare(
      from: [StreamSource(name: "s", bytes: Array(from.utf8))],
      to: [StreamSource(name: "s", bytes: Array(to.utf8))], rules: rules, ordersCount: true
    ).changes
  }

  @Test func `documents of one chunk keep their order, whatever chunks the other side has`() throws
  {
    let directives = "%TAG ! tag:example.com,2011:\n---\na: 1\n...\n---\nb: 2\n...\n---\nc: 3\n"
    let plain = "a: 1\n---\nb:   2\n---\nc: '3'\n"
    #expect(try changes(directives, plain.replacing("'3'", with: "3")).isEmpty)
    #expect(try changes(plain.replacing("'3'", with: "3"), directives).isEmpty)
    let moved = try changes(directives, "b: 2\n---\nc: 3\n---\na: 1\n")
    #expect(moved.map(\.kind) == [.moved])
    #expect(moved.first?.to?.node["a"] != nil)
  }
}
