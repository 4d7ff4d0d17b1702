import Testing
import YAML
import YAMLDiff

/// Items of lists without keys: one value that changes is told as that.
@Suite struct `edited items of lists without keys` {
  private func changes(_ from: String, _ to: String) throws -> [String] {
    let nodes = try [from, to].map { text in
      try #require(try Document.parseSingle(Array(text.utf8))).root
    }
    return NodeDiff.changes(from: nodes[0], to: nodes[1]).map {
      "\($0.kind.rawValue) \($0.kind == .removed ? $0.oldPath?.pointer ?? "" : $0.path.pointer)"
    }
  }

  static let rows: [(from: String, to: String, changes: [String])] = [
    ("l: [{a: 1, b: 2}]", "l: [{a: 1, b: 3}]", ["changed /l/0/b"]),
    ("l: [{a: 1}]", "l: [{a: 2}]", ["changed /l/0/a"]),
    (
      "l: [{a: {b: [x, y, z]}}]", "l: [{a: {b: [x, y, w]}}]",
      [
        "removed /l/0/a/b/2", "added /l/0/a/b/2",
      ]
    ),
    // What has nothing in common is another item.
    ("l: [{a: 1, b: 2}]", "l: [{a: 3, b: 4}]", ["removed /l/0", "added /l/0"]),
    ("l: [{a: 1}]", "l: [{b: 1}]", ["removed /l/0", "added /l/0"]),
    ("l: [{a: 1}]", "l: [[1]]", ["removed /l/0", "added /l/0"]),
    ("l: [1]", "l: [2]", ["removed /l/0", "added /l/0"]),
    // An edit beside items that come and go.
    (
      "l: [{a: 1, b: 1}, {a: 2, b: 2}, {a: 3, b: 3}]",
      "l: [{a: 2, b: 9}, {a: 3, b: 3}, {a: 4, b: 4}]",
      ["removed /l/0", "changed /l/0/b", "added /l/2"]
    ),
    ("l: [{a: 1, b: 1}, {a: 2, b: 2}]", "l: [{a: 2, b: 2}, {a: 1, b: 1}]", ["moved /l/1"]),
    (
      "l: [{a: x, b: 1, c: y}, {a: x, b: 2, c: z}]", "l: [{a: x, b: 3, c: z}]",
      [
        "removed /l/0", "changed /l/0/b",
      ]
    ),
    ("l: [[1, 2], [3, 4]]", "l: [[1, 2], [3, 5]]", ["removed /l/1/1", "added /l/1/1"]),
  ]

  @Test(arguments: rows)
  func `an item that is mostly equal is the same one`(
    row: (from: String, to: String, changes: [String])
  ) throws {
    #expect(try changes(row.from, row.to).sorted() == row.changes.sorted())
  }

  @Test func `in a list of thousands where all are edited each is the same one`() throws {
    let items = (0..<3000).map { "- {a: \($0), b: \($0), c: 1}" }
    let from = "l:\n" + items.joined(separator: "\n")
    let to = from.replacing("c: 1", with: "c: 2")
    #expect(try changes(from, to) == (0..<3000).map { "changed /l/\($0)/c" })
  }
}
