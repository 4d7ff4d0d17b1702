import Testing

@testable import MeshUpgrade

/// Phases that would break a rule in some order of their sync, and that the planner divides.
struct DivisionTests {
  private static let old = RuleRepository.old
  private static let new = RuleRepository.new

  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let spec: String
    let files: [String: String]
    /// The phases, each with its actions.
    let phases: [String]
    /// The phase that the planner has made, and what its reason says.
    let made: String
    let reason: String

    var testDescription: String { name }
  }

  private static func retires(_ relation: String) -> Row {
    Row(
      name: "Retire beside Relabel, \(relation)",
      spec: RuleRepository.revisions + RuleRepository.shop + relation
        + RuleRepository.phases("{name: all, actions: [Relabel, Restart, Retire], percent: 100}"),
      files: RuleRepository.of(
        RuleRepository.app,
        with: [
          "cp/old.yaml": MeshForms.controlPlane(old), "cp/new.yaml": MeshForms.controlPlane(new),
        ]),
      phases: ["all: Relabel Restart", "all-retire: Retire"], made: "all-retire",
      reason: "while phase all syncs, a new Pod in namespace shop is matched by no injector")
  }

  static let rows = [
    Row(
      name: "restarts in another Application (MP011)",
      spec: RuleRepository.revisions + RuleRepository.shop
        + RuleRepository.phases(RuleRepository.move),
      files: RuleRepository.apart,
      phases: ["all: Relabel", "all-restart: Restart"], made: "all-restart",
      reason: "restarts in a phase of their own: the namespace shop is synced by the Application"
        + " namespaces and Deployment shop/web by the Application shop, in any order"),
    Row(
      name: "a workload in an earlier sync wave (MP011)",
      spec: RuleRepository.revisions + RuleRepository.shop
        + RuleRepository.phases(RuleRepository.move),
      files: [
        "mesh/ns.yaml": Manifests.namespace("shop"),
        "mesh/web.yaml": Manifests.deployment("web", in: "shop").replacing(
          "  namespace: shop",
          with: "  namespace: shop\n  annotations: {argocd.argoproj.io/sync-wave: \"-1\"}"),
        "argocd/mesh.yaml": Manifests.application("mesh", path: "mesh", to: "shop"),
      ],
      phases: ["all: Relabel", "all-restart: Restart"], made: "all-restart",
      reason: "restarts in a phase of their own: Deployment shop/web is in sync wave -1, before its"
        + " namespace in wave 0"),
    retires(""),
    retires("controlPlane: {management: GitOps}\n"),
    Row(
      name: "a validator of Istio 1.11, which looks at everything, goes before its Service (MP005)",
      spec: RuleRepository.revisions + RuleRepository.shop
        + RuleRepository.phases(RuleRepository.move, RuleRepository.retire),
      files: RuleRepository.of(
        RuleRepository.app,
        with: [
          "cp/old.yaml": MeshForms.controlPlane(old).replacing(
            "objectSelector: {matchExpressions: [{key: istio.io/rev, operator: In, values: [\(old)]}]}",
            with: "objectSelector: {}")
        ]),
      phases: ["all: Relabel Restart", "retire: Retire", "retire-control-plane: Retire"],
      made: "retire-control-plane",
      reason: "ValidatingWebhookConfiguration istio-validator-\(old)-istio-system calls Service"
        + " istio-system/istiod-\(old), which does not exist"),
    Row(
      name: "a tag that is new has its caBundle first (MP006)",
      spec: RuleRepository.fromDefault
        + "namespaces: [cart, shop]\ntags: [default]\nstrategy: {type: FollowDefault}\n",
      files: RuleRepository.of(
        RuleRepository.follower,
        with: ["cart.yaml": Manifests.namespace("cart", "istio-injection: enabled")]),
      phases: [
        "canary: Relabel Restart", "promote-prepare: MoveTags",
        "promote: MoveTags MoveService MoveValidator", "wave-1: Restart", "gateways: Restart",
        "settle: Relabel", "retire: Retire",
      ], made: "promote-prepare",
      reason: "before promote, so that istiod writes the caBundle first"),
    Row(
      name: "the bare Service moves after the tag that calls it (MP013)",
      spec: RuleRepository.revisions + RuleRepository.shop + "tags: [prod]\n"
        + RuleRepository.phases(RuleRepository.move, RuleRepository.promote),
      files: RuleRepository.of(
        RuleRepository.app,
        with: [
          "tag.yaml": MeshForms.tag("prod", names: old, service: "istiod"),
          "service.yaml": MeshForms.service(old, name: "istiod"),
        ]),
      phases: [
        "all: Relabel Restart", "promote: MoveTags MoveValidator", "promote-service: MoveService",
      ], made: "promote-service",
      reason: "MutatingWebhookConfiguration istio-revision-tag-prod is labelled istio.io/rev:"
        + " \(old) and calls \(new)"),
  ]

  @Test(arguments: rows) func `the phase is divided, and says why`(_ row: Row) throws {
    let plan = try PlanFixture(row.spec, files: row.files).plan()
    #expect(
      plan.phases.map { "\($0.name): \($0.actions.joined(separator: " "))" } == row.phases)
    #expect(try plan.phase(row.made).reason?.contains(row.reason) == true)
    #expect(plan.findings.filter { $0.severity == .error } == [])
    #expect(plan.proof.holds)
  }

  @Test func `one Application, or none, keeps restarts beside their relabels`() throws {
    var files = RuleRepository.apart
    files["argocd/namespaces.yaml"] = nil
    files["argocd/shop.yaml"] = nil
    let spec =
      RuleRepository.revisions + RuleRepository.shop + RuleRepository.phases(RuleRepository.move)
    #expect(try PlanFixture(spec, files: files).plan().phases.map(\.name) == ["all"])
    files["argocd/all.yaml"] = Manifests.application(
      "all", path: ".", to: "shop", "directory: {recurse: true}")
    #expect(try PlanFixture(spec, files: files).plan().phases.map(\.name) == ["all"])
  }

  @Test func `an exception keeps the phase whole, and is told`() throws {
    let spec =
      RuleRepository.revisions + RuleRepository.shop
      + "exceptions: [{rule: MP011, namespace: shop, reason: its Pods restart every night}]\n"
      + RuleRepository.phases(RuleRepository.move)
    let plan = try PlanFixture(spec, files: RuleRepository.apart).plan()
    #expect(plan.phases.map(\.name) == ["all"])
    let told = try #require(plan.findings.first { $0.rule == .restartBeforeRelabel })
    #expect(RuleRepository.line(told) == "warning all shop apps/shop/web.yaml")
    #expect(told.message.hasSuffix("(excepted: its Pods restart every night)"))
  }
}
