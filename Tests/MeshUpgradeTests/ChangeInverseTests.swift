import Files
import Kubernetes
import Testing
import YAML

@testable import MeshUpgrade

/// A change turned round is what comparing the other way round gives.
@Suite struct ChangeInverseTests {
  private static let base = """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
      labels: {app: web}
    spec:
      replicas: 1
      template:
        metadata:
          annotations:
        spec:
          containers:
          - {name: a, image: one}
          - {name: b, image: two}

    """

  private static func version(_ text: String) throws -> ObjectVersion {
    let document = try #require(try Document.parseSingle(Array(text.utf8)))
    return ObjectVersion(
      node: document.root, text: PlaceIndex(SourceFile(name: "a.yaml", bytes: document.source)))
  }

  /// What a text differs in from the base, and what the base differs in from it.
  private static func changes(_ text: String) throws -> (forward: [Change], backward: [Change]) {
    let object = ObjectReference(
      key: ObjectKey(group: "apps", kind: "Deployment", namespace: "shop", name: "web"),
      version: "v1")
    let (one, other) = (try version(base), try version(text))
    return (
      try Change.between(one, other, object: object), try Change.between(other, one, object: object)
    )
  }

  @Test(arguments: [
    ("replicas: 1", "replicas: 1"), ("{app: web}", "{app: web, istio.io/rev: canary}"),
    ("{app: web}", "{}"), ("{app: web}", "{app: api}"), ("  labels: {app: web}\n", ""),
    ("replicas: 1", "replicas: 2"), ("replicas: 1", "replicas: {a: [1]}"),
    ("annotations:", "annotations: {a/b: \"~1\"}"), ("      annotations:\n", ""),
    ("  name: web", "  # more\n\n  name: web\n  more: {a: 1}"),
  ])
  func `between mappings it is the only change back`(found: String, replacement: String) throws {
    let (forward, backward) = try Self.changes(Self.base.replacing(found, with: replacement))
    #expect(forward.count == (found == replacement ? 0 : 1))
    #expect(forward.map(\.inverse) == backward)
  }

  @Test(arguments: [
    // Lists have an order, and another kind may be compared by other rules.
    ("image: two", "image: three"), ("kind: Deployment", "kind: StatefulSet"),
    (", image: two", ""),
  ])
  func `elsewhere there is none`(found: String, replacement: String) throws {
    let (forward, _) = try Self.changes(Self.base.replacing(found, with: replacement))
    #expect(forward.count == 1)
    #expect(forward.allSatisfy { $0.inverse == nil })
  }
}
