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

  @Test func `a collection as a key is refused where it differs, with its place`() throws {
    let from = stream("a: 1\nx: {? [b] : 1}\n")
    #expect(try told(from, stream("a: 2\nx: {? [b] : 1}\n")) == ["changed ?"])
    for other in ["a: 1\nx: {? [b] : 2}\n", "kind: B\n"] {
      let error = #expect(throws: StreamError.self) { try told(from, stream(other)) }
      #expect(error?.source.name == "s")
      #expect(error?.error.range == 11..<14)
    }
  }

  @Test(arguments: [
    ("name: 0x10", "name: 16"), ("name: yes", "name: true"), ("name: 1.10", "name: 1.1"),
    ("name: a, namespace: ~", "name: a, namespace: null"), ("name: a, namespace: ~", "name: a"),
    ("name: a, namespace: ''", "name: a"),
  ])
  func `a name is what it means, however it is written`(one: String, other: String) throws {
    func object(_ metadata: String) -> String {
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {\(metadata)}\ndata: {a: b}\n"
    }
    let told = try told(stream(object(one)), stream(object(other)))
    #expect(told.allSatisfy { $0.hasPrefix("changed") }, "\(told)")
    if !one.contains("namespace") || other.contains("null") { #expect(told.isEmpty) }
  }

  @Test(arguments: [1, 16, 17, 60, 300])
  func `renames with an edit are found whatever their number, and however alike they are`(
    count: Int
  ) throws {
    func objects(_ prefix: String, _ value: (Int) -> String) -> [StreamSource] {
      let texts = (0..<count).map { number in
        let data = (0..<20).map { "  k\($0): \($0 == 3 ? value(number) : "common\($0)")\n" }
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(prefix)\(number)x}\ndata:\n"
          + data.joined()
      }
      return [StreamSource(name: "s", bytes: Array(texts.joined(separator: "---\n").utf8))]
    }
    let told = try told(objects("old", { _ in "common3" }), objects("new", { "edited\($0)" }))
    #expect(told.count { $0.hasPrefix("renamed") } == count, "\(told.prefix(9))")
    #expect(told.count { $0.hasPrefix("removed") || $0.hasPrefix("added") } == 0)
  }

  @Test func `an object with a name and items is no list of objects`() throws {
    func list(_ name: String, _ items: String) -> String {
      "apiVersion: x/v1\nkind: IPAllowList\nmetadata: {name: \(name)}\nitems: \(items)\n"
    }
    let from = stream(list("al", "[1]"), list("al2", "[2]"))
    #expect(
      try told(from, stream(list("al", "[1, 2]"), list("al2", "[]"))) == [
        "changed al", "changed al2",
      ])
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

  @Test func `an object that stands elsewhere in a List has moved, the others have not`() throws {
    func list(_ names: String...) -> [StreamSource] {
      let items = names.map { name in
        "- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: \(name), namespace: a}\n"
      }
      return stream("apiVersion: v1\nkind: List\nitems:\n" + items.joined())
    }
    #expect(try told(list("a", "b", "c"), list("b", "c", "a")) == ["moved a"])
    #expect(try told(list("a", "b", "c"), list("a", "c")) == ["removed b"])
    #expect(try told(list("a", "b"), list("b", "a"), ordersCount: false).isEmpty)
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

  @Test func `items of a list move as documents do`() throws {
    func list(_ names: String...) -> [StreamSource] {
      let items = names.map { name in
        "- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: \(name)}\n"
      }
      return stream("apiVersion: v1\nkind: List\nitems:\n" + items.joined())
    }
    #expect(try told(list("a", "b", "c", "d"), list("b", "c", "a", "d")) == ["moved a"])
    #expect(try told(list("a", "b"), list("a", "b")).isEmpty)
  }

  @Test func `what a list says besides its items is compared`() throws {
    func list(_ version: String) -> [StreamSource] {
      stream(
        "apiVersion: v1\nkind: List\nmetadata: {resourceVersion: '\(version)'}\n"
          + "items:\n- \(configMap("a", "1").replacing("\n", with: "\n  "))\n")
    }
    let changes = try StreamDiff.compare(
      from: list("1"), to: list("2"), rules: .kubernetes, ordersCount: true
    ).changes
    #expect(changes.map(\.kind) == [.changed])
    #expect(changes[0].changes.map(\.path.pointer) == ["/metadata/resourceVersion"])
    #expect(try told(list("1"), stream(configMap("a", "1"))).isEmpty)
  }

  @Test func `equal documents stand for each other, so the fewest move`() throws {
    func documents(_ letters: String) -> [StreamSource] {
      stream(letters.map { "x: \($0)\n" }.joined(separator: "---\n"))
    }
    for from in ["aab", "aba", "baa", "abab", "bbaa", "aabb"] {
      for to in ["aab", "aba", "baa", "abab", "bbaa", "aabb"] where from.count == to.count {
        let moves = try told(documents(from), documents(to)).count
        #expect(moves == from.count - longestCommon(Array(from), Array(to)), "\(from) \(to)")
      }
    }
  }

  private func longestCommon(_ one: [Character], _ other: [Character]) -> Int {
    guard let first = one.first else { return 0 }
    let without = longestCommon(Array(one.dropFirst()), other)
    guard let found = other.firstIndex(of: first) else { return without }
    return max(
      without, 1 + longestCommon(Array(one.dropFirst()), Array(other[(found + 1)...])))
  }

  @Test func `equal files are matched by name before others`() throws {
    func file(_ name: String) -> StreamSource {
      StreamSource(name: name, bytes: Array("resources: []\n".utf8))
    }
    let told = try told(
      [file("a"), file("b"), file("d")], [file("b"), file("c"), file("d")], ordersCount: false)
    #expect(told == ["moved ?"])
  }

  @Test func `an identity that stands twice is found, also beside documents nobody reads`() throws {
    func duplicates(_ from: [StreamSource], _ to: [StreamSource]) throws -> [String] {
      try StreamDiff.compare(from: from, to: to, rules: .kubernetes, ordersCount: true)
        .allDuplicates.map { $0.identity?.parts.last ?? "?" }
    }
    let (one, two) = (configMap("a", "1"), configMap("a", "2"))
    let block =
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels: {}\n  name: a\n  namespace: a\n"
    #expect(try duplicates(stream(one), stream(one, two)) == ["a"])
    #expect(try duplicates(stream(block), stream(block, two)) == ["a"])
    #expect(try duplicates(stream(one, block), stream(one, two)) == ["a", "a"])
    #expect(
      try duplicates(stream(one, configMap("b", "1")), stream(one, configMap("b", "2"))).isEmpty)
    let other = block.replacing("namespace: a", with: "namespace: b")
    #expect(try duplicates(stream(other), stream(other, two)).isEmpty)
  }

  @Test func `documents with equal content and other names are renamed, whatever their number`()
    throws
  {
    let from = (0..<60).map { configMap("old-\($0)", "same") }
    let to = (0..<60).map { configMap("new-\($0)", "same") }
    let told = try told(
      stream(from.joined(separator: "---\n")), stream(to.joined(separator: "---\n")))
    #expect(told.allSatisfy { $0.hasPrefix("renamed new-") } && told.count == 60)
  }

  @Test func `related names need less in common`() throws {
    func config(_ name: String, _ values: String...) -> String {
      let data = values.enumerated().map { "  k\($0): \($1)\n" }.joined()
      return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name)}\ndata:\n" + data
    }
    let old = config("web", "a", "b", "c", "web.example")
    #expect(
      try told(stream(old), stream(config("web-v2", "a", "b", "x", "web-v2.example"))) == [
        "renamed web-v2"
      ])
    #expect(
      try told(stream(old), stream(config("shop", "a", "b", "x", "shop.example"))) == [
        "removed web", "added shop",
      ])
    #expect(
      try told(stream(config("web-bcdfg24567", "a")), stream(config("web-hkmt224567", "z")))
        == ["renamed web-hkmt224567"])
  }

  @Test func `a rename tells the names, and the changes inside tell the rest`() throws {
    let from = stream(
      configMap("a", "{x: 1, y: 2, z: 3, u: 4, v: 5, w: 6, s: 7, t: 8, q: 9, p: 0}"))
    let to = stream(configMap("b", "{x: 1, y: 2, z: 3, u: 4, v: 5, w: 6, s: 7, t: 8, q: 9, p: 0}"))
    let changes = try StreamDiff.compare(from: from, to: to, rules: .kubernetes, ordersCount: true)
      .changes
    #expect(changes.map(\.kind) == [.renamed])
    #expect(changes[0].changes.isEmpty)
  }

  @Test func `one foreign document changes nothing about the others`() throws {
    let from = stream(configMap("a", "1"), "just: text\n", configMap("b", "2"))
    let to = stream(configMap("a", "1"), "- other\n", configMap("b", "3"))
    #expect(try told(from, to) == ["removed ?", "added ?", "changed b"])
  }

  @Test func `files that hold one document without identity each are compared`() throws {
    let from = stream("replicas: 1\nimage: a\n")
    #expect(try told(from, stream("image: b\n")) == ["changed ?"])
    #expect(try told(from, stream("# why\n---\nimage: b\n")) == ["changed ?"])
    #expect(try told(from, stream("- image\n")) == ["removed ?", "added ?"])
    #expect(try told(from, stream("image: b\n", "x: 1\n")) == ["removed ?", "added ?", "added ?"])
    let folder = [
      StreamSource(name: "a/values.yaml", bytes: from[0].bytes),
      StreamSource(name: "b/values.yaml", bytes: Array("x: 1\n".utf8)),
    ]
    let other = [
      StreamSource(name: "a/values.yaml", bytes: Array("x: 1\ny: 2\n".utf8)),
      StreamSource(name: "b/values.yaml", bytes: Array("replicas: 2\n".utf8)),
    ]
    #expect(try told(folder, other, ordersCount: false) == ["changed ?", "changed ?"])
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
        .allDuplicates.count == 2)
  }
}

extension StreamDiff.Outcome {
  fileprivate var allDuplicates: [StreamDocument] { oldDuplicates + newDuplicates }
}
