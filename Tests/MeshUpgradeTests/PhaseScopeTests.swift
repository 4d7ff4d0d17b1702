import Files
import Kubernetes
import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

/// Phases that do a part of their actions, built by themselves.
struct PhaseScopeTests {
  private static let promote: [Action] = [.moveTags, .moveService, .moveValidator]
  private static let path = "mesh/prod/istio-revision-tag-default.yaml"

  private static let tags = PlanFixture(
    """
    from: {revision: default}
    to: {revision: 1-28-0, version: 1.28.0}
    namespaces: [app]
    tags: [prod, default]
    strategy: {type: FollowDefault}
    """,
    files: [
      "app.yaml": Manifests.namespace("app", "istio-injection: enabled"),
      "tag.yaml": Manifests.tag("prod", names: "1-27-0"),
      "mesh/prod/kustomization.yaml": "resources: [namespace.yaml]\n",
    ])

  private static func phase(
    _ name: String, _ actions: [Action], _ scope: PhaseScope = .whole
  ) -> ResolvedPhase {
    ResolvedPhase(name: name, actions: actions, namespaces: [], scope: scope)
  }

  @Test func `a tag that is missing is made to match nothing, then gets its selectors`() throws {
    var fixture = Self.tags
    fixture.files["tag.yaml"] = fixture.files["tag.yaml"]?.replacing("1-27-0", with: "default")
      .replacing("istiod-default", with: "istiod")
    let whole = try fixture.build([Self.phase("promote", Self.promote)])[0].phase
    let parts = try fixture.build([
      Self.phase("prepare", Self.promote, .inactiveTags), Self.phase("promote", Self.promote),
    ]).map(\.phase)
    #expect(
      parts[0].fileLines == [
        "added \(Self.path) +\(try Self.lines(parts[0].text(Self.path))) -0",
        "modified mesh/prod/kustomization.yaml +1 -1",
      ])
    let inactive = try #require(
      try Document.parseSingle(Array((parts[0].text(Self.path) ?? "").utf8)))
    let webhooks = inactive.root["webhooks"]?.items ?? []
    #expect(webhooks.count == 4)
    for webhook in webhooks {
      for key in ["namespaceSelector", "objectSelector"] {
        #expect(
          try webhook[key]?.value() == ["matchLabels": ["istio.io/deactivated": "never-match"]])
      }
    }
    #expect(parts[0].checks.map(\.text) == ["istiod has patched the caBundle of tag default"])
    // What comes of both is what one phase would have made.
    #expect(parts[1].text(Self.path) == whole.text(Self.path))
    #expect(parts[1].text("tag.yaml") == whole.text("tag.yaml"))
    #expect(parts[1].files.contains { $0.path.description == Self.path && $0.status == .modified })
    #expect(
      parts[1].changes.allSatisfy { change in
        change.object.key.name != "istio-revision-tag-default"
          || change.value.path.pointer.contains("Selector")
      })
    #expect(whole.text("mesh/prod/istiod-revision-tag-default.yaml") != nil)
    #expect(
      parts[1].text("mesh/prod/istiod-revision-tag-default.yaml")
        == whole.text("mesh/prod/istiod-revision-tag-default.yaml"))

    // The same once the first part has landed.
    fixture.apply(parts[0])
    let landed = try fixture.build([
      Self.phase("prepare", Self.promote, .inactiveTags), Self.phase("promote", Self.promote),
    ]).map(\.phase)
    #expect(landed[0].edits.isEmpty)
    #expect(landed[1].editLines == parts[1].editLines)
    // A tag that matches nothing has not moved anything.
    #expect(try fixture.context().context.following.moved.isEmpty)
    fixture.apply(parts[1])
    #expect(try fixture.context().context.following.moved == ["default", "prod"])
    #expect(try fixture.build([Self.phase("promote", Self.promote)])[0].phase.edits.isEmpty)
  }

  private static func lines(_ text: String?) throws -> Int {
    try #require(text).split(separator: "\n", omittingEmptySubsequences: false).count - 1
  }

  @Test func `a tag that matches nothing says nothing about where the mesh comes from`() throws {
    var fixture = Self.tags
    fixture.desired = fixture.desired.replacing("[prod, default]", with: "[default]")
    let prepared = try fixture.build([Self.phase("prepare", [.moveTags], .inactiveTags)])[0].phase
    fixture.files["tag.yaml"] = nil
    fixture.desired = fixture.desired.replacing("  from: {revision: default}\n", with: "")
    fixture.apply(prepared)
    #expect(try fixture.plan().from.revision == "default")
  }

  // MARK: Retire

  private static let plane = PlanFixture.upgrade(
    "app",
    files: [
      "app.yaml": Manifests.namespace("app", "istio.io/rev: asm-1140-0"),
      "plane.yaml": """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: istio-sidecar-injector-asm-1130-0}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: istio-validator-asm-1130-0-istio-system}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: istiod-asm-1130-0, namespace: istio-system}
      ---

      """ + Manifests.configMap("istio-asm-1130-0"),
    ])

  @Test func `Retire takes the webhooks first and the rest after`() throws {
    let whole = try Self.plane.build([Self.phase("retire", [.retire])])[0].phase
    let parts = try Self.plane.build([
      Self.phase("webhooks", [.retire], .webhooks), Self.phase("rest", [.retire], .controlPlane),
    ]).map(\.phase)
    #expect(
      parts.map { $0.changes.map(\.object.key.kind) } == [
        ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
        ["Service", "ConfigMap"],
      ])
    #expect(
      parts.map(\.fileLines) == [
        ["modified plane.yaml +0 -7"],
        [
          "added mesh/prod/retired-asm-1130-0.for-asm-1140-0.txt +2 -0", "deleted plane.yaml +0 -9",
        ],
      ])
    // Both say that a rollback needs the install again.
    let steps = { (phase: Phase) in phase.manualSteps.compactMap(\.command) }
    #expect(steps(parts[0]) + steps(parts[1]) == steps(whole))
    #expect(steps(parts[0]).count == 1)
    #expect(parts.map { $0.checks.map(\.when) } == [[.before, .after], [.before]])
  }

  @Test func `the webhooks go although the rest still names the revision`() throws {
    var fixture = Self.plane
    fixture.files["app.yaml"] = Manifests.namespace()
    _ = try fixture.build([Self.phase("webhooks", [.retire], .webhooks)])
    #expect(throws: Refusal.self) {
      try fixture.build([Self.phase("rest", [.retire], .controlPlane)])
    }
  }
}
