import TestSupport
import Testing
import YAML

@testable import MeshUpgrade

/// Patches of overlays beside the same patches of kustomize.
struct OverlayKustomizeTests {
  @Test func `what comes out equals what kubectl kustomize makes of the same patch`() throws {
    guard Kubectl.isHere else {
      print("skipped: kubectl is not installed")
      return
    }
    let patch = """
      metadata:
        labels: {team: mesh, app: null}
        annotations: {note: "1"}
      webhooks:
      - name: rev.object.sidecar-injector.istio.io
        timeoutSeconds: 5
        namespaceSelector:
          matchExpressions: [{key: openshift.io/run-level, operator: DoesNotExist}]
      - name: namespace.sidecar-injector.istio.io
        $patch: delete
      - name: own.example.com
        clientConfig: {url: "https://example.com/inject"}
        namespaceSelector: {matchLabels: {own: "true"}}

      """
    let plain = OverlayFixture.fixture("overlays: []")
    let patched = OverlayFixture.fixture(
      overlay: """
        patches:
        - target: {kind: MutatingWebhookConfiguration, name: istio-revision-tag-default}
          merge: patch.yaml
        """, files: ["mine/patch.yaml": patch])
    let name = "mesh/prod/istio-revision-tag-default.yaml"
    let before = try #require(try plain.plan().text(name))
    let identity = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration

      """
    let whole =
      identity
      + patch.replacing("metadata:\n", with: "metadata:\n  name: istio-revision-tag-default\n")
    let built = try #require(try Kubectl.patched(before, by: [whole]))
    let expected = try #require(try Document.parseSingle(built)).root.value()
    #expect(try OverlayFixture.generated(patched, "istio-revision-tag-default") == expected)
  }

  @Test func `nor does a JSON Patch give anything else there`() throws {
    guard Kubectl.isHere else {
      print("skipped: kubectl is not installed")
      return
    }
    let name = "istiod-default-validator"
    let patch = """
      - {op: test, path: /webhooks/0/failurePolicy, value: Ignore}
      - {op: add, path: /metadata/annotations, value: {a~b/c: "1"}}
      - {op: add, path: /metadata/annotations/d~1e, value: "2"}
      - {op: remove, path: /metadata/annotations/a~0b~1c}
      - {op: add, path: /webhooks/0/rules/0/operations/-, value: DELETE}
      - {op: copy, from: /webhooks/0, path: /webhooks/1}
      - {op: replace, path: /webhooks/1/name, value: second.validation.istio.io}
      - {op: move, from: /webhooks/0/objectSelector, path: /webhooks/0/namespaceSelector}

      """
    let patched = OverlayFixture.fixture(
      overlay: """
        patches:
        - target: {kind: ValidatingWebhookConfiguration, name: \(name)}
          jsonPatch: patch.yaml
        """, files: ["mine/patch.yaml": patch])
    let before = try #require(
      try OverlayFixture.fixture("overlays: []").plan().text("mesh/prod/\(name).yaml"))
    let built = try #require(try Kubectl.patched(before, by: [patch], name: name))
    let expected = try #require(try Document.parseSingle(built)).root.value()
    #expect(try OverlayFixture.generated(patched, name) == expected)
  }
}
