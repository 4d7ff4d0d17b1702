internal import Files
internal import Kubernetes
internal import Testing
internal import YAML

@testable internal import MeshUpgrade

struct TemplateLibraryTests {
  private static let versions = """
    minors:
      "1.14": first
      "1.15": first
      "1.16": second
    families:
      first: {conditions: [labelled], values: {port: 443}}
      second: {}
    """
  private static let service = """
    apiVersion: v1
    kind: Service
    metadata:
      name: istiod
      namespace: !param namespace
      labels: !when:labelled {istio.io/rev: !param revision}
    """

  private func library(
    versions: String = Self.versions, _ files: [(path: String, text: String)] = [],
    service: String = Self.service
  ) throws(Refusal) -> TemplateLibrary {
    let own = [("versions.yaml", versions), ("first/istiod-service.yaml", service)]
    return try TemplateLibrary(files: own + files, folder: "mine")
  }

  /// The findings of a folder as `file:line:column message`.
  private func defects(_ body: () throws(Refusal) -> TemplateLibrary) -> [String] {
    do throws(Refusal) {
      _ = try body()
      return []
    } catch {
      return error.findings.map { finding in
        let place = finding.place.map { "\($0.file):\($0.line):\($0.column) " } ?? ""
        return place + finding.message
      }
    }
  }

  private func version(_ text: String) -> TemplateVersion { TemplateGoldens.version(text) }

