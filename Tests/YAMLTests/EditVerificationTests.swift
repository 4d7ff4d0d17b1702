import Testing
import YAML

/// What tells an edit that did what it should from one that did more, by the nodes of both texts.
@Suite struct EditVerificationTests {
  static let old = """
    metadata:
      name: web
      labels: {app: web, tier: "1"}
    spec:
      template:
        metadata:
          labels:
            app: web
        ports: [80, 443]
    """

  private static let intended = old.replacing("        app: web", with: "        app: api")

  private static let operation = EditOperation.set(
    Path(keys: ["spec", "template", "metadata", "labels", "app"]), "api")

  private static func isVerified(
    _ new: String, after old: String = old, by operation: EditOperation = operation
  ) throws -> Bool {
    let before = try #require(try Document.parseSingle(Array(old.utf8)))
    let after = try #require(try Document.parseSingle(Array(new.utf8)))
    return operation.isAllThatDiffers(from: before, to: after)
  }

  @Test func `the intended text passes, in whatever style`() throws {
    #expect(try Self.isVerified(Self.intended))
    #expect(
      try Self.isVerified(Self.intended.replacing("[80, 443]", with: "\n    - 80\n    - 443")))
    #expect(try Self.isVerified(Self.intended.replacing("name: web", with: "name: 'web'  # x")))
  }

  @Test(arguments: [
    // What should have changed, did not, or became something else.
    ("app: api", "app: web"), ("app: api", "app: 1"), ("app: api", "app: api\n        more: x"),
    // Something else changed: a value, a type, an item, an entry that came or went.
    ("name: web", "name: api"), ("\"1\"", "1"), ("443", "444"), (", 443", ""),
    ("spec:", "more: x\nspec:"), ("{app: web, ", "{"), ("template:", "Template:"),
  ])
  func `anything else does not`(found: String, replacement: String) throws {
    let other = Self.intended.replacing(found, with: replacement)
    #expect(other != Self.intended)
    #expect(try !Self.isVerified(other))
  }

  /// A template in place of a value, which reads as a collection as a key.
  private static let template = """
    name: {{ .name }}
    list:
      - a: {{ .a }}
        b: 1
      - c
    labels: {x: "1"}
    """

  @Test(
    arguments: [
      (.set(["labels", "x"], "2"), "\"1\"", "\"2\""),
      (.set(["labels", "y"], "2"), "\"1\"", "\"1\", y: \"2\""),
      (.set(["mark"], ["a": 1]), "labels", "mark: {a: 1}\nlabels"),
      (.set(["more", "mark"], 1), "labels", "more: {mark: 1}\nlabels"),
      (.set(["name"], "web"), "{{ .name }}", "web"),
      (.rename(["labels"], to: "tags", ["x": "1"]), "labels", "tags"),
      (.remove(["name"]), "name: {{ .name }}\n", ""),
      (.set([.key("list"), .index(0), .key("b")], 2), "b: 1", "b: 2"),
      (.set([.key("list"), .index(1)], "d"), "- c", "- d"),
      (.set([.key("list"), .index(0)], "d"), "- a: {{ .a }}\n    b: 1", "- d"),
      (.remove([.key("list"), .index(1)]), "  - c\n", ""),
      (.insertItem([.key("list"), .index(2)], "d"), "- c", "- c\n  - d"),
    ] as [(EditOperation, String, String)])
  func `beside a template the intended text passes, and no other`(
    operation: EditOperation, found: String, replacement: String
  ) throws {
    let new = Self.template.replacing(found, with: replacement)
    #expect(new != Self.template)
    #expect(try Self.isVerified(new, after: Self.template, by: operation))
    for (found, other) in [
      (".name", ".other"), (".a", ".b"), ("- c", "- e"), ("b: ", "B: "), ("1", "3"),
      ("list:", "z: {}\nlist:"), ("name: {{ .name }}\n", ""),
    ] where new.contains(found) && new.replacing(found, with: other) != Self.template {
      let changed = new.replacing(found, with: other)
      #expect(try !Self.isVerified(changed, after: Self.template, by: operation), "\(changed)")
    }
    #expect(try !Self.isVerified(Self.template, after: Self.template, by: operation))
  }

  @Test func `the editor makes edits beside a template, and none inside`() throws {
    let text = Array(Self.template.utf8)
    let edited = try DocumentEditor.apply(
      [.set(["labels", "x"], "2"), .set([.key("list"), .index(0), .key("b")], 2)], to: text)
    #expect(
      String(decoding: edited, as: UTF8.self)
        == Self.template.replacing("\"1\"", with: "\"2\"").replacing("b: 1", with: "b: 2"))
    let place = try #require(text.ranges(of: Array("{ .name }".utf8)).first)
    #expect(throws: EditError(.unreadable(.collectionKey), at: place)) {
      try DocumentEditor.apply([.set(["name", "x"], 1)], to: text)
    }
  }

  @Test func `the editor makes edits beside a text that its tag does not fit, and over it`() throws
  {
    let text = "a: !!int x\nb: [!!bool maybe, 1]\nc: {d: 1}\n"
    let edited = try DocumentEditor.apply(
      [.set(["c", "d"], 2), .set([.key("b"), .index(1)], 3)], to: Array(text.utf8))
    #expect(
      String(decoding: edited, as: UTF8.self)
        == "a: !!int x\nb: [!!bool maybe, 3]\nc: {d: 2}\n")
    let other = try DocumentEditor.apply([.set(["a"], "web")], to: Array(text.utf8))
    #expect(String(decoding: other, as: UTF8.self) == text.replacing("!!int x", with: "web"))
  }

  @Test func `a change that an alias carries elsewhere does not pass`() throws {
    let shared = "a: {b: &x {c: 1}}\nd: *x\n"
    let operation = EditOperation.set(Path(keys: ["a", "b", "c"]), 2)
    #expect(
      try !Self.isVerified(shared.replacing("c: 1", with: "c: 2"), after: shared, by: operation))
  }

  @Test func `parents that the operation makes are part of it`() throws {
    let operation = EditOperation.set(Path(keys: ["metadata", "annotations", "mark"]), "x")
    let added = Self.old.replacing("  name: web", with: "  name: web\n  annotations: {mark: x}")
    #expect(try Self.isVerified(added, by: operation))
    #expect(
      try !Self.isVerified(added.replacing("mark: x", with: "mark: x, more: y"), by: operation))
  }

  @Test func `an edited document is what its text says, and its text what the editor gives`() throws
  {
    let document = try #require(try Document.parseSingle(Array(Self.old.utf8)))
    let edited = try #require(DocumentEditor.edited(document, by: Self.operation))
    #expect(String(decoding: edited.source, as: UTF8.self) == Self.intended)
    #expect(edited.source == (try DocumentEditor.apply([Self.operation], to: document.source)))
    let parsed = try #require(try Document.parseSingle(edited.source))
    #expect(try edited.root.value() == parsed.root.value())
  }
}
