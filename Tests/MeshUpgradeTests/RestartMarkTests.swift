import Testing

@testable import MeshUpgrade

@Suite struct `Workloads that have the mark already` {
  private static let deployment = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      template:
        metadata:
          annotations: {meshphase.io/restarted-for: asm-1140-0}
    """

  private func steps(_ label: String) throws -> [String?] {
    let files = ["shop.yaml": PlanningCase.namespace("shop", label), "web.yaml": Self.deployment]
    return try PlanningCase(files: files).plan().phases.flatMap(\.manualSteps).map(\.command)
  }

  @Test func `a namespace that has yet to move needs a restart by hand`() throws {
    #expect(
      try steps("istio.io/rev: asm-1130-0")
        == ["kubectl --namespace shop rollout restart deployment/web"])
  }

  @Test func `a namespace that has moved needs nothing`() throws {
    #expect(try steps("istio.io/rev: asm-1140-0") == [])
  }
}
