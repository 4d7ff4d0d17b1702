@testable import MeshUpgrade

extension RuleRepository {
  private static let only = revisions + shop + phases(move)
  private static let dump = "controlPlane: {clusterObjects: live.yaml}\n"
  private static let follows = Manifests.namespace("other", "istio.io/rev: prod")
  private static let planes = [
    "cp/old.yaml": MeshForms.controlPlane(old), "cp/new.yaml": MeshForms.controlPlane(new),
  ]

  /// Webhooks that call nobody (MP005, MP006), or another revision than their label's (MP013).
  static let webhooks: [RuleRepository] = [
    RuleRepository(
      "a tag calls a revision that is gone, so its Pods are rejected", .missingService, only,
      of(
        app, with: ["tag.yaml": MeshForms.tag("prod", names: "asm-1120-0"), "other.yaml": follows]),
      told: ["preexisting - other tag.yaml"], in: "in the base",
      mended: only, ["tag.yaml": MeshForms.tag("prod", names: old)]),
    RuleRepository(
      "the default validator is left on a revision that is gone", .missingService, only,
      of(app, with: ["validator.yaml": MeshForms.defaultValidator("asm-1120-0")]),
      told: ["preexisting - - validator.yaml"], in: "in the base",
      mended: only, ["validator.yaml": MeshForms.defaultValidator(old)]),
    RuleRepository(
      "Retire while the cluster's default validator calls the old revision", .missingService,
      revisions + shop + dump + phases(move, retire),
      of(app, with: ["live.yaml": MeshForms.defaultValidator(old)]),
      told: ["error retire - live.yaml"], in: "while phase retire syncs", others: ["MP006"],
      mended: revisions + shop + dump),
    RuleRepository(
      "Retire while a namespace follows a tag of the cluster, its findings excepted",
      .missingService,
      revisions + shop + dump
        + "exceptions: [{rule: MP012, namespace: legacy, reason: later}, {rule: MP009, reason: later}]\n"
        + phases(move, retire),
      of(
        app,
        with: [
          "live.yaml": MeshForms.stream(
            MeshForms.tag("prod", names: old), Manifests.namespace("legacy", "istio.io/rev: prod"))
        ]),
      told: ["error retire legacy live.yaml"], in: "while phase retire syncs", others: ["MP006"],
      mended: revisions + shop + dump + "tags: [prod]\n"
        + "exceptions: [{rule: MP012, namespace: legacy, reason: it follows the tag}]\n"),
    RuleRepository(
      "the target's Service selects another revision", .webhookWithoutCertificate,
      revisions + shop + "controlPlane: {management: GitOps}\n" + phases(move),
      of(
        app, planes,
        with: [
          "cp/new.yaml": MeshForms.stream(
            MeshForms.injector(new), MeshForms.istiod(new),
            MeshForms.service(new, selector: "istio.io/rev: asm-1140-1"))
        ]),
      told: ["error all shop cp/new.yaml"], in: "once phase all has synced",
      mended: nil, ["cp/new.yaml": MeshForms.controlPlane(new)]),
    RuleRepository(
      "the validator of the base chart is left as the un-revisioned istiod goes",
      .webhookWithoutCertificate, fromDefault + shop,
      of(follower, with: ["validator.yaml": MeshForms.oldValidator]),
      told: ["error retire - validator.yaml"], in: "once phase retire has synced",
      mended: nil, ["validator.yaml": nil]),
    RuleRepository(
      "a new tag has no caBundle, and the name of the phase before it is taken",
      .webhookWithoutCertificate,
      fromDefault + "namespaces: [cart, shop]\ntags: [default]\nstrategy: {type: FollowDefault}\n"
        + phases(
          "{name: promote-prepare, actions: [Relabel, Restart], namespaces: [cart]}", promote,
          "{name: rest, actions: [Restart], percent: 100}"),
      of(follower, with: ["cart.yaml": Manifests.namespace("cart", "istio-injection: enabled")]),
      told: ["error promote shop mesh/prod/istio-revision-tag-default.yaml"],
      in: "while phase promote syncs",
      mended: fromDefault
        + "namespaces: [cart, shop]\ntags: [default]\nstrategy: {type: FollowDefault}\n"
        + phases(
          "{name: canary, actions: [Relabel, Restart], namespaces: [cart]}", promote,
          "{name: rest, actions: [Restart], percent: 100}")),
    RuleRepository(
      "the label of a tag was moved and its Service was not", .foreignRevisionLabel, only,
      of(app, with: ["tag.yaml": MeshForms.tag("prod", names: old, label: new)]),
      told: ["preexisting - - tag.yaml"], in: "in the base",
      mended: only, ["tag.yaml": MeshForms.tag("prod", names: old)]),
    RuleRepository(
      "the bare Service moves before the tag that calls it", .foreignRevisionLabel,
      revisions + shop + "tags: [prod]\n"
        + phases(
          move, "{name: service, actions: [MoveService]}", "{name: tags, actions: [MoveTags]}"),
      of(
        app,
        with: [
          "tag.yaml": MeshForms.tag("prod", names: old, service: "istiod"),
          "service.yaml": MeshForms.service(old, name: "istiod"),
        ]),
      told: ["error service - tag.yaml"],
      in: "once phase service has synced",
      mended: revisions + shop + "tags: [prod]\n" + phases(move, promote)),
  ]
}
