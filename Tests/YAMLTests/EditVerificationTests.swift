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
