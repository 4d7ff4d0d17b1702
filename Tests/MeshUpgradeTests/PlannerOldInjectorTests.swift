import Files
import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

/// From the un-revisioned install: the tag `default` first, then its injector is neutralised.
struct PlannerOldInjectorTests {
  private static func fixture(_ strategy: String, _ injector: String?) -> PlanFixture {
    var fixture = PlanFixture(
      """
      from: {revision: default}
      to: {revision: 1-24-0, version: 1.24.0}
      namespaces: [app, shop]
      tags: [default]
      strategy: {type: \(strategy)}
      """,
      files: [
        "app.yaml": Manifests.namespace("app", "istio-injection: enabled"),
        "shop.yaml": Manifests.namespace("shop", "istio-injection: enabled"),
        "work.yaml": Manifests.deployment("web", in: "shop"),
      ])
    fixture.files["injector.yaml"] = injector
    return fixture
  }

  @Test(arguments: ["Relabel", "FollowDefault"])
  func `Git neutralises the injector that it has, right after the tags have moved`(
    strategy: String
  ) throws {
    let fixture = Self.fixture(strategy, Manifests.oldInjector)
    let plan = try fixture.plan()
    let index = try #require(plan.phases.firstIndex { $0.name == "neutralise" })
    #expect(plan.phases[index - 1].name == "promote")
    let phase = plan.phases[index]
    #expect(phase.reason?.contains("istio-sidecar-injector match the same Pods") == true)
    #expect(
      phase.text("injector.yaml") == """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata:
          name: istio-sidecar-injector
          labels: {app: sidecar-injector, istio.io/rev: default}
        webhooks:
        - name: namespace.sidecar-injector.istio.io
          clientConfig: {service: {name: istiod, namespace: istio-system, path: /inject}}
          namespaceSelector:  # who wants it
            matchLabels:
              istio.io/deactivated: never-match
          objectSelector:
            matchLabels:
              istio.io/deactivated: never-match
        - name: object.sidecar-injector.istio.io
          clientConfig: {service: {name: istiod, namespace: istio-system, path: /inject}}
          namespaceSelector:
            matchLabels:
              istio.io/deactivated: never-match
          objectSelector:
            matchLabels:
              istio.io/deactivated: never-match

        """)
    #expect(
      phase.rollback.contains {
        $0.value.path.pointer == "/webhooks/0/objectSelector/matchExpressions"
          && $0.value.kind == .added
      })
    #expect(phase.checks.map(\.when) == [.before, .after])
    #expect(try plan.phase("promote").manualSteps.allSatisfy { !$0.text.contains("injector") })
    #expect(try plan.phase("retire").fileLines.contains { $0.hasPrefix("deleted injector.yaml") })
    // Once it has landed it keeps its place.
    var landed = fixture
    for done in plan.phases[...index] { landed.apply(done) }
    let again = try landed.plan().phases
    #expect(again.map(\.name) == plan.phases.map(\.name))
    #expect(again.flatMap(\.editLines) == plan.phases[(index + 1)...].flatMap(\.editLines))
  }

  @Test(arguments: ["Relabel", "FollowDefault"])
  func `an injector that Git does not have is neutralised by hand, after the tag`(
    strategy: String
  ) throws {
    let plan = try Self.fixture(strategy, nil).plan()
    #expect(!plan.phases.map(\.name).contains("neutralise"))
    let steps = try plan.phase("promote").manualSteps
    #expect(steps.contains { $0.text.hasPrefix("Right after this phase has synced and istiod") })
    #expect(steps.contains { $0.text.contains("else nothing injects once the tag is gone") })
  }

  @Test func `a dump that shows it neutralised leaves nothing to do by hand`() throws {
    var fixture = Self.fixture("FollowDefault", nil)
    fixture.files["live.yaml"] = Manifests.oldInjector
    fixture.desired += "  controlPlane: {clusterObjects: live.yaml}\n"
    #expect(try fixture.plan().phase("promote").manualSteps.contains { $0.text.contains("Right") })
    fixture.files["live.yaml"] = try Self.fixture("FollowDefault", Manifests.oldInjector).plan()
      .phase("neutralise").text("injector.yaml")
    #expect(
      try fixture.plan().phase("promote").manualSteps.allSatisfy { !$0.text.contains("Right") })
  }

  @Test func `given phases get theirs after the one that moves the tags`() throws {
    var fixture = Self.fixture("FollowDefault", Manifests.oldInjector)
    fixture.desired += """
        phases:
        - {name: tags, actions: [MoveTags]}
        - {name: all, actions: [Restart], percent: 100}
        - {name: gone, actions: [Retire]}

      """
    #expect(
      try fixture.plan().phases.map(\.name) == [
        "tags-prepare", "tags", "tags-neutralise", "all", "gone",
      ])
    fixture.desired = fixture.desired.replacing("name: all", with: "name: tags-neutralise")
    #expect(fixture.refusedRules() == ["MP201"])
  }

  @Test func `without the tag default, or from a revision, the injector stays`() throws {
    var fixture = Self.fixture("Relabel", Manifests.oldInjector)
    fixture.desired = fixture.desired.replacing("tags: [default]", with: "tags: [prod]")
    #expect(try !fixture.plan().phases.map(\.name).contains("neutralise"))
    fixture.desired = fixture.desired.replacing("tags: [prod]", with: "tags: [default]")
      .replacing("from: {revision: default}", with: "from: {revision: 1-23-0}")
    fixture.files["tag.yaml"] = Manifests.tag("default", names: "1-23-0")
    #expect(try !fixture.plan().phases.map(\.name).contains("neutralise"))
  }
}
