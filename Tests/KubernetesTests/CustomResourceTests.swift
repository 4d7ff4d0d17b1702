import Kubernetes
import Testing
import YAML
import YAMLDiff

/// Kinds that the input itself defines.
@Suite struct `a definition in the input says how the lists of its kind are told apart` {
  static let definition = """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: meshes.example.com}
    spec:
      group: example.com
      names: {kind: Mesh, plural: meshes}
      versions:
      - name: v1alpha1
        storage: false
        schema: {openAPIV3Schema: {type: object}}
      - name: v1
        storage: true
        schema:
          openAPIV3Schema:
            type: object
            properties:
              spec:
                type: object
                properties:
                  routes:
                    type: array
                    x-kubernetes-list-type: map
                    x-kubernetes-list-map-keys: [port, protocol]
                    items:
                      type: object
                      properties:
                        port: {type: integer}
                        protocol: {type: string, default: TCP}
                        target: {x-kubernetes-int-or-string: true}
                        hosts:
                          type: array
                          x-kubernetes-list-type: set
                          items: {type: string}
                  zones:
                    type: object
                    additionalProperties:
                      type: array
                      x-kubernetes-list-type: atomic
                      items: {type: object}
                  free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                  template:
                    type: object
                    x-kubernetes-embedded-resource: true
                    x-kubernetes-preserve-unknown-fields: true
                  memory:
                    anyOf: [{type: integer}, {type: string}]
                    pattern: ^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$
                    x-kubernetes-int-or-string: true

    """

  static func source(_ texts: String...) -> [StreamSource] {
    [StreamSource(name: "s", bytes: Array(texts.joined(separator: "---\n").utf8))]
  }

  static func schema(
    _ apiVersion: String, _ kind: String, in sources: [StreamSource]
  ) throws -> Schema {
    let text = "apiVersion: \(apiVersion)\nkind: \(kind)\n"
    let node = try #require(try Document.parseSingle(Array(text.utf8))).root
    return KnownSchemas(definitions: CustomResourceSchemas(sources)).schema(of: node)
  }

  func rule(_ path: String, _ schema: Schema) -> ListRule {
    `lists are told apart as Kubernetes defines them`.schema(path, in: schema).list
  }

  @Test func `list types, keys with defaults, maps of lists, embedded resources`() throws {
    let schema = try Self.schema(
      "example.com/v1", "Mesh", in: Self.source("a: 1\n", Self.definition, "b: 2\n"))
    let keys: [ListKey] = ["port", ListKey("protocol", default: "TCP")]
    #expect(rule("spec.routes", schema) == .map(keys: keys))
    #expect(rule("spec.routes[].hosts", schema) == .set)
    #expect(rule("spec.zones.any", schema) == .atomic)
    #expect(rule("spec.free.list", schema) == .inferred)
    #expect(rule("spec.template.metadata.ownerReferences", schema) == .map(keys: ["uid"]))
    #expect(rule("metadata.finalizers", schema) == .set)
  }

