import Kubernetes
import Testing
import YAML
import YAMLDiff

/// Streams and folders of objects, compared by identity.
@Suite struct `streams of objects are compared by identity` {
  func configMap(_ name: String, _ value: String, namespace: String = "a") -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name), namespace: \(namespace)}\n"
      + "data: {key: \(value)}\n"
  }

  func stream(_ documents: String...) -> [StreamSource] {
    [StreamSource(name: "s", bytes: Array(documents.joined(separator: "---\n").utf8))]
  }

  /// What became of documents, such as `changed app` and `moved app`.
  func told(
    _ from: [StreamSource], _ to: [StreamSource], ordersCount: Bool = true
  ) throws -> [String] {
    try StreamDiff.compare(from: from, to: to, rules: .kubernetes, ordersCount: ordersCount)
      .changes.map { change in
        let node = (change.to ?? change.from)?.node
        let name = node.flatMap { ObjectReference($0)?.key.name } ?? "?"
        return "\(change.kind.rawValue) \(name)"
      }
  }

  @Test func `equal streams do not differ, whatever their style`() throws {
    let one = stream(configMap("a", "1"), configMap("b", "2"))
    let other = stream(
      "kind: ConfigMap\napiVersion: 'v1'\nmetadata:\n  namespace: a\n  name: a\ndata:\n  key: 1\n",
      configMap("b", "2"))
    #expect(try told(one, one).isEmpty)
    #expect(try told(one, other).isEmpty)
  }

  @Test func `added, removed and changed`() throws {
    let from = stream(configMap("a", "1"), configMap("b", "2"))
    let to = stream(configMap("a", "3"), configMap("c", "a long way from b"))
    #expect(try told(from, to) == ["removed b", "changed a", "added c"])
  }

  @Test func `an object that stands elsewhere in the stream has moved, the others have not`() throws
  {
    let names = ["a", "b", "c", "d", "e"]
    let from = stream(names.map { configMap($0, $0) }.joined(separator: "---\n"))
    let to = stream(["a", "c", "d", "b", "e"].map { configMap($0, $0) }.joined(separator: "---\n"))
    #expect(try told(from, to) == ["moved b"])
  }

  @Test func `an object may move and change`() throws {
    let from = stream(configMap("a", "1"), configMap("b", "2"), configMap("c", "3"))
    let to = stream(configMap("b", "2"), configMap("c", "3"), configMap("a", "4"))
    #expect(try told(from, to) == ["moved a", "changed a"])
  }

  @Test func `an object with another name and all else equal is renamed`() throws {
    func service(_ name: String) -> String {
      "apiVersion: v1\nkind: Service\nmetadata: {name: \(name), labels: {a: '1', b: '2', c: '3'}}\n"
        + "spec: {type: ClusterIP, selector: {app: x, tier: y}, ports: [{port: 80, name: h}]}\n"
    }
    let many = (0..<60).map { service("s\($0)-v1").replacing("'1'", with: "'\($0)'") }
    let renamed = (0..<60).map { service("s\($0)-v2").replacing("'1'", with: "'\($0)'") }
    let told = try told(
      stream(many.joined(separator: "---\n")), stream(renamed.joined(separator: "---\n")))
    #expect(told == (0..<60).map { "renamed s\($0)-v2" })
  }

  @Test func `files of a folder may be named and ordered in any way`() throws {
    let from = [
      StreamSource(name: "1.yaml", bytes: Array(configMap("a", "1").utf8)),
      StreamSource(name: "2.yaml", bytes: Array(configMap("b", "2").utf8)),
    ]
    #expect(try told(from, from.reversed(), ordersCount: false).isEmpty)
    let moved = [from[0], StreamSource(name: "3.yaml", bytes: from[1].bytes)]
    #expect(try told(from, moved, ordersCount: false) == ["moved b"])
  }

  @Test func `one foreign document changes nothing about the others`() throws {
    let from = stream(configMap("a", "1"), "just: text\n", configMap("b", "2"))
    let to = stream(configMap("a", "1"), "- other\n", configMap("b", "3"))
    #expect(try told(from, to) == ["removed ?", "added ?", "changed b"])
  }

  @Test func `the items of a List are objects`() throws {
    func list(_ value: String) -> [StreamSource] {
      stream(
        "apiVersion: v1\nkind: List\nitems:\n"
          + "- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: '1'}}\n"
          + "- {apiVersion: v1, kind: ConfigMap, metadata: {name: b}, data: {k: '\(value)'}}\n")
    }
    #expect(try told(list("1"), list("2")) == ["changed b"])
  }

  @Test func `the same identity twice is told, and no change is lost`() throws {
    let from = stream(configMap("a", "1"), configMap("a", "2"))
    let to = stream(configMap("a", "1"), configMap("a", "3"))
    let outcome = try StreamDiff.compare(
      from: from, to: to, rules: .kubernetes, ordersCount: true)
    #expect(try told(from, to) == ["changed a"])
    #expect(outcome.changes.count == 1)
    let twice = stream(configMap("a", "5"), configMap("a", "6"))
    let other = stream(configMap("a", "7"), configMap("a", "8"))
    #expect(
      try StreamDiff.compare(from: twice, to: other, rules: .kubernetes, ordersCount: true)
        .duplicates.count == 2)
  }
}
