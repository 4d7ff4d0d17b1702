import Testing

@testable import MeshUpgrade

@Suite struct `The check of the Service istiod` {
  private static func checks(_ service: String?) throws -> [String] {
    var files = ["shop.yaml": PlanningCase.namespace("shop")]
    files["istiod.yaml"] = service
    let plan = try PlanningCase(
      files: files,
      spec: [
        "namespaces: [shop]", "tags: [prod]",
        "phases: [\(PlanningCase.move), {name: promote, actions: [MoveTags, MoveService]}]",
      ]
    ).plan()
    return plan.phases.flatMap(\.checks).map(\.text).filter { $0.contains("Service istiod") }
  }

  @Test func `a mesh without the Service is not told to look at it`() throws {
    #expect(try Self.checks(nil) == [])
  }

  @Test func `a Service that moves is to be looked at`() throws {
    let service = """
      apiVersion: v1
      kind: Service
      metadata: {name: istiod, namespace: istio-system}
      spec: {selector: {app: istiod, istio.io/rev: asm-1130-0}}
      """
    #expect(
      try Self.checks(service) == ["The Service istiod selects asm-1140-0 and nothing else"])
  }
}
