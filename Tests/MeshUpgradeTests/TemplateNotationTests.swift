internal import Files
internal import FoundationEssentials
internal import Kubernetes
internal import Testing
internal import YAML

@testable internal import MeshUpgrade

struct TemplateNotationTests {
  /// Names for the templates below: two texts, a number, two lists; `on` holds and `off` does not.
  private static let parameters = TemplateParameters(
    values: [
      "revision": "1130", "tag": "prod", "port": 443, "reviews": ["v1beta1", "v1"],
      "ports": [
        ["name": "https", "port": 443, "also": ["a", "b"]],
        ["name": "http", "port": 80, "also": []],
      ],
    ], conditions: ["on"], knownConditions: ["on", "off"])

  private func expand(_ text: String) throws -> String? {
    let template = try Template(SourceFile(name: "t.yaml", bytes: Array(text.utf8)))
    return try TemplateEngine.expand(template, with: Self.parameters).map(CanonicalEmitter.emit)
  }

  /// The findings of a template as `line:column message`.
  private func defects(_ text: String) -> [String] {
    do {
      _ = try expand(text)
      return []
    } catch {
      let findings = (error as? Refusal)?.findings ?? []
      #expect(findings.allSatisfy { $0.rule == .template && $0.place?.file == "t.yaml" })
      return findings.map { "\($0.place?.line ?? 0):\($0.place?.column ?? 0) \($0.message)" }
    }
  }

  @Test(arguments: [
    ("a text parameter stays text", "a: !param revision", "a: \"1130\"\n"),
    ("a number stays a number", "a: !param port", "a: 443\n"),
    (
      "plain YAML stays as it is", "{a: [1, true, ~, '1'], b: {}}",
      "a:\n- 1\n- true\n- null\n- \"1\"\nb: {}\n"
    ),
    ("YAML's own tags count", "a: !!str 12", "a: \"12\"\n"),
    ("an entry is kept", "{a: !when:on 1, b: 2}", "a: 1\nb: 2\n"),
    ("an entry is dropped", "{a: !when:off 1, b: 2}", "b: 2\n"),
    ("an item is dropped", "[!when:off a, !when:on b, c]", "- b\n- c\n"),
    ("quoted text under a condition stays text", "a: !when:on \"true\"", "a: \"true\"\n"),
    (
      "conditions nest", "a: !when:on {b: !when:off 1, c: !when:on [!param tag]}",
      "a:\n  c:\n  - prod\n"
    ),
    ("what loses all entries stays, empty", "a: {b: !when:off 1}", "a: {}\n"),
    (
      "the items of a list", "a: [first, !each:reviews , last]",
      "a:\n- first\n- v1beta1\n- v1\n- last\n"
    ),
    ("a node per item", "- !each:reviews\n  v: !param item", "- v: v1beta1\n- v: v1\n"),
    (
      "a field of an item", "- !each:ports\n  name: !param item.name\n  p: !param item.port",
      "- name: https\n  p: 443\n- name: http\n  p: 80\n"
    ),
    (
      "a list inside an item",
      "- !each:ports\n  l: [!each:item.also ]\n  m:\n  - !each:item.also\n    x: !param item",
      "- l:\n  - a\n  - b\n  m:\n  - x: a\n  - x: b\n- l: []\n  m: []\n"
    ),
    (
      "an alias repeats tags too", "{a: &a {b: !param tag, c: !when:off 1}, d: *a}",
      "a:\n  b: prod\nd:\n  b: prod\n"
    ),
    (
      "a merge stands where it is written", "{a: 1, <<: {b: 2, c: 3}, d: 4, c: 5}",
      "a: 1\nb: 2\nd: 4\nc: 5\n"
    ),
    ("a merge under a condition", "{a: 1, <<: !when:on {b: !param tag}}", "a: 1\nb: prod\n"),
    ("a merge that is dropped", "{a: 1, <<: !when:off {b: 2}}", "a: 1\n"),
    (
      "merges in a list, the first strongest", "<<: [!when:off {a: 1}, {a: 2}, {a: 3, b: 3}]",
      "a: 2\nb: 3\n"
    ),
    (
      "a dropped entry leaves the merged one", "{<<: {a: otherwise}, a: !when:off then}",
      "a: otherwise\n"
    ),
    ("a quoted << is a key", "\"<<\": 1", "\"<<\": 1\n"),
  ])
  func `the notation gives plain YAML`(rule: String, template: String, result: String) throws {
    #expect(try expand(template) == result, "\(rule)")
  }