  @Test func `the built-in templates have no defects`() {
    #expect(
      defects { () throws(Refusal) in try TemplateLibrary(files: TemplateLibrary.builtInFiles) }
        == [])
  }

  @Test func `a family takes what it has no file for from the family before it`() throws {
    let own = "{apiVersion: v1, kind: Service, metadata: {name: own}}"
    let library = try library([("second/revision-tag-service.yaml", own)])
    func names(_ text: String) throws -> [String?] {
      try [TemplateForm.bareService, .revisionTagService].map { form in
        let context = RenderContext(
          revision: "a", version: version(text), namespace: "b", tag: "t")
        return try library.render(form: form, parameters: context)?.object.description
      }
    }
    #expect(try names("1.15.2") == ["Service b/istiod", nil])
    #expect(try names("1.16.0") == ["Service b/istiod", "Service own"])
  }

  @Test func `a family's conditions hold for its minors alone`() throws {
    let library = try library()
    func labels(_ text: String) throws -> [String]? {
      try library.bareService(revision: "a", version: version(text), namespace: "b")
        .value["metadata"]?.mapping?.keys
    }
    #expect(try labels("1.14.0") == ["name", "namespace", "labels"])
    #expect(try labels("1.16.0") == ["name", "namespace"])
  }

  @Test func `a minor that changed nothing is one line, one that changed a field one file`() throws
  {
    var files = TemplateLibrary.builtInFiles
    let table = try #require(files.firstIndex { $0.0 == "versions.yaml" })
    let (next, family) = (TemplateGoldens.next, try TemplateGoldens.newestFamily())
    func webhooks(_ text: String) throws -> GeneratedManifest {
      try TemplateLibrary(files: files).revisionTag(
        tag: "prod", revision: "a", version: version(text), namespace: "istio-system")[0]
    }
    let line = "minors:\n  \"\(next)\": \(family)"
    files[table].1 = files[table].1.replacing("minors:", with: line)
    #expect(try webhooks(next + ".0").object == webhooks(TemplateGoldens.newest.text).object)

    files[table].1 = files[table].1.replacing(line, with: "minors:\n  \"\(next)\": istio-\(next)")
    files[table].1 += "  istio-\(next): {values: {reviewVersions: [v2]}}\n"
    let text = "{apiVersion: v2, kind: X, metadata: {name: a}, in: [!each:reviewVersions ]}"
    files.append(("istio-\(next)/revision-tag.yaml", text))
    #expect(try webhooks(next + ".0").value["in"] == ["v2"])
    #expect(
      try webhooks(TemplateGoldens.newest.text).object.key.kind == "MutatingWebhookConfiguration")
  }

  @Test func `a new minor has every form of its family, and one new file changes one form`() throws
  {
    var files = TemplateLibrary.builtInFiles
    let table = try #require(files.firstIndex { $0.0 == "versions.yaml" })
    let (next, family) = (TemplateGoldens.next, try TemplateGoldens.newestFamily())
    let newest = TemplateGoldens.newest.minor
    func manifests(_ minor: Int) throws -> [TemplateForm: Value] {
      let library = try TemplateLibrary(files: files)
      let version = TemplateVersion(major: 1, minor: minor, text: "1.x")
      var result: [TemplateForm: Value] = [:]
      for form in TemplateForm.allCases {
        let context = RenderContext(
          revision: "a", version: version, namespace: "b", tag: form.hasTag ? "prod" : nil)
        result[form] = try library.render(form: form, parameters: context)?.value
      }
      return result
    }
    let text = files[table].1
    files[table].1 = text.replacing("minors:", with: "minors:\n  \"\(next)\": \(family)")
    // All but the validator of galley and the channel.
    let (last, new) = (try manifests(newest), try manifests(newest + 1))
    #expect(last.count == TemplateForm.allCases.count - 2 && new == last)

    // The same conditions and values, in a family that has one file of its own.
    let ownFamily = text.split(separator: "  \(family):\n")[1]
    files[table].1 =
      text.replacing("minors:", with: "minors:\n  \"\(next)\": istio-\(next)")
      + "  istio-\(next):\n" + ownFamily
    for form in TemplateForm.allCases where last[form] != nil {
      let own = "{apiVersion: v2, kind: X, metadata: {name: own}}"
      files.append(("istio-\(next)/\(form.rawValue)", own))
      let changed = try manifests(newest + 1)
      #expect(TemplateForm.allCases.filter { changed[$0] != last[$0] } == [form])
      #expect(try manifests(newest) == last)
      files.removeLast()
    }
  }

  @Test func `a folder without a table is refused`() {
    #expect(
      defects { () throws(Refusal) in try TemplateLibrary(files: [], folder: "mine") }
        == ["the folder mine has no versions.yaml"])
  }

  @Test(arguments: [
    (
      "minors: {\"1.14\": first}",
      ["1:1 the table has no families", "1:18 no family is named first"]
    ),
    (
      "minor: {}\nfamilies: {}",
      ["1:1 no field is named minor", "1:1 the table has no minors"]
    ),
    (
      "minors: {\"1.14.0\": a, \"1.014\": a, x: a}\nfamilies: {a: {}}",
      [
        "1:10 1.14.0 is not an Istio minor", "1:23 1.014 is not an Istio minor",
        "1:35 x is not an Istio minor",
      ]
    ),
    ("minors: {}\nfamilies:\n  a: {condition: []}", ["3:7 no field is named condition"]),
    ("minors: {}\nfamilies:\n  a: {conditions: x}", ["3:19 expected a list of conditions"]),
    ("minors: {}\nfamilies:\n  a: {conditions: [[x]]}", ["3:20 expected the name of a condition"]),
    (
      "minors: {}\nfamilies:\n  a: {conditions: [defaultTag], values: {revision: x}}",
      [
        "3:20 defaultTag has a meaning already, expected another name",
        "3:42 revision has a meaning already, expected another name",
      ]
    ),
    ("- 1", ["1:1 expected a mapping"]),
  ])
  func `a defect of the table is named with its place`(text: String, expected: [String]) {
    #expect(
      defects { () throws(Refusal) in
        try TemplateLibrary(files: [("versions.yaml", text)], folder: "mine")
      } == expected.map { "mine/versions.yaml:" + $0 })
  }

  @Test(arguments: [
    ("a: !param tag", ["6:8 no parameter is named tag"]),
    ("a: !when:labeled 1", ["6:8 no condition is named labeled"]),
    // 443 for the first family; the second, which uses the file too, has no such value.
    ("a: !param port", ["6:8 no parameter is named port"]),
  ])
  func `a defect of a template is found even where no one renders it`(
    line: String, expected: [String]
  ) {
    let text = """
      apiVersion: v1
      kind: Service
      metadata:
        name: istiod
        labels: !when:labelled
          \(line)
      """
    #expect(
      defects { () throws(Refusal) in try library(service: text) }
        == expected.map { "mine/first/istiod-service.yaml:" + $0 })
  }

  @Test func `what is not a manifest is refused`() {
    #expect(
      defects { () throws(Refusal) in try library(service: "a: !when:labelled 1") } == [
        "mine/first/istiod-service.yaml:1:1 "
          + "expected apiVersion, kind and metadata.name, all of them text"
      ])
  }

  @Test func `a condition that no template asks for is refused`() {
    let text = Self.versions.replacing("second: {}", with: "second: {conditions: [labeled]}")
    #expect(
      defects { () throws(Refusal) in try library(versions: text) } == [
        "mine/versions.yaml:7:25 no template asks for the condition labeled"
      ])
  }

  @Test(arguments: ["third/istiod-service.yaml", "first/istiod.yaml", "first/a/b.yaml", "x.yml"])
  func `a file that no version uses is refused`(path: String) {
    #expect(
      defects { () throws(Refusal) in try library([(path, "a: 1")]) }
        == ["mine/\(path):1:1 no family and form have the path \(path)"])
  }

  @Test func `files that are not YAML are left alone`() {
    #expect(defects { () throws(Refusal) in try library([("README.md", "# [")]) } == [])
  }
}
