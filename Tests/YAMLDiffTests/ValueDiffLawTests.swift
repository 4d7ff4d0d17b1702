import Testing
import YAML
import YAMLDiff

/// The laws of structural differences, over every pair of a small world of values.
@Suite struct `the laws of differences hold for every pair of small values` {
  /// Scalars, mappings and lists of them nested twice, and lists of named items; all pairs are tried.
  static let world: [Value] = {
    let scalars: [Value] = [.null, "x", "y", 1]
    var small = scalars + [.sequence([]), .mapping(Mapping())]
    for item in scalars {
      small.append(["a": item])
      small.append([item])
    }
    small += [
      ["a": "x", "b": "y"], ["b": "y", "a": "z"], ["x", "y"], ["y", "x"], ["x", "x", "y"],
    ]
    var all = small
    for value in small { all.append(["k": value]) }
    for value in small { all.append(["x", value]) }
    // Lists of named items: the shape that Kubernetes has everywhere.
    let named: [Value] = [
      ["name": "a", "v": 1], ["name": "a", "v": 2], ["name": "b", "v": 1], ["name": "c"],
    ]
    for one in named {
      for other in named {
        all.append(["items": [one, other]])
        all.append(["items": [one, "x", other]])
      }
      all.append(["items": [one]])
    }
    for (one, two, three) in [(0, 2, 3), (3, 2, 0), (2, 0, 3), (3, 1, 2)] {
      all.append(["items": [named[one], named[two], named[three]]])
    }
    return all
  }()

  /// Each value as a document, since differences are of texts.
  static let documents: [Value: Node] = {
    Dictionary(world.compactMap { value in node(value).map { (value, $0) } }) { first, _ in first }
  }()

  static func node(_ value: Value) -> Node? {
    let text = Array(CanonicalEmitter.emit(value).utf8)
    return (try? Document.parseSingle(text)).flatMap { $0 }?.root
  }

  func difference(_ from: Value, _ to: Value) throws -> [ValueChange] {
    let from = try #require(Self.documents[from] ?? Self.node(from))
    let to = try #require(Self.documents[to] ?? Self.node(to))
    return try NodeDiff.changes(from: from, to: to).map { try $0.value() }
  }

  @Test func `a value has no difference from itself`() throws {
    for value in Self.world {
      #expect(try difference(value, value).isEmpty)
    }
  }

  @Test func `there is a difference exactly when values are not equal`() throws {
    for from in Self.world {
      for to in Self.world {
        #expect(try difference(from, to).isEmpty == (from == to))
      }
    }
  }

  @Test func `applying the difference of a and b to a gives b`() throws {
    for from in Self.world {
      for to in Self.world {
        let changes = try difference(from, to)
        #expect(ValueChange.apply(changes, to: from) == to, "\(from.json()) to \(to.json())")
      }
    }
  }

  @Test func `the difference says what was there before and what is there after`() throws {
    for from in Self.world {
      for to in Self.world {
        for change in try difference(from, to) {
          switch change.kind {
          case .added: #expect(change.from == nil && to[change.path] == change.to)
          case .removed: #expect(change.to == nil && from[change.path] == change.from)
          case .changed: #expect(to[change.path] == change.to && change.from != change.to)
          case .moved:
            #expect(change.oldPath.flatMap { from[$0] } == change.from)
            #expect(to[change.path] == change.to)
          }
        }
      }
    }
  }

  @Test func `items that move inside an item that moves are not there twice`() throws {
    let one: Value = [
      ["name": "a", "l": ["x", "y", ["name": "p"]]], ["name": "b"], ["name": "c"],
    ]
    let other: Value = [
      ["name": "c"], ["name": "b"], ["name": "a", "l": [["name": "p"], "y", "x"]],
    ]
    for (from, to) in [(one, other), (other, one)] {
      let changes = try difference(from, to)
      #expect(changes.count { $0.kind == .moved } == 4)
      #expect(ValueChange.apply(changes, to: from) == to)
    }
  }

  @Test func `keys that differ in how an accent is written are two keys`() throws {
    let one: Value = ["caf\u{E9}": 1]
    let other: Value = ["cafe\u{301}": 1, "caf\u{E9}": 2]
    let changes = try difference(one, other)
    #expect(ValueChange.apply(changes, to: one) == other)
    let operations = ValueChange.jsonPatch(for: changes)
    #expect(operations.map { $0[Path(keys: ["op"])] } == ["replace", "add"])
  }

  @Test func `a JSON Patch replaces the member "-" by adding it`() throws {
    let operations = ValueChange.jsonPatch(
      for: try difference(["-": 1, "a": 1], ["-": 2, "a": 2]))
    #expect(operations.map { $0[Path(keys: ["op"])] } == ["add", "replace"])
  }

  @Test func `mappings with merge keys are compared entry by entry`() throws {
    let from = "x: &x {a: 1, b: {c: 1, d: 2}}\ny: {<<: *x, e: 1}\n"
    for (to, expected) in [
      ("x: &x {a: 1, b: {c: 1, d: 2}}\ny: {<<: *x, e: 2}\n", ["changed /y/e"]),
      ("x: &x {a: 1, b: {c: 3, d: 2}}\ny: {<<: *x, e: 1}\n", ["changed /x/b/c", "changed /y/b/c"]),
      ("x: &x {a: 1, b: {c: 1, d: 2}}\ny: {<<: *x, e: 1, a: 5}\n", ["changed /y/a"]),
      ("x: &x {a: 1, b: {c: 1, d: 2}}\ny: {e: 1, b: {d: 2, c: 1}}\n", ["removed /y/a"]),
      ("x: {a: 1, b: {c: 1, d: 2}}\ny: {<<: [{a: 1}, {a: 2, b: {c: 1, d: 2}}], e: 1}\n", []),
    ] {
      let nodes = try [from, to].map {
        try #require(try Document.parseSingle(Array($0.utf8))).root
      }
      let changes = try NodeDiff.changes(from: nodes[0], to: nodes[1]).map { try $0.value() }
      #expect(changes.map { "\($0.kind.rawValue) \($0.path.pointer)" } == expected)
      #expect(ValueChange.apply(changes, to: try nodes[0].value()) == (try nodes[1].value()))
    }
  }

  @Test func `the order of keys is never a difference`() throws {
    let one: Value = ["a": 1, "b": ["c": 2, "d": 3]]
    let other: Value = ["b": ["d": 3, "c": 2], "a": 1]
    #expect(try difference(one, other).isEmpty)
  }
}
