import Testing

@testable import MeshUpgrade

/// Which revision the mesh comes from, when the desired state leaves it out.
struct PlannerInferenceTests {
  private func from(_ label: String?, _ more: String = "", _ files: [String: String] = [:])
    -> String
  {
    var files = files
    files["ns.yaml"] =
      label.map { Manifests.namespace("app", $0) }
      ?? "apiVersion: v1\nkind: Namespace\nmetadata: {name: app}\n"
    let fixture = PlanFixture(
      "to: {revision: asm-1140-0}\nnamespaces: [app]\n\(more)", files: files)
    do throws(Refusal) { return try fixture.plan().from.revision } catch {
      return error.findings.map(\.rule.code).joined(separator: " ")
    }
  }

  private static func webhook(_ name: String, _ labels: String) -> String {
    """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata: {name: \(name), labels: {\(labels)}}

    """
  }

  @Test func `labels, tags and webhooks say it`() {
    #expect(from("istio.io/rev: asm-1130-0") == "asm-1130-0")
    #expect(from("istio-injection: enabled") == "default")
    let tag = Self.webhook("t", "istio.io/tag: prod, istio.io/rev: asm-1130-0")
    #expect(from("istio.io/rev: prod", "tags: [prod]", ["t.yaml": tag]) == "asm-1130-0")
    let injector = Self.webhook("istio-sidecar-injector-asm-1130-0", "istio.io/rev: asm-1130-0")
    #expect(from(nil, "", ["i.yaml": injector]) == "asm-1130-0")
  }

  @Test func `pods that choose their revision say it`() {
    let web = Manifests.deployment("web").replacing(
      "    spec:\n", with: "    metadata: {labels: {istio.io/rev: asm-1130-0}}\n    spec:\n")
    #expect(from(nil, "", ["web.yaml": web]) == "asm-1130-0")
  }

  @Test func `a tag is no revision`() {
    #expect(from("istio.io/rev: prod", "tags: [prod]") == "MP211")
    #expect(from("istio.io/rev: asm-1130-0", "tags: [asm-1130-0]") == "MP211")
    let web = "istio.io/rev: asm-1130-0"
    let injector = Self.webhook("istio-sidecar-injector-stable", "istio.io/rev: stable")
    #expect(from(web, "tags: [stable]", ["i.yaml": injector]) == "MP007")
  }

  @Test func `a mesh that is there already is told so`() {
    func told(_ label: String, _ more: String = "") -> String? {
      let fixture = PlanFixture(
        "to: {revision: asm-1140-0}\nnamespaces: [app]\n\(more)",
        files: ["ns.yaml": Manifests.namespace("app", label)])
      do throws(Refusal) {
        _ = try fixture.plan()
        return nil
      } catch { return error.findings.first?.message }
    }
    #expect(
      told("istio.io/rev: asm-1140-0")?.hasPrefix("the mesh is on asm-1140-0 already: ") == true)
    #expect(told("istio.io/rev: prod", "tags: [prod]")?.hasPrefix("no label, tag or ") == true)
  }

  @Test func `nothing to go by is an error`() { #expect(from(nil) == "MP211") }
}
