import Files
import Kubernetes
import Testing
import YAML

@Suite struct `a manifest file tells what objects are in it and where` {
  static func read(_ text: String, names: [String] = ["Namespace", "Deployment", "List"]) throws
    -> ManifestFile
  {
    ManifestFile(
      path: try #require(RepositoryPath("a.yaml")), bytes: Array(text.utf8),
      filter: DocumentFilter(names: names))
  }

  @Test func `several documents, each with its chunk`() throws {
    let file = try Self.read(
      """
      # licence
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: a}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: a}
      """)
    #expect(file.objects.map(\.key.description) == ["Namespace a", "Deployment a/web"])
    #expect(file.objects.map(\.chunk) == [1, 2])
    #expect(file.objects[1].key.group == "apps")
    #expect(file.place(of: file.objects[1].node).line == 7)
  }

  @Test func `the items of a List, also of a List in a List`() throws {
    let file = try Self.read(
      """
      apiVersion: v1
      kind: List
      items:
      - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
      - apiVersion: v1
        kind: NamespaceList
        items:
        - {apiVersion: v1, kind: Namespace, metadata: {name: b}}
      """)
    #expect(file.objects.map(\.key.name) == ["a", "b"])
    #expect(file.objects.map(\.itemPath.pointer) == ["/items/0", "/items/1/items/0"])
  }

  @Test func `a document without a wanted name is not parsed, however broken it is`() throws {
    let file = try Self.read("kind: ConfigMap\nx: [\n---\napiVersion: v1\nkind: Namespace\n")
    #expect(file.defects.isEmpty)
    #expect(file.objects.count == 1)
  }

  @Test func `an escape that could hide a name makes a document worth parsing`() throws {
    let file = try Self.read(
      #"{"apiVersion": "v1", "kind": "N\u0061mespace", "metadata": {"name": "a"}}"#)
    #expect(file.objects.map(\.key.name) == ["a"])
  }

  @Test func `a wanted document that cannot be read is a defect, the others are read`() throws {
    let file = try Self.read(
      "kind: Namespace\nname: {{ x }}-a\n---\napiVersion: v1\nkind: Namespace\n"
        + "metadata: {name: b}\n")
    #expect(file.defects.count == 1)
    #expect(file.objects.map(\.key.name) == ["b"])
  }
}
