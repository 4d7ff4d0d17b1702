import Files
import Testing

@testable import MeshUpgrade

/// Which namespace a manifest ends up in: kustomize's `namespace` takes the place of what is written.
@Suite struct `Namespaces that kustomize gives` {
  private static let namespaces = [
    "ns/shop.yaml": Manifests.namespace("shop"),
    "ns/stage.yaml": Manifests.namespace("stage"),
  ]

  /// The files that the phases change, and what is left to do by hand.
  private static func outcome(
    _ files: [String: String], namespaces: String = "shop"
  ) throws -> (files: [String], steps: [String]) {
    let plan = try PlanningCase(
      files: Self.namespaces.merging(files) { $1 },
      spec: [
        "namespaces: [\(namespaces)]", "phases: [\(PlanningCase.move)]",
        "exceptions: [{rule: MP012, reason: a test}]",
      ]
    ).plan()
    return (
      plan.phases.flatMap(\.edits).map(\.path.description).sorted(),
      plan.phases.flatMap(\.manualSteps).map(\.text)
    )
  }

  @Test func `a base in two overlays has two namespaces, whatever it says itself`() throws {
    let files = [
      "base/web.yaml": Manifests.deployment("web", in: "shop"),
      "base/kustomization.yaml": "resources: [web.yaml]\n",
      "overlays/prod/kustomization.yaml": "namespace: shop\nresources: [../../base]\n",
      "overlays/stage/kustomization.yaml": "namespace: stage\nresources: [../../base]\n",
    ]
    let (changed, steps) = try Self.outcome(files)
    #expect(changed == ["ns/shop.yaml"])
    #expect(steps.contains { $0.contains("more than one namespace (shop, stage)") }, "\(steps)")
  }

  @Test(arguments: [nil, "other"])
  func `the outermost namespace counts`(own: String?) throws {
    let files = [
      "base/web.yaml": Manifests.deployment("web", in: own),
      "base/kustomization.yaml": "namespace: base\nresources: [web.yaml]\n",
      "prod/kustomization.yaml": "namespace: shop\nresources: [../base]\n",
    ]
    let (changed, steps) = try Self.outcome(files)
    #expect(changed == ["base/web.yaml", "ns/shop.yaml"])
    #expect(steps == [])
  }

  @Test func `an inner kustomization that is built by itself keeps its namespace`() throws {
    let files = [
      "base/web.yaml": Manifests.deployment("web", in: nil),
      "base/kustomization.yaml": "namespace: stage\nresources: [web.yaml]\n",
      "prod/kustomization.yaml": "namespace: shop\nresources: [../base]\n",
      "argo/stage.yaml": Manifests.application("stage", path: "base", to: "stage"),
      "argo/prod.yaml": Manifests.application("prod", path: "prod", to: "shop"),
    ]
    let (changed, steps) = try Self.outcome(files)
    #expect(changed == ["ns/shop.yaml"])
    #expect(steps.contains { $0.contains("more than one namespace (shop, stage)") }, "\(steps)")
  }

  @Test func `an Application's own namespace for kustomize counts before all others`() throws {
    let files = [
      "web/web.yaml": Manifests.deployment("web", in: "other"),
      "web/kustomization.yaml": "namespace: base\nresources: [web.yaml]\n",
      "argo/web.yaml": Manifests.application(
        "web", path: "web", to: "default", "kustomize: {namespace: shop}"),
    ]
    #expect(try Self.outcome(files).files == ["ns/shop.yaml", "web/web.yaml"])
  }

  private static let renamed = [
    "base/ns.yaml": Manifests.namespace("shop"),
    "base/kustomization.yaml": "resources: [ns.yaml]\n",
    "prod/kustomization.yaml": "# of production\nnamespace: shop-prod\nresources: [../base]\n",
  ]

  @Test(arguments: ["shop", "shop-prod"])
  func `a Namespace that gets another name is refused under both`(name: String) {
    let errors = PlanningCase(
      files: Self.renamed, spec: ["namespaces: [\(name)]", "phases: [\(PlanningCase.move)]"]
    ).errors
    #expect(errors == ["MP205 prod/kustomization.yaml:2:12 \(name)"])
  }

  @Test func `a Namespace that gets its own name is edited`() throws {
    var files = Self.renamed
    files["prod/kustomization.yaml"] = "namespace: shop\nresources: [../base]\n"
    let plan = try PlanningCase(files: files).plan()
    #expect(plan.phases.flatMap(\.edits).map(\.path.description) == ["base/ns.yaml"])
  }
}
