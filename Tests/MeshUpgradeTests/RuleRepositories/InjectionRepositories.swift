@testable import MeshUpgrade

extension RuleRepository {
  /// The un-revisioned install of 1.13 is left for a revision.
  static let fromDefault =
    "from: {revision: default, version: 1.13.0}\nto: {revision: \(new)}\n"

  private static let planes = [
    "cp/old.yaml": MeshForms.controlPlane(old), "cp/new.yaml": MeshForms.controlPlane(new),
  ]
  private static let gitOps = "controlPlane: {management: GitOps}\n"

  /// The target's injector with a selector of the team's own.
  private static let narrow = MeshForms.injector(new).replacing(
    "[{key: istio.io/rev, operator: In, values: [\(new)]}, ",
    with: "[{key: kubernetes.io/metadata.name, operator: NotIn, values: [shop]}, "
      + "{key: istio.io/rev, operator: In, values: [\(new)]}, ")

  private static let automatic = of(
    follower,
    with: [
      "plain.yaml": """
      apiVersion: v1
      kind: Namespace
      metadata: {name: plain}
      ---

      """ + Manifests.deployment("plain", in: "plain"),
      "injector.yaml": MeshForms.injector("default", autoInjects: true),
    ])

  /// No injector (MP001), or two (MP002).
  static let injection: [RuleRepository] = [
    RuleRepository(
      "the target's injector leaves the namespace out", .notInjected,
      revisions + shop + gitOps + phases(move),
      of(
        app, planes,
        with: [
          "cp/new.yaml": MeshForms.controlPlane(new)
            .replacing(MeshForms.injector(new), with: narrow)
        ]),
      told: ["error all shop ns.yaml"], in: "once phase all has synced",
      mended: nil, ["cp/new.yaml": MeshForms.controlPlane(new)]),
    RuleRepository(
      "Retire while a namespace is left behind, its findings excepted", .notInjected,
      revisions + shop
        + "exceptions: [{rule: MP012, namespace: legacy, reason: later}, {rule: MP009, namespace: legacy, reason: later}]\n",
      of(app, with: ["legacy.yaml": Manifests.namespace("legacy")]),
      told: ["error retire legacy legacy.yaml"], in: "while phase retire syncs",
      others: ["MP003"], mended: revisions + "namespaces: [shop, legacy]\n"),
    RuleRepository(
      "the un-revisioned install goes, and nobody serves istio-injection", .notInjected,
      fromDefault + shop
        + "exceptions: [{rule: MP012, namespace: legacy, reason: later}, {rule: MP009, namespace: legacy, reason: later}]\n",
      of(
        follower, with: ["legacy.yaml": Manifests.namespace("legacy", "istio-injection: enabled")]),
      told: ["error retire legacy legacy.yaml"], in: "while phase retire syncs",
      mended: fromDefault + shop + "tags: [default]\n"
        + "exceptions: [{rule: MP012, namespace: legacy, reason: it follows the tag}]\n"),
    RuleRepository(
      "enableNamespacesByDefault is lost with the new tag", .notInjected,
      fromDefault + shop + "tags: [default]\n", automatic,
      told: ["error neutralise plain plain.yaml"], in: "once phase neutralise has synced",
      mended: fromDefault + shop + "tags: [default]\n",
      [
        "injector.yaml": MeshForms.stream(
          MeshForms.neutralisedInjector,
          MeshForms.tag("default", names: "default", autoInjects: true))
      ]),
    RuleRepository(
      "the un-revisioned injector beside a tag default, and nobody neutralises it",
      .injectedTwice, revisions + shop + "tags: [default]\n" + phases(move, promoteTags),
      of(
        app,
        with: [
          "legacy.yaml": Manifests.namespace("legacy", "istio-injection: enabled"),
          "install.yaml": MeshForms.stream(
            MeshForms.injector("default"), MeshForms.service("default"),
            MeshForms.istiod("default")),
        ]),
      told: ["error promote legacy legacy.yaml"], in: "while phase promote syncs",
      others: ["MP006"],
      mended: nil,
      ["install.yaml": MeshForms.neutralisedInjector]),
    RuleRepository(
      "a tag has the name of the target, which is excepted", .injectedTwice,
      revisions + shop + "exceptions: [{rule: MP007, reason: it goes soon}]\n" + phases(move),
      of(app, with: ["tag.yaml": MeshForms.tag(new, names: old)]),
      told: ["error all shop ns.yaml"], in: "once phase all has synced",
      mended: revisions + shop + phases(move),
      ["tag.yaml": MeshForms.tag("next", names: old)]),
    RuleRepository(
      "a tag has the name of the old revision", .injectedTwice,
      revisions + shop + phases(move),
      of(app, with: ["tag.yaml": MeshForms.tag(old, names: new)]),
      told: ["preexisting - shop ns.yaml"], in: "in the base", others: ["MP007"],
      mended: revisions + shop + phases(move),
      ["tag.yaml": MeshForms.tag("next", names: old)]),
    RuleRepository(
      "a tag default comes, and the old injector goes by hand", .injectedTwice,
      fromDefault + "namespaces: [cart, shop]\ntags: [default]\nstrategy: {type: FollowDefault}\n",
      of(follower, with: ["cart.yaml": Manifests.namespace("cart", "istio-injection: enabled")]),
      told: ["warning promote shop ns.yaml"], in: "while phase promote syncs",
      mended: nil,
      [
        "mesh.yaml": MeshForms.stream(
          MeshForms.neutralisedInjector, MeshForms.tag("default", names: "default"))
      ]),
  ]
}
