import Kubernetes
import Testing
import YAML
import YAMLDiff

/// Rules about objects as a whole.
@Suite struct `a rule without a path is about objects as a whole` {
  func map(_ name: String, _ value: String = "x") -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name), namespace: a}\n"
      + "data: {a: one, b: two, c: three, d: four, e: five, f: six, g: seven, k: \(value)}\n"
  }

  func told(_ from: [String], _ to: [String], _ rules: String) throws -> [String] {
    func side(_ documents: [String]) -> [StreamSource] {
      [StreamSource(name: "s", bytes: Array(documents.joined(separator: "---\n").utf8))]
    }
    let text = IgnoreText(Array(rules.utf8))
    #expect(text.problems.isEmpty)
    return try StreamDiff.compare(
      from: side(from), to: side(to), rules: .kubernetes.ignoring(IgnoreList(text.rules)),
      ordersCount: true
    ).changes.map { change in
      let inside = change.changes.map { " \($0.keyedPath)" }.joined()
      return change.kind.rawValue + inside
    }
  }

  @Test(
    arguments: [
      ("", ["added"]), ("ConfigMap", []), ("added ConfigMap", []), ("added", []),
      ("removed ConfigMap", ["added"]), ("ConfigMap b", []), ("ConfigMap c", ["added"]),
      ("Secret", ["added"]), ("core/ConfigMap a/*", []), ("apps/ConfigMap", ["added"]),
      ("ConfigMap prod/*", ["added"]), ("*", []),
      // All of it is ignored, part by part.
      ("/**", []), ("added: /**", []), ("removed: /**", ["added"]), ("ConfigMap: /data", ["added"]),
    ] as [(String, [String])])
  func `an added object`(row: (rule: String, told: [String])) throws {
    #expect(try told([map("a")], [map("a"), map("b", "1")], row.rule) == row.told)
    let opposite = row.rule.replacing("added", with: "REMOVED").replacing("removed", with: "added")
      .replacing("REMOVED", with: "removed")
    #expect(
      try told([map("a"), map("b", "1")], [map("a")], opposite)
        == row.told.map { _ in "removed" })
  }

  @Test(
    arguments: [
      ("", ["changed /data/k"]), ("changed ConfigMap", []), ("ConfigMap", []),
      ("added ConfigMap", ["changed /data/k"]), ("changed ConfigMap: /data/*", []),
      ("added ConfigMap: /data/*", ["changed /data/k"]),
    ] as [(String, [String])])
  func `a changed object`(row: (rule: String, told: [String])) throws {
    #expect(try told([map("a", "1")], [map("a", "2")], row.rule) == row.told)
  }

  @Test(
    arguments: [
      ("", ["renamed"]), ("renamed ConfigMap", []), ("ConfigMap web-v2", []),
      ("changed ConfigMap", ["renamed"]), ("/metadata/name", ["renamed"]),
    ] as [(String, [String])])
  func `a renamed object`(row: (rule: String, told: [String])) throws {
    #expect(try told([map("web")], [map("web-v2")], row.rule) == row.told)
  }

  @Test func `what changed besides the name is told when the rename is not`() throws {
    #expect(
      try told([map("web", "1")], [map("web-v2", "2")], "renamed ConfigMap") == ["changed /data/k"])
  }

  @Test func `a moved object`() throws {
    let (from, to) = ([map("a"), map("b")], [map("b"), map("a")])
    #expect(try told(from, to, "").count == 1)
    #expect(try told(from, to, "moved ConfigMap").isEmpty)
    #expect(try told(from, to, "changed ConfigMap").count == 1)
  }

  @Test func `a rule without objects is about every document`() throws {
    let (from, to) = (
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nstatus: 1\n",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nstatus: 2\n"
    )
    #expect(try told([from], [to], "/status").isEmpty)
    #expect(try told([from], [to], "Pod: /status").count == 1)
  }

  @Test func `a list of objects has fields of its own`() throws {
    func list(_ version: Int) -> String {
      "apiVersion: v1\nkind: List\nmetadata: {resourceVersion: '\(version)'}\nitems:\n"
        + "- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: \(version)}}\n"
    }
    #expect(try told([list(1)], [list(2)], "").count == 2)
    #expect(try told([list(1)], [list(2)], "@server") == ["changed /data/k"])
  }
}
