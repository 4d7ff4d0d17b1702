import Files
import Kubernetes
import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

/// A namespace without a mesh label where some pods have a sidecar and others have none.
@Suite struct `Pods that choose by themselves` {
  /// A Deployment with labels on its pods.
  private static func deployment(_ name: String, _ labels: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: shop}
    spec:
      template:
        metadata:
          labels: {app: \(name)\(labels.isEmpty ? "" : ", " + labels)}
        spec: {containers: []}

    """
  }

  private static func phase(_ labels: [String: String], tags: String = "[]") throws -> Phase {
    var files = ["shop/ns.yaml": PlanningCase.namespace("shop", "team: a")]
    for (name, labels) in labels { files["shop/\(name).yaml"] = deployment(name, labels) }
    files["tag.yaml"] = Manifests.tag("prod")
    let plan = try PlanningCase(
      files: files,
      spec: [
        "namespaces: [shop]", "tags: \(tags)", "phases: [\(PlanningCase.move)]",
        "exceptions: [{rule: MP001, reason: a test}, {rule: MP003, reason: a test}]",
      ]
    ).plan()
    return try #require(plan.phases.first)
  }

  @Test(arguments: [
    "istio.io/rev: asm-1130-0", "istio.io/rev: prod", "'sidecar.istio.io/inject': 'true'",
  ])
  func `only those that choose are moved where others have no sidecar`(labels: String) throws {
    let phase = try Self.phase(["web": labels, "db": ""], tags: "[prod]")
    #expect(phase.edits.map(\.path.description) == ["shop/web.yaml"])
    #expect(phase.restarts.map(\.object.key.name) == ["web"])
    let change = try #require(phase.changes.first)
    #expect(change.value.path.pointer == "/spec/template/metadata/labels/istio.io~1rev")
    #expect(change.value.to == "asm-1140-0")
  }

  @Test(arguments: ["istio.io/rev: prod", "'sidecar.istio.io/inject': 'true'"])
  func `the namespace is labelled where all choose or opt out`(labels: String) throws {
    let phase = try Self.phase(
      ["web": labels, "job": "'sidecar.istio.io/inject': 'false'"], tags: "[prod]")
    #expect(phase.edits.map(\.path.description) == ["shop/ns.yaml", "shop/web.yaml"])
  }

  @Test func `the namespace is labelled where nothing chooses, and all of it joins the mesh`()
    throws
  {
    let phase = try Self.phase(["web": "", "db": ""])
    #expect(
      phase.edits.map(\.path.description) == ["shop/db.yaml", "shop/ns.yaml", "shop/web.yaml"])
  }
}
