import Files
import Kubernetes
import TestSupport
import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

@Suite struct `what differs inside strings` {
  @Test(arguments: 0..<400)
  func `the changes inside, made on the data that the old string holds, give that of the new one`(
    seed: Int
  ) throws {
    var values = RandomConfiguration(random: SeededRandom(seed: UInt64(seed)))
    let old = values.mapping()
    let new = values.changed(old)
    guard new != old, new.mapping?.isEmpty == false else { return }
    let isJSON = values.random.chance(30)
    let isLiteral = !isJSON && values.random.chance(70)
    let compared = try Compared(
      RandomConfiguration.configMap(values.text(old, isJSON: isJSON), isLiteral: isLiteral),
      RandomConfiguration.configMap(values.text(new, isJSON: isJSON), isLiteral: isLiteral))
    let changes = try compared.changes
    #expect(changes.count == 1)
    // A text of one line that is no JSON is a string like any other.
    guard case .inside(let inside)? = changes.first?.detail else {
      let isShort = [old, new].allSatisfy {
        values.text($0, isJSON: false).split(separator: "\n").count < 2
      }
      #expect(isShort, "seed \(seed)")
      return
    }
    #expect(ValueChange.apply(inside.map(\.value), to: old) == new, "seed \(seed)")
    if isLiteral { try checkPlaces(inside, compared, "seed \(seed)") }
  }

  /// Each place of an entry is that of its key in the file.
  private func checkPlaces(
    _ changes: [ReportedChange], _ compared: Compared, _ comment: Comment
  ) throws {
    for change in changes {
      guard case .key(let key) = change.value.path.steps.last else { continue }
      for (place, text) in [(change.from, compared.old), (change.to, compared.new)] {
        guard let place else { continue }
        let line = text.split(separator: "\n", omittingEmptySubsequences: false)[place.line - 1]
        #expect(
          line.dropFirst(place.column - 1).hasPrefix(ScalarText.canonical(key) + ":"), comment)
      }
      if case .inside(let inner)? = change.detail { try checkPlaces(inner, compared, comment) }
    }
  }

  @Test func `a string in a string has its place in the file`() throws {
    func application(_ port: Int) -> String {
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata: {name: shop}
      spec:
        source:
          helm:
            values: |
              files:
                a.json: '{"ü": 1, "port": \(port)}'
                b.yaml: |
                  server:
                    port: \(port)

      """
    }
    let compared = try Compared(application(1), application(2))
    guard case .inside(let files)? = try compared.changes.first?.detail else {
      Issue.record("no data")
      return
    }
    let inner = files.map { change -> Place? in
      if case .inside(let changes)? = change.detail { changes.first?.to } else { nil }
    }
    #expect(
      inner == [
        Place(file: "new.yaml", line: 9, column: 29), Place(file: "new.yaml", line: 12, column: 15),
      ])
  }

  /// What is told about `a: OLD` becoming `a: NEW`.
  private func kind(_ old: String, _ new: String) throws -> String {
    func document(_ text: String) -> String {
      let object: Value = [
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "a"],
        "data": ["a": .string(text)],
      ]
      return object.json()
    }
    switch try Compared(document(old), document(new)).changes.first?.detail {
    case .inside: return "inside"
    case .style: return "same"
    case .lines: return "lines"
    case nil: return "whole"
    }
  }

  @Test(arguments: [
    ("a: 1\nb: 2\n", "a: 1\nb: 3\n", "inside"), ("a: 1\nb: 2\n", "b: 2\na: 1", "same"),
    ("{\"a\": 1}", "{\"a\": 2}", "inside"), ("[1]", "[1, 2]", "inside"), ("a: 1", "a: 2", "whole"),
    ("Note: this", "Note: that", "whole"), ("one\ntwo", "one\n2", "lines"),
    ("one", "one\ntwo", "lines"), ("one\n", "two\n", "whole"), ("a: 1\nb: 2", "- 1\n- 2", "lines"),
    ("a: 1\nb: [", "a: 1\nb: ]", "lines"), ("a: 1\na: 2", "a: 1\na: 3", "lines"),
    ("a: 1\nb: 1\n---\nc: 1", "a: 2\nb: 1\n---\nc: 1", "lines"), ("{{ .x }}", "{{ .y }}", "whole"),
    ("a: &a [x]\nb: *a", "a: &a [y]\nb: *a", "inside"), ("a: 1\n# c\nb: 1", "a: 1\nb: 1", "same"),
  ])
  func `is told as data where both are data, else by lines where there are lines`(
    old: String, new: String, expected: String
  ) throws {
    #expect(try kind(old, new) == expected, "\(old) → \(new)")
  }

  @Test func `strings in strings are followed to a depth`() throws {
    func nested(_ value: Int, _ depth: Int) -> String {
      (0..<depth).reduce("{\"v\": \(value)}") { text, _ in
        (["v": .string(text)] as Value).json(isPretty: false)
      }
    }
    #expect(try kind(nested(1, 12), nested(2, 12)) == "inside")
  }

  @Test(arguments: 0..<200)
  func `a place is the one that a plan gives the same change`(seed: Int) throws {
    var values = RandomConfiguration(random: SeededRandom(seed: UInt64(seed)))
    let old = values.mapping()
    let texts = [old, values.changed(old)].map { value in
      let data = values.random.chance(50) ? value.json() : CanonicalEmitter.emit(value)
      let lines = data.split(separator: "\n", omittingEmptySubsequences: false)
      return "kind: A\napiVersion: v1\nmetadata: {name: a}\nspec:\n"
        + lines.map { "  \($0)\n" }.joined()
    }
    let compared = try Compared(texts[0], texts[1])
    let versions = try zip(["old.yaml", "new.yaml"], texts).map { name, text in
      let bytes = Array(text.utf8)
      let root = try #require(try Document.parseSingle(bytes)?.root)
      return ObjectVersion(
        node: root, text: PlaceIndex(SourceFile(name: name, bytes: bytes)))
    }
    let object = try #require(ObjectReference(versions[0].node))
    let changes = try Change.between(versions[0], versions[1], object: object)
    let reported = try compared.changes
    #expect(reported.map(\.from) == changes.map(\.fromPlace), "seed \(seed)")
    #expect(reported.map(\.to) == changes.map(\.toPlace), "seed \(seed)")
  }
}
