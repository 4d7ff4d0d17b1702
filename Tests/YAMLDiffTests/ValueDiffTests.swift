import Testing
import YAML
import YAMLDiff

/// What a difference looks like: paths, keys of items, and how little it says.
@Suite struct `a difference names the topmost node that differs` {
  func changes(
    from: Value, to: Value, schema: Schema = .unknown
  ) throws -> [ValueChange] {
    let nodes = try [from, to].map { value in
      try #require(try Document.parseSingle(Array(CanonicalEmitter.emit(value).utf8))).root
    }
    return try NodeDiff.changes(from: nodes[0], to: nodes[1], schema: schema).map { try $0.value() }
  }

  @Test func `a label added to an object without labels is the whole labels mapping`() throws {
    let changes = try changes(
      from: ["metadata": ["name": "app"]],
      to: ["metadata": ["name": "app", "labels": ["istio.io/rev": "asm-1140-0"]]])
    #expect(changes.map(\.kind) == [.added])
    #expect(changes.map(\.path.pointer) == ["/metadata/labels"])
  }

  @Test func `a key with a slash is escaped in the pointer and in the keyed path`() throws {
    let changes = try changes(
      from: ["labels": ["istio.io/rev": "a"]], to: ["labels": ["istio.io/rev": "b"]])
    #expect(changes.map(\.path.pointer) == ["/labels/istio.io~1rev"])
    #expect(changes.map(\.keyedPath) == ["/labels/istio.io~1rev"])
  }

  @Test func `items with names are matched by name, whatever their position`() throws {
    let changes = try changes(
      from: ["env": [["name": "A", "value": "1"], ["name": "B", "value": "2"]]],
      to: ["env": [["name": "X"], ["name": "A", "value": "1"], ["name": "B", "value": "3"]]])
    #expect(changes.map(\.path.pointer) == ["/env/0", "/env/2/value"])
    #expect(changes.map(\.keyedPath) == ["/env[name=X]", "/env[name=B]/value"])
  }

  @Test func `ports of a Service are told apart by port and protocol`() throws {
    let schema = Schema(properties: ["ports": Schema(list: .map(keys: ["port", "protocol"]))])
    let changes = try changes(
      from: ["ports": [["port": 53, "protocol": "TCP"], ["port": 53, "protocol": "UDP"]]],
      to: ["ports": [["port": 53, "protocol": "UDP", "name": "dns"]]], schema: schema)
    #expect(changes.map(\.kind) == [.removed, .added])
    #expect(
      changes.map(\.keyedPath) == [
        "/ports[port=53,protocol=TCP]", "/ports[port=53,protocol=UDP]/name",
      ])
  }

  @Test func `items in another order are the fewest moves, and what changed in them is told`()
    throws
  {
    let changes = try changes(
      from: ["env": [["name": "A"], ["name": "B", "v": 1], ["name": "C"], ["name": "D"]]],
      to: ["env": [["name": "A"], ["name": "C"], ["name": "D"], ["name": "B", "v": 2]]])
    #expect(changes.map(\.kind) == [.moved, .changed])
    #expect(changes.map(\.path.pointer) == ["/env/3", "/env/3/v"])
    #expect(changes[0].oldPath?.pointer == "/env/1")
  }

  @Test func `an atomic list is told item by item, like one of which nothing is known`() throws {
    for rule in [ListRule.atomic, .inferred] {
      let numbers = try changes(from: [1, 2], to: [1, 3], schema: Schema(list: rule))
      #expect(numbers.map(\.kind) == [.removed, .added])
      #expect(numbers.map(\.path.pointer) == ["/1", "/1"])
      let named = try changes(
        from: [["name": "a", "v": 1], ["name": "b"]], to: [["name": "a", "v": 2], ["name": "b"]],
        schema: Schema(list: rule))
      #expect(named.map(\.keyedPath) == ["[name=a]/v"])
    }
  }

  @Test func `a key that an item leaves out is the default of the schema`() throws {
    let schema = Schema(list: .map(keys: ["port", ListKey("protocol", default: "TCP")]))
    let changes = try changes(
      from: [["port": 53, "a": 1], ["port": 53, "protocol": "UDP"]],
      to: [["port": 53, "protocol": "TCP", "a": 2], ["port": 53, "protocol": "UDP"]],
      schema: schema)
    #expect(
      changes.map(\.keyedPath) == [
        "[port=53,protocol=TCP]/a", "[port=53,protocol=TCP]/protocol",
      ])
    let other = try self.changes(
      from: [["port": 53]], to: [["port": 53, "protocol": "UDP"]], schema: schema)
    #expect(other.map(\.kind) == [.removed, .added])
    let null = try self.changes(
      from: [["port": 53, "protocol": .null]], to: [["port": 53, "protocol": "TCP"]],
      schema: schema)
    #expect(null.map(\.kind) == [.changed])
  }

  @Test func `keys of the schema that two items share do not tell them apart, their names do`()
    throws
  {
    let schema = Schema(list: .map(keys: ["port"]))
    let changes = try changes(
      from: [["port": 80, "name": "a"], ["port": 80, "name": "b", "v": 1]],
      to: [["port": 80, "name": "a"], ["port": 80, "name": "b", "v": 2]], schema: schema)
    #expect(changes.map(\.keyedPath) == ["[name=b]/v"])
  }

  @Test func `a number and a text of the same digits differ`() throws {
    #expect(try changes(from: ["a": 1], to: ["a": "1"]).map(\.kind) == [.changed])
  }

  @Test func `a mapping with collections as keys is equal in other styles, else one value`() throws
  {
    func changes(_ from: String, _ to: String) throws -> [NodeChange] {
      let nodes = try [from, to].map { text in
        try #require(try Document.parseSingle(Array(text.utf8))).root
      }
      return NodeDiff.changes(from: nodes[0], to: nodes[1])
    }
    let entries = (0..<20).map { "k\($0): \($0)\n" }.joined()
    for others in ["", entries, "'': 1\n" + entries] {
      let flow = "m:\n" + (others + "? [a, b]\n: 1\n").indentedByTwo
      let block = "m:\n" + ("? - a\n  - 'b'\n: 1\n" + others).indentedByTwo
      #expect(try changes(flow, block).isEmpty)
      let different = try changes(flow, block.replacing("- a", with: "- c"))
      #expect(different.map(\.path.pointer) == ["/m"])
      #expect(throws: ParseError.self) { try different.map { try $0.value() } }
    }
  }
}

extension String {
  /// Each line two columns further in.
  fileprivate var indentedByTwo: String {
    split(separator: "\n").map { "  " + $0 + "\n" }.joined()
  }
}
