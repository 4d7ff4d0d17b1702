import Files
import Testing
import YAML

@testable import MeshUpgrade

/// Where somebody has edited what a phase had set, in items of lists.
@Suite struct `A conflict names items by their keys` {
  private func deployment(_ containers: String...) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec: {template: {spec: {containers: [\(containers.joined(separator: ", "))]}}}

    """
  }

  private func version(_ text: String?) throws -> DocumentVersion? {
    let path = try #require(RepositoryPath("web.yaml"))
    return try text.map { try #require(DocumentFile(path, Array($0.utf8)).documents.first).version }
  }

  /// The conflicts of taking back what made `after` of `before`.
  private func conflicts(
    _ before: String?, _ after: String, _ today: String
  ) throws -> [RollbackConflict] {
    let now = try #require(try version(today))
    let document = ComparedDocument(
      object: now.object, file: now.file, before: try version(before), after: try version(after),
      today: now)
    return document.takenBack().conflicts.map {
      RollbackConflict($0, document: document, today: now)
    }
  }

  @Test func `in what a phase has edited`() throws {
    let found = try conflicts(
      deployment("{name: log, image: l}", "{name: app, image: a1}"),
      deployment("{name: log, image: l}", "{name: app, image: a2}"),
      deployment("{name: log, image: l}", "{name: app, image: a3}"))
    let conflict = try #require(found.first)
    #expect(found.count == 1)
    #expect(conflict.path.pointer == "/spec/template/spec/containers/1/image")
    #expect(conflict.json["keyedPath"] == "/spec/template/spec/containers[name=app]/image")
    var text = StyledText()
    text.add(conflict)
    #expect(text.plain.contains(" at spec.template.spec.containers[name=app].image\n"))
    #expect(conflict.place.line == 4)
  }

  @Test func `in what a phase has made`() throws {
    let found = try conflicts(
      nil, deployment("{name: app, image: a2}"), deployment("{name: app, image: a3}"))
    #expect(found.map(\.keyedPath) == ["/spec/template/spec/containers[name=app]/image"])
  }
}
