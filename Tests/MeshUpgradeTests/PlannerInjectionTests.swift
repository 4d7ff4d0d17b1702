import Files
import Testing
import YAMLDiff

@testable import MeshUpgrade

/// The settings of injection, in what MoveTags and MoveValidator make and move.
struct PlannerInjectionTests {
  private func plan(_ injection: String, _ files: [String: String] = [:]) throws -> Plan {
    let files = files.merging(["ns.yaml": Manifests.namespace()]) { $1 }
    return try PlanFixture.upgrade(
      "app", "tags: [prod]\ncontrolPlane: {injection: \(injection)}", files: files
    ).plan()
  }

  private func made(_ plan: Plan, _ name: String) throws -> String {
    let paths = plan.phases.flatMap(\.edits).map(\.path.description)
    let path = try #require(paths.first { $0.hasSuffix("/\(name).yaml") })
    return try #require(plan.text(path))
  }

  @Test func `a missing tag and validator call the URL that is stated`() throws {
    let plan = try plan("{url: \"https://istiod.example.com:15017/inject/cluster/one/net/two\"}")
    let call = "  clientConfig:\n    url: https://istiod.example.com:15017"
    let tag = try made(plan, "istio-revision-tag-prod")
    #expect(tag.components(of: "\(call)/inject/cluster/one/net/two\n") == 2)
    #expect(!tag.contains("service:"))
    let validator = try made(plan, "istiod-default-validator")
    #expect(validator.components(of: "\(call)/validate\n") == 1)
    #expect(!validator.contains("service:"))
  }

  @Test func `a missing tag calls the path of cluster and network`() throws {
    let plan = try plan("{cluster: one, network: two}")
    let tag = try made(plan, "istio-revision-tag-prod")
    #expect(tag.components(of: "      path: /inject/cluster/one/net/two\n") == 2)
    #expect(try made(plan, "istiod-default-validator").contains("      path: /validate\n"))
  }

  @Test func `name, labels and annotations are those that are stated`() throws {
    let plan = try plan(
      "{webhookName: our-tag, labels: {team: mesh}, annotations: {example.com/why: \"1\"}}")
    for name in ["our-tag", "istiod-default-validator"] {
      let text = try made(plan, name)
      #expect(text.contains("\n  name: \(name)\n"))
      #expect(text.contains("\n    team: mesh\n"))
      #expect(text.contains("\n  annotations:\n    example.com/why: \"1\"\n"))
    }
  }

  private static func tag(calls url: String) -> String {
    """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata:
      name: istio-revision-tag-prod
      labels: {istio.io/rev: asm-1130-0, istio.io/tag: prod}
    webhooks:
    - name: rev.namespace.sidecar-injector.istio.io
      namespaceSelector: {matchLabels: {istio.io/rev: prod}}
      clientConfig: {url: "\(url)"}

    """
  }

  @Test func `a tag that calls a URL without a revision moves to the URL that is stated`() throws {
    let new = "https://new.example.com/inject"
    let plan = try plan("{url: \"\(new)\"}", ["t.yaml": Self.tag(calls: "https://old/inject")])
    #expect(
      plan.text("t.yaml")
        == Self.tag(calls: new).replacing("asm-1130-0", with: "asm-1140-0"))
    let again = try self.plan("{url: \"\(new)\"}", ["t.yaml": Self.tag(calls: new)])
    #expect(again.text("t.yaml") == plan.text("t.yaml"))
  }

  @Test func `without a stated URL, a URL without a revision is refused`() {
    let fixture = PlanFixture.upgrade(
      "app", "tags: [prod]",
      files: [
        "ns.yaml": Manifests.namespace(), "t.yaml": Self.tag(calls: "https://old/inject"),
      ])
    #expect(fixture.refusedRules().count == 1)
  }
}

extension String {
  /// How often a text stands in this one.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
