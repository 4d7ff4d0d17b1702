import Testing
import YAML
import YAMLDiff

/// What rules about paths leave of a difference.
@Suite struct `an ignored part is as good as absent` {
  /// What is told of two YAML texts, such as `changed /spec/replicas`.
  func told(
    _ from: String, _ to: String, ignoring rules: [(String, ChangeKinds)],
    schema: Schema = .unknown
  ) throws -> [String] {
    let old = try #require(try Document.parseSingle(Array(from.utf8)))
    let new = try #require(try Document.parseSingle(Array(to.utf8)))
    let rules = try IgnoreRules(paths: rules.map { try .init(PathPattern($0.0), $0.1) })
    return NodeDiff.changes(from: old.root, to: new.root, schema: schema, ignoring: rules)
      .map { "\($0.kind.rawValue) \($0.keyedPath)" }
  }

  struct Row: Sendable {
    let rule: String
    let from: String
    let to: String
    let told: [String]

    init(_ rule: String, _ from: String, _ to: String, _ told: String...) {
      self.rule = rule
      self.from = from
      self.to = to
      self.told = told
    }
  }

  static let rows = [
    Row("/a", "{a: 1, b: 1}", "{a: 2, b: 2}", "changed /b"),
    Row("/a", "{a: 1}", "{b: 1}", "added /b"),
    Row("/a/*", "{a: {x: 1}}", "{a: {y: 1}}"),
    Row("/a/*", "{a: {x: {z: 1}}}", "{a: {x: {z: 2}}}"),
    Row("/*/x", "{a: {x: 1}, b: {x: 1, y: 1}}", "{a: {x: 2}, b: {x: 2, y: 2}}", "changed /b/y"),
    // Also below.
    Row("/a", "{a: {b: {c: 1}}}", "{a: {b: {c: 2}}}"),
    // A part with nothing else in it is as good as absent, an empty one is not.
    Row("/a/x", "{}", "{a: {x: 1}}"),
    Row("/a/x", "{a: {x: 1}}", "{}"),
    Row("/a/x", "{a: {}}", "{a: {x: 1}}"),
    Row("/a/x", "{}", "{a: {}}", "added /a"),
    Row("/a/x", "{}", "{a: {x: 1, y: 1}}", "added /a"),
    Row("/a/x", "{a: {x: 1, y: 1}}", "{}", "removed /a"),
    Row("/a/x", "{a: {x: 1}}", "{a: {x: 1, y: 1}}", "added /a/y"),
    Row("/a/x", "{a: {x: 1}}", "{a: 1}", "changed /a"),
    Row("/a[*]/x", "{}", "{a: [{x: 1}, {x: 2}]}"),
    // Any depth.
    Row("/**/ca", "{ca: 1, a: {ca: 1, b: [{ca: 1}]}}", "{ca: 2, a: {ca: 2, b: [{ca: 2}]}}"),
    Row("/a/**", "{a: {x: 1}}", "{a: {x: {y: 1}}}"),
    Row("/a/**", "{a: 1}", "{a: 2}", "changed /a"),
    Row(
      "/a/**/b/**/c", "{a: {b: {b: {c: 1}, d: 1}}}", "{a: {b: {b: {c: 2}, d: 2}}}",
      "changed /a/b/d"),
    // One field of items, not the list (argo-cd 11876).
    Row(
      "/l[*]/x", "{l: [{name: a, x: 1}, {name: b, x: 1, y: 1}]}",
      "{l: [{name: a, x: 2}, {name: b, x: 2, y: 2}]}", "changed /l[name=b]/y"),
    Row(
      "/l[*]/x", "{l: [{name: a, x: 1}]}", "{l: [{name: a, x: 2}, {name: b, x: 1}]}",
      "added /l[name=b]"),
    Row(
      "/l[name=a]", "{l: [{name: a, x: 1}, {name: b, x: 1}]}",
      "{l: [{name: b, x: 2}, {name: a, x: 2}]}", "changed /l[name=b]/x"),
    Row(
      "/l[name=a*]/x", "{l: [{name: a1, x: 1}, {name: b, x: 1}]}",
      "{l: [{name: a1, x: 2}, {name: b, x: 2}]}", "changed /l[name=b]/x"),
    Row(
      "/l[name=b]/x", "{l: [{name: a, x: 1}, {name: b, x: 1}]}",
      "{l: [{name: b, x: 2}, {name: a, x: 1}]}", "moved /l[name=a]"),
    Row(
      "/l[port=80,protocol=TCP]", "{l: [{port: 80, protocol: TCP, name: a}]}",
      "{l: [{port: 81, protocol: TCP, name: a}]}", "added /l[name=a]"),
    Row("/l/0", "{l: [x, y]}", "{l: [z, y]}"),
    Row("/l/1", "{l: [x, y]}", "{l: [z, y]}", "removed /l/0", "added /l/0"),
    Row("/l/0", "{l: {'0': 1, '1': 1}}", "{l: {'0': 2, '1': 2}}", "changed /l/1"),
    // Items without keys pair by what is left of them.
    Row(
      "/l[*]/t", "{l: [{x: 1, t: 1}, {x: 2, t: 1}]}",
      "{l: [{x: 0}, {x: 1, t: 2}, {x: 2, t: 2}]}", "added /l/0"),
    Row(
      "/l[*]/t", "{l: [{x: 1, t: 1}, {x: 2, t: 1}]}", "{l: [{x: 2, t: 2}, {x: 1, t: 2}]}",
      "moved /l/1"),
    // Merge keys, and lists that are one value.
    Row("/a/x", "{b: &b {x: 1, y: 1}, a: {<<: *b}}", "{b: &b {x: 1, y: 1}, a: {<<: *b, x: 2}}"),
    Row(
      "/a/y", "{b: &b {x: 1, y: 1}, a: {<<: *b}}", "{b: &b {x: 1, y: 1}, a: {<<: *b, x: 2}}",
      "changed /a/x"),
  ]

