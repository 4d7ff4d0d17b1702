@testable import MeshUpgrade

extension RuleRepository {
  private static let only = revisions + shop + phases(move)

  /// Labels that name nothing (MP003), or contradict each other (MP004).
  static let labels: [RuleRepository] = [
    RuleRepository(
      "a misspelt revision on a namespace that nobody lists", .unknownRevision, only,
      of(
        app,
        with: [
          "other.yaml": Manifests.namespace("other", "istio.io/rev: asm-1310-0"),
          "pod.yaml": Manifests.deployment("other", in: "other"),
        ]),
      told: ["preexisting - other other.yaml"], in: "in the base",
      mended: only, ["other.yaml": Manifests.namespace("other", "istio.io/rev: asm-1140-0")]),
    RuleRepository(
      "a misspelt revision on a namespace that the plan corrects", .unknownRevision, only,
      of(app, with: ["ns.yaml": Manifests.namespace("shop", "istio.io/rev: asm-1310-0")]),
      told: ["preexisting - shop ns.yaml"], in: "in the base",
      mended: only, ["ns.yaml": Manifests.namespace("shop")]),
    RuleRepository(
      "a tag that neither Git nor the dump has", .unknownRevision, only,
      of(app, with: ["other.yaml": Manifests.namespace("other", "istio.io/rev: prod")]),
      told: ["preexisting - other other.yaml"], in: "in the base",
      mended: only, ["tag.yaml": MeshForms.tag("prod", names: old)]),
    // A namespace's label hides what its Pods ask for (facts of Istio 3.5, no. 6).
    RuleRepository(
      "a pod template names a revision that is not there, its namespace none", .unknownRevision,
      only,
      of(
        app,
        with: [
          "other.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: other}\n",
          "pod.yaml": pod("other", in: "other", "istio.io/rev: asm-1310-0"),
        ]),
      told: ["preexisting - other other.yaml"], in: "in the base",
      mended: only, ["other.yaml": Manifests.namespace("other", "istio.io/rev: asm-1140-0")]),
    RuleRepository(
      "Retire takes away what a namespace of the dump names", .unknownRevision,
      revisions + shop
        + "controlPlane: {clusterObjects: live.yaml}\nexceptions: [{rule: MP012, namespace: legacy, reason: later}]\n",
      of(app, with: ["live.yaml": Manifests.namespace("legacy")]),
      told: ["error retire legacy live.yaml"], in: "while phase retire syncs",
      others: ["MP001"],
      mended: revisions + "namespaces: [shop, legacy]\n"
        + "controlPlane: {clusterObjects: live.yaml}\n"),
    RuleRepository(
      "both labels on a namespace that is to move", .contradictingLabels, only,
      of(
        app,
        with: [
          "ns.yaml": Manifests.namespace(
            "shop", "istio.io/rev: asm-1130-0\n    istio-injection: enabled")
        ]),
      told: ["error - shop ns.yaml"],
      mended: only, ["ns.yaml": Manifests.namespace("shop")]),
    RuleRepository(
      "both labels on a namespace that stays", .contradictingLabels, only,
      of(
        app,
        with: [
          "other.yaml": Manifests.namespace(
            "other", "istio.io/rev: asm-1130-0\n    istio-injection: enabled")
        ]),
      told: ["preexisting - other other.yaml"], in: "in the base",
      mended: only, ["other.yaml": Manifests.namespace("other")]),
    RuleRepository(
      "a namespace that keeps sidecars out is to move", .contradictingLabels, only,
      of(app, with: ["ns.yaml": Manifests.namespace("shop", "istio-injection: disabled")]),
      told: ["error - shop ns.yaml"],
      mended: revisions + "namespaces: [other]\n" + phases(move),
      ["other.yaml": Manifests.namespace("other")]),
  ]
}