  @Test func `a version has its own schema, one that is not defined that of the storage`() throws {
    let source = Self.source(Self.definition)
    #expect(
      rule("spec.routes", try Self.schema("example.com/v1alpha1", "Mesh", in: source)) == .inferred)
    #expect(rule("spec.routes", try Self.schema("example.com/v2", "Mesh", in: source)) != .inferred)
    #expect(rule("spec.routes", try Self.schema("example.org/v1", "Mesh", in: source)) == .inferred)
    #expect(rule("spec.routes", try Self.schema("example.com/v1", "Net", in: source)) == .inferred)
  }

  @Test func `v1beta1 has one schema for all versions`() throws {
    let old = """
      apiVersion: apiextensions.k8s.io/v1beta1
      kind: CustomResourceDefinition
      spec:
        group: example.com
        version: v1
        names: {kind: Mesh}
        validation:
          openAPIV3Schema:
            properties:
              items: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [id]}

      """
    let schema = try Self.schema("example.com/v1", "Mesh", in: Self.source(old))
    #expect(rule("items", schema) == .map(keys: ["id"]))
  }

  @Test func `of two definitions the later counts`() throws {
    let other = Self.definition.replacing("[port, protocol]", with: "[protocol]")
    let sources = Self.source(Self.definition) + Self.source(other)
    let schema = try Self.schema("example.com/v1", "Mesh", in: sources)
    #expect(rule("spec.routes", schema) == .map(keys: [ListKey("protocol", default: "TCP")]))
  }

  @Test(arguments: [
    "kind: CustomResourceDefinition\n",
    "kind: CustomResourceDefinition\nspec: [Mesh, example.com]\n",
    "# CustomResourceDefinition Mesh example.com\n- a\n",
    "CustomResourceDefinition: [Mesh, example.com\n",
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
      + "spec: {group: example.com, names: {kind: Mesh}, versions: [1, {schema: [2]}]}\n",
  ])
  func `a text that is no definition, or a broken one, says nothing`(text: String) throws {
    let schema = try Self.schema("example.com/v1", "Mesh", in: Self.source(text))
    #expect(rule("spec.routes", schema) == .inferred)
  }

  @Test func `a schema that aliases make endless is read in part`() throws {
    var text = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nx:\n"
    text += "- &a0 {type: string}\n"
    for level in 1..<40 {
      text += "- &a\(level) {properties: {l: *a\(level - 1), r: *a\(level - 1)}}\n"
    }
    text += "spec: {group: example.com, names: {kind: Mesh}, versions: [{name: v1, "
    text += "schema: {openAPIV3Schema: *a39}}]}\n"
    _ = try Self.schema("example.com/v1", "Mesh", in: Self.source(text))
  }

  static func mesh(_ routes: String, _ memory: String) -> String {
    "apiVersion: example.com/v1\nkind: Mesh\nmetadata: {name: m}\n"
      + "spec: {memory: \(memory), routes: [\(routes)]}\n"
  }

  func told(_ from: String, _ to: String, meanings: Bool) throws -> [String] {
    let (old, new) = (Self.source(Self.definition, from), Self.source(Self.definition, to))
    let schemas = KnownSchemas(
      meanings: meanings, definitions: CustomResourceSchemas(old + new))
    return try StreamDiff.compare(
      from: old, to: new, rules: .kubernetes(schemas: schemas), ordersCount: true
    ).changes.flatMap(\.changes).map { "\($0.kind.rawValue) \($0.keyedPath)" }
  }

  @Test func `a comparison finds the definition beside the object`() throws {
    let from = Self.mesh("{port: 1, target: 8080}, {port: 1, protocol: UDP}", "1Gi")
    let to = Self.mesh("{port: 1, target: '8080'}, {port: 1, protocol: UDP, a: b}", "1024Mi")
    #expect(
      try told(from, to, meanings: false) == [
        "changed /spec/memory", "changed /spec/routes[port=1,protocol=TCP]/target",
        "added /spec/routes[port=1,protocol=UDP]/a",
      ])
    #expect(
      try told(from, to, meanings: true) == ["added /spec/routes[port=1,protocol=UDP]/a"])
  }

  @Test func `a definition that is an item of a list counts`() throws {
    let item = Self.definition.split(separator: "\n").joined(separator: "\n  ")
    let list =
      "apiVersion: v1\nkind: List\nitems:\n- \(item)\n"
      + "- {apiVersion: example.com/v1, kind: Mesh, metadata: {name: m}}\n"
    let schema = try Self.schema("example.com/v1", "Mesh", in: Self.source(list))
    #expect(
      rule("spec.routes", schema) == .map(keys: ["port", ListKey("protocol", default: "TCP")]))
    let other = list.replacing("[port, protocol]", with: "[port]")
    let last = try Self.schema("example.com/v1", "Mesh", in: Self.source(list, other))
    #expect(rule("spec.routes", last) == .map(keys: ["port"]))
  }

  @Test func `an embedded object has the lists of its own kind`() throws {
    let definition = Self.definition
      .replacing(
        "free: {type: object",
        with: "pods: {type: array, items: {type: object, x-kubernetes-embedded-resource: true}}\n"
          + "              any: {additionalProperties: {x-kubernetes-embedded-resource: true}}\n"
          + "              free: {type: object")
    func schema(_ spec: String) throws -> Schema {
      let text = "apiVersion: example.com/v1\nkind: Mesh\nspec: {\(spec)}\n"
      let node = try #require(try Document.parseSingle(Array(text.utf8))).root
      return KnownSchemas(definitions: CustomResourceSchemas(Self.source(definition)))
        .schema(of: node)
    }
    let (pod, service) = ("{apiVersion: v1, kind: Pod}", "{apiVersion: v1, kind: Service}")
    let mesh = try schema(
      "template: \(pod), pods: [\(pod), \(pod)], any: {a: \(pod), b: \(service)}")
    #expect(rule("spec.template.spec.containers", mesh) == .map(keys: ["name"]))
    #expect(rule("spec.template.metadata.finalizers", mesh) == .set)
    #expect(rule("spec.pods[].spec.containers", mesh) == .map(keys: ["name"]))
    #expect(rule("spec.any.a.spec.containers", mesh) == .map(keys: ["name"]))
    #expect(
      rule("spec.any.b.spec.ports", mesh)
        == .map(keys: ["port", ListKey("protocol", default: "TCP")]))
    let unknown = try schema(
      "template: {apiVersion: v1, kind: Nothing}, pods: [\(pod), \(service)]")
    #expect(rule("spec.template.metadata.finalizers", unknown) == .set)
    #expect(rule("spec.pods[].spec.containers", unknown) == .inferred)
  }

  @Test func `a merge finds it too`() throws {
    func file(_ routes: String) -> SourceFile {
      let text = Self.definition + "---\n" + Self.mesh(routes, "1")
      return SourceFile(name: "f", bytes: Array(text.utf8))
    }
    let merged = try StreamMerge(
      base: file("{port: 1}, {port: 2}"), ours: file("{port: 1, protocol: TCP}, {port: 2}"),
      theirs: file("{port: 1, target: 7}, {port: 2}"))
    #expect(merged.conflicts.isEmpty)
    let text = String(decoding: merged.text, as: UTF8.self)
    #expect(text.hasSuffix("routes: [{port: 1, protocol: TCP, target: 7}, {port: 2}]}\n"))
  }
}