  @Test(arguments: rows)
  func `rules for every kind of change`(row: Row) throws {
    #expect(
      try told(row.from, row.to, ignoring: [(row.rule, .all)]) == row.told,
      "\(row.rule): \(row.from) to \(row.to)")
  }

  @Test func `an item is named by what it is when it does not say so`() throws {
    let keys: [ListKey] = ["port", ListKey("protocol", default: "TCP")]
    let schema = Schema(properties: ["l": Schema(list: .map(keys: keys))])
    #expect(
      try told(
        "{l: [{port: 80, x: 1}, {port: 80, protocol: UDP, x: 1}]}",
        "{l: [{port: 80, x: 2}, {port: 80, protocol: UDP, x: 2}]}",
        ignoring: [("/l[port=80,protocol=TCP]/x", .all)], schema: schema)
        == ["changed /l[port=80,protocol=UDP]/x"])
  }

  static let kinds: [(kinds: ChangeKinds, told: [String])] = [
    (.added, ["removed /a/r", "changed /a/c", "moved /a/l/0"]),
    (.removed, ["changed /a/c", "moved /a/l/0", "added /a/n"]),
    (.changed, ["removed /a/r", "moved /a/l/0", "added /a/n"]),
    (.moved, ["removed /a/r", "changed /a/c", "added /a/n"]),
    ([.added, .removed], ["changed /a/c", "moved /a/l/0"]),
  ]

  @Test(arguments: kinds)
  func `rules for some kinds of changes`(row: (kinds: ChangeKinds, told: [String])) throws {
    #expect(
      try told(
        "{a: {r: 1, c: 1, l: [x, y]}}", "{a: {c: 2, l: [y, x], n: 1}}",
        ignoring: [("/a/**", row.kinds)]
      ).map { $0.replacing("/l/1", with: "/l/0") } == row.told)
  }

  @Test func `what is added with nothing else in it is not told either`() throws {
    let rules = [("/a/x", ChangeKinds.added)]
    #expect(try told("{}", "{a: {x: 1}}", ignoring: rules).isEmpty)
    #expect(try told("{}", "{a: {x: 1, y: 1}}", ignoring: rules) == ["added /a"])
    #expect(try told("{a: {x: 1}}", "{}", ignoring: rules) == ["removed /a"])
    #expect(try told("{a: {x: 1}}", "{a: {x: 2}}", ignoring: rules) == ["changed /a/x"])
  }

  @Test func `rules for some kinds add up to one for all`() throws {
    #expect(
      try told(
        "{a: {x: 1}, b: {}}", "{b: {x: 1}}",
        ignoring: [("/*/x", [.added, .changed]), ("/a/*", [.removed, .moved]), ("/b", .all)]
      ).isEmpty)
    #expect(
      try told(
        "{a: {x: 1}}", "{a: {}}", ignoring: [("/*/x", [.added, .changed]), ("/a/*", .removed)]
      ).isEmpty)
  }

  @Test(
    arguments: [
      ("/b/c", ChangeKinds.all, ["changed /a", "added /l[name=x]"]),
      ("/b", .all, ["changed /a", "added /l[name=x]"]),
      ("/l[name=x]", .all, ["changed /a", "changed /b/c"]),
      ("/l[*]/name", .all, ["changed /a", "changed /b/c"]),
      ("/**", .changed, ["added /l[name=x]"]),
      ("/z", .all, ["changed /a", "changed /b/c", "added /l[name=x]"]),
    ] as [(String, ChangeKinds, [String])])
  func `comments of an ignored part are ignored with it`(
    row: (rule: String, kinds: ChangeKinds, told: [String])
  ) throws {
    func root(_ text: String) throws -> Node {
      try #require(try Document.parseSingle(Array(text.utf8))).root
    }
    let rules = try IgnoreRules(paths: [.init(PathPattern(row.rule), row.kinds)])
    let changes = CommentDiff.changes(
      from: try root("a: 1 # one\nb:\n  c: 1 # one\nl:\n- name: x\n- name: y\n"),
      to: try root("a: 1 # two\nb:\n  c: 1 # two\nl:\n# new\n- name: x\n- name: y\n"),
      ignoring: rules)
    #expect(changes.map { "\($0.kind.rawValue) \($0.keyedPath)" } == row.told)
  }
}
