import Testing
import YAML

@testable import MeshUpgrade

/// The overlay of the managed control plane, which is called by URL.
struct ManagedOverlayTests {
  private static func managed(_ spec: String, files: [String: String] = [:]) -> PlanFixture {
    PlanFixture(
      """
      from: {revision: asm-1140-0}
      to: {revision: asm-managed}
      distribution: ASMManaged
      namespaces: [app]
      tags: [prod, default]
      \(spec)
      """,
      files: files.merging(["app.yaml": Manifests.namespace("app", "istio.io/rev: asm-1140-0")]) {
        $1
      })
  }

  private static let url = "https://mesh.example.com/inject/ISTIO/cluster"

  @Test func `the webhooks of a managed control plane are called by URL`() throws {
    let fixture = Self.managed("parameters: {injectionUrl: \(Self.url)}")
    for (tag, count) in [("prod", 2), ("default", 4)] {
      let webhooks = try OverlayFixture.generated(
        fixture, "istio-revision-tag-\(tag)")["webhooks"]
      #expect(webhooks?.sequence?.count == count)
      #expect(
        webhooks?.sequence?.allSatisfy { $0["clientConfig"] == ["url": .string(Self.url)] } == true)
    }
    let validator = try OverlayFixture.generated(fixture, "istiod-default-validator")
    #expect(
      validator["webhooks"]?.sequence?.first?["clientConfig"]
        == ["url": "https://mesh.example.com/validate"])
    let plan = try fixture.plan()
    #expect(plan.text("mesh/prod/istiod.yaml") == nil)
    #expect(plan.text("mesh/prod/istiod-revision-tag-prod.yaml") == nil)
  }

  @Test func `a tag that is there already is moved to the URL`() throws {
    let fixture = Self.managed(
      "parameters: {injectionUrl: \(Self.url)}",
      files: [
        "tag.yaml": """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata:
          name: istio-revision-tag-prod
          labels: {istio.io/rev: asm-1140-0, istio.io/tag: prod}
        webhooks:
        - name: rev.namespace.sidecar-injector.istio.io
          namespaceSelector: {matchLabels: {istio.io/rev: prod}}
          clientConfig:
            # the injector
            service: {name: istiod-asm-1140-0, namespace: istio-system, path: /inject}

        """
      ])
    #expect(
      try fixture.plan().text("tag.yaml")?.hasSuffix(
        "    # the injector\n    url: \(Self.url)\n") == true)
  }
}
