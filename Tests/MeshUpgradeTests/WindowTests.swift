import Testing

@testable import MeshUpgrade

/// Phases that are merged before the one before them has synced, and control planes of plain
/// manifests that are not whole.
struct WindowTests {
  private static func fixture(_ files: [String: String], _ more: String = "") -> PlanFixture {
    var files = files
    files["argo/ns.yaml"] = Manifests.application("platform", path: "ns", to: "default")
    files["argo/apps.yaml"] = Manifests.application("apps", path: "apps", to: "default")
    files["argo/mesh.yaml"] = Manifests.application("mesh", path: "mesh/prod", to: "istio-system")
    return PlanFixture.upgrade("app", more, files: files)
  }

  private static func rules(_ fixture: PlanFixture, window: Int) throws -> [String] {
    let decoded = try DesiredState.decode(desiredStateFile(fixture.desired))
    let plan = try Planner(
      desired: decoded.state, source: decoded.source, files: fixture.repositoryFiles,
      templates: try TemplateLibrary.builtIn(), ignored: []
    ).plan(asking: ProofQuestion(window: window, isRefused: false))
    return plan.findings.filter { $0.severity == .error && !$0.isPreexisting }.map {
      "\($0.rule) \($0.phase ?? "") \($0.namespace ?? "")"
    }
  }

  @Test func `a restart merged with its relabel may be synced first, unless one sync orders them`()
    throws
  {
    let apart = Self.fixture([
      "ns/app.yaml": Manifests.namespace(), "apps/app.yaml": Manifests.deployment("web"),
    ])
    #expect(try Self.rules(apart, window: 1).isEmpty)
    #expect(try Self.rules(apart, window: 2) == ["MP011 canary-restart app"])
    let together = Self.fixture(
      ["ns/app.yaml": Manifests.namespace() + "---\n" + Manifests.deployment("web")],
      "strategy: {restart: Separate}")
    #expect(try Self.rules(together, window: 2).isEmpty)
  }

  @Test func `a restart merged with the move of its tag may be synced first`() throws {
    let found = try Self.rules(PlannerTagTests.moveTag, window: 2)
    #expect(found.contains("MP011 wave-1 app"))
    #expect(try Self.rules(PlannerTagTests.moveTag, window: 1).isEmpty)
  }

  @Test func `of a control plane of plain manifests nothing is taken for granted`() throws {
    func service(_ revision: String) -> String {
      """
      apiVersion: v1
      kind: Service
      metadata: {name: istiod-\(revision), namespace: istio-system}
      spec: {selector: {app: istiod, istio.io/rev: \(revision)}}

      """
    }
    let planes = ["asm-1130-0", "asm-1140-0"].map {
      Manifests.deployment("istiod-\($0)", in: "istio-system")
    }.joined(separator: "---\n")
    let phases = "phases: [{name: all, actions: [Relabel], percent: 100}]"
    var fixture = PlanFixture.upgrade(
      "app", "controlPlane: {management: GitOps}\n" + phases,
      files: ["ns.yaml": Manifests.namespace(), "planes.yaml": planes])
    #expect(try Self.rules(fixture, window: 1).isEmpty)
    // With its Service, too, the target's injector is missed.
    fixture.files["service.yaml"] = service("asm-1140-0")
    #expect(try Self.rules(fixture, window: 1).contains("MP001 all app"))
  }
}