  @Test func `the example of the README is what the engine gives`() throws {
    let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let bytes = try #require(
      FileManager.default.contents(atPath: "/\(package)/templates/README.md"))
    let sections = String(decoding: bytes, as: UTF8.self).split(separator: "\n## The notation\n")
    let blocks = sections[1].split(separator: "```").filter { $0.hasPrefix("yaml\n") }
    let context = RenderContext(
      revision: "1130", version: TemplateGoldens.version("1.24.6"), namespace: "istio-system",
      tag: "prod")
    var names = TemplateParameters(
      values: context.values, conditions: ["chartLabels"],
      knownConditions: ["chartLabels", "defaultTag", "releaseLabel"])
    names.values["reviewVersions"] = ["v1beta1", "v1"]
    let text = Array(blocks[0].dropFirst("yaml\n".count).utf8)
    let value = try TemplateEngine.expand(
      Template(SourceFile(name: "t.yaml", bytes: text)), with: names)
    #expect(value.map(CanonicalEmitter.emit) == String(blocks[1].dropFirst("yaml\n".count)))
  }

  @Test func `a template whose condition does not hold gives nothing`() throws {
    #expect(try expand("!when:off {a: 1}") == nil)
    #expect(try expand("!when:on {a: 1}") == "a: 1\n")
  }

  @Test(arguments: [
    ("a: !param revison", "1:4 no parameter is named revison"),
    ("a:\n  b: [1, !param reviews]", "2:10 reviews is a list, expected one value"),
    ("a: !param [x]", "1:4 !param stands before the name of a parameter"),
    ("a: !param ", "1:4 !param stands before the name of a parameter"),
    ("a: !param item", "1:4 no parameter is named item"),
    (
      "- !each:ports\n  a: !param item.protocol",
      "2:6 the item of this !each has nothing named protocol"
    ),
    ("- !each:ports\n  a: !param item", "2:6 item is a mapping, expected one value"),
    ("a: !when:of 1", "1:4 no condition is named of"),
    ("a: !each:reviews x", "1:4 !each:reviews stands outside a list"),
    ("- !each:reviews x", "1:3 !each:reviews stands before a mapping, a list or nothing"),
    ("- !each:revision", "1:3 revision is not a list"),
    ("- !each:revisions", "1:3 no parameter is named revisions"),
    (
      "a: !prama tag",
      "1:4 the tag !prama is not one of !param, !when:CONDITION and !each:LIST"
    ),
    ("a: !when 1", "1:4 the tag !when is not one of !param, !when:CONDITION and !each:LIST"),
    ("- !when:on a: 1", "1:3 the tag !when:on stands before the key a, expected before a value"),
    ("<<: 1", "1:5 the value of << is neither a mapping nor a list of mappings"),
    ("{{tag}}: 1", "1:1 a collection is used as a mapping key, expected text"),
    ("a: 1\na: 2", "2:1 the key \"a\" stands twice in this mapping"),
    (
      "a: [1",
      "1:6 not valid YAML: did not find expected ',' or ']' (while parsing a flow sequence)"
    ),
    ("", "1:1 expected one YAML document"),
    ("a: 1\n---\na: 2", "1:1 expected one YAML document"),
  ])
  func `a defect is named with its place`(template: String, defect: String) {
    #expect(defects(template) == [defect])
  }

  @Test func `every defect is named, each once`() {
    let template = "- !each:ports\n  a: !param x\n  b: !param y\n- !when:z c\n"
    #expect(
      defects(template) == [
        "2:6 no parameter is named x", "3:6 no parameter is named y", "4:3 no condition is named z",
      ])
  }

  @Test func `a hint lists the names there are`() throws {
    let refusal = try #require(throws: Refusal.self) { try expand("a: !param x") }
    #expect(
      refusal.findings.first?.hint == "the parameters are: port, ports, reviews, revision, tag")
  }

  @Test func `lists in lists may not grow without end`() {
    let list = "[" + String(repeating: "!each:reviews [", count: 22)
    let template = list + "x" + String(repeating: "]", count: 23)
    #expect(
      defects(template).map { $0.drop { $0 != " " } } == [
        " the aliases would grow this document beyond 1000000 values"
      ])
  }

  @Test func `aliases in aliases may not nest without end`() {
    let lines = (0..<6).map { level in
      let inner = level == 0 ? "x" : "*a\(level - 1)"
      let open = String(repeating: "[", count: 100)
      return "a\(level): &a\(level) \(open)\(inner)\(String(repeating: "]", count: 100))\n"
    }
    #expect(
      defects(lines.joined()).allSatisfy {
        $0.hasSuffix("collections are nested deeper than 512 levels")
      })
    #expect(!defects(lines.joined()).isEmpty)
  }
}
