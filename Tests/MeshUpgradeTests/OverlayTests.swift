import Testing
import YAML

@testable import MeshUpgrade

/// Overlays on what a plan generates: which are applied, in which order.
struct OverlayTests {
  @Test func `a patch reaches the objects of its kind, name and labels`() throws {
    let fixture = OverlayFixture.fixture(
      overlay: """
        patches:
        - target: {kind: MutatingWebhookConfiguration, labels: {istio.io/tag: prod}}
          merge: {metadata: {labels: {team: mesh}}}
        - target: {kind: ValidatingWebhookConfiguration, name: istiod-default-validator}
          merge: {metadata: {annotations: {note: "1"}}}
        - target:
            kind: MutatingWebhookConfiguration
            group: admissionregistration.k8s.io
            labelSelector: {matchExpressions: [{key: istio.io/tag, operator: In, values: [default]}]}
          merge: {metadata: {labels: {team: web}}}
        """)
    let prod = try OverlayFixture.generated(fixture, "istio-revision-tag-prod")
    let other = try OverlayFixture.generated(fixture, "istio-revision-tag-default")
    let validator = try OverlayFixture.generated(fixture, "istiod-default-validator")
    #expect(prod["metadata"]?["labels"]?["team"] == "mesh")
    #expect(other["metadata"]?["labels"]?["team"] == "web")
    #expect(validator["metadata"]?["annotations"] == ["note": "1"])
    #expect(validator["metadata"]?["labels"]?["team"] == nil)
  }

  @Test func `patches are made in order, the overlays' and those in them`() throws {
    let patch = "target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-prod}"
    let fixture = OverlayFixture.fixture(
      "overlays: [mine, theirs]",
      overlay: """
        patches:
        - \(patch)
          merge: {metadata: {annotations: {a: "1", b: "1", c: "1"}}}
        - \(patch)
          jsonPatch: [{op: replace, path: /metadata/annotations/b, value: "2"}]
        """,
      files: [
        "theirs/overlay.yaml": OverlayFixture.head
          + "patches:\n- \(patch)\n  merge: c.yaml\n",
        "theirs/c.yaml": "metadata: {annotations: {c: \"3\"}}\n",
      ])
    let prod = try OverlayFixture.generated(fixture, "istio-revision-tag-prod")
    #expect(prod["metadata"]?["annotations"] == ["a": "1", "b": "2", "c": "3"])
  }

  @Test func `parameters are the overlay's own, else those of meshphase.yaml`() throws {
    let fixture = OverlayFixture.fixture(
      "overlays: [mine]\nparameters: {seconds: 7}",
      overlay: """
        parameters: {seconds: 5, team: mesh}
        patches:
        - target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-prod}
          merge:
            metadata:
              labels: {team: !param team, for: !param revision, in: !param namespace}
            webhooks:
            - {name: rev.object.sidecar-injector.istio.io, timeoutSeconds: !param seconds}
        """)
    let prod = try OverlayFixture.generated(fixture, "istio-revision-tag-prod")
    let labels = prod["metadata"]?["labels"]
    #expect(labels?["team"] == "mesh")
    #expect(labels?["for"] == "asm-1140-0")
    #expect(labels?["in"] == "istio-system")
    #expect(prod["webhooks"]?.sequence?.first?["timeoutSeconds"] == 7)
  }

  @Test func `a patch of what the repository holds already is no error, nor an optional one`()
    throws
  {
    let overlay = """
      patches:
      - target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-prod}
        merge: {metadata: {labels: {team: mesh}}}
      - target: {kind: ConfigMap}
        optional: true
        merge: {metadata: {labels: {team: mesh}}}
      """
    let generated = try #require(
      try OverlayFixture.fixture(overlay: overlay).plan().text(
        "mesh/prod/istio-revision-tag-prod.yaml"))
    let again = OverlayFixture.fixture(
      overlay: overlay, files: ["mesh/prod/istio-revision-tag-prod.yaml": generated])
    #expect(again.errors() == [])
  }

  @Test func `the files of an overlay are no manifests of the mesh`() throws {
    let fixture = OverlayFixture.fixture(
      overlay: """
        patches:
        - target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-prod}
          merge: tag.yaml
        """,
      files: [
        "mine/tag.yaml": """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: istio-revision-tag-prod, labels: {istio.io/tag: prod, team: mesh}}

        """
      ])
    let prod = try OverlayFixture.generated(fixture, "istio-revision-tag-prod")
    #expect(prod["metadata"]?["labels"]?["team"] == "mesh")
  }
}
