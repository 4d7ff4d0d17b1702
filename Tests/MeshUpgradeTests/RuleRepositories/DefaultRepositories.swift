@testable import MeshUpgrade

extension RuleRepository {
  private static let only = revisions + shop + phases(move)
  private static let tagged = revisions + shop + "tags: [default]\n"
  private static let defaults = of(
    app,
    with: [
      "tag.yaml": MeshForms.tag("default", names: old),
      "validator.yaml": MeshForms.defaultValidator(old),
    ])
  private static let tagsOnly = "{name: tags, actions: [MoveTags]}"
  private static let validatorOnly = "{name: validator, actions: [MoveValidator]}"

  /// Tags with the names of revisions (MP007), what serves the default (MP008, MP014), and the
  /// bare Service (MP015).
  static let defaultRules: [RuleRepository] = [
    RuleRepository(
      "a listed tag has the name of the revision to leave", .tagNamedLikeRevision,
      revisions + shop + "tags: [\(old)]\n", app, told: ["error - - meshphase.yaml"],
      mended: revisions + shop + "tags: [prod]\n"),
    RuleRepository(
      "a tag of the repository has the name of the target", .tagNamedLikeRevision, only,
      of(app, with: ["tag.yaml": MeshForms.tag(new, names: old)]),
      told: ["error - - tag.yaml"],
      mended: only, ["tag.yaml": MeshForms.tag("next", names: old)]),
    RuleRepository(
      "a tag of the cluster has the name of the old revision", .tagNamedLikeRevision,
      only + "controlPlane: {clusterObjects: live.yaml}\n",
      of(app, with: ["live.yaml": MeshForms.tag(old, names: old)]),
      told: ["preexisting - - live.yaml"],
      mended: only + "controlPlane: {clusterObjects: live.yaml}\n",
      ["live.yaml": MeshForms.tag("prod", names: old)]),
    RuleRepository(
      "the tag default moves, and the default validator does not", .differingDefaults,
      tagged + phases(move, tagsOnly), defaults,
      told: ["error tags - validator.yaml"], in: "once phase tags has synced",
      mended: tagged + phases(move, promote)),
    RuleRepository(
      "the default validator moves, and the tag default does not", .differingDefaults,
      tagged + phases(move, validatorOnly), defaults,
      told: ["error validator - validator.yaml"], in: "once phase validator has synced",
      mended: tagged + phases(move, promote)),
    RuleRepository(
      "both move, in two phases", .differingDefaults,
      tagged + phases(move, tagsOnly, validatorOnly), defaults,
      told: ["error tags - validator.yaml"], in: "once phase tags has synced",
      mended: tagged + phases(move, promote)),
    RuleRepository(
      "the un-revisioned injector is in Git, and is neutralised a phase later", .twoDefaults,
      fromDefault + shop + "tags: [default]\n",
      of(follower, with: ["injector.yaml": MeshForms.injector("default")]),
      told: ["warning promote - injector.yaml"], in: "once phase promote has synced",
      mended: nil,
      [
        "injector.yaml": MeshForms.stream(
          MeshForms.neutralisedInjector, MeshForms.tag("default", names: "default"))
      ]),
    RuleRepository(
      "self-heal has put the un-revisioned selectors back", .twoDefaults,
      tagged + phases(move, promoteTags),
      of(
        defaults,
        with: [
          "install.yaml": MeshForms.stream(
            MeshForms.injector("default"), MeshForms.service("default"),
            MeshForms.istiod("default"))
        ]),
      told: ["preexisting - - install.yaml"], in: "in the base",
      mended: nil, ["install.yaml": MeshForms.neutralisedInjector]),
    RuleRepository(
      "the bare Service selects istio: pilot", .selectorKeyRemoved, revisions + shop,
      of(app, with: ["service.yaml": MeshForms.service("default")]),
      told: ["error promote - service.yaml"],
      mended: nil, ["service.yaml": MeshForms.service(old, name: "istiod")]),
  ]

  /// Traps beside the plan's own way (facts of Istio 3.5).
  static let neighbours: [RuleRepository] = [
    // No. 4: an un-revisioned install takes the tag default along.
    RuleRepository(
      "an un-revisioned install has stolen the tag default", .differingDefaults,
      tagged + phases(move, promoteTags),
      of(
        app,
        with: [
          "tag.yaml": MeshForms.tag("default", names: "default"),
          "validator.yaml": MeshForms.defaultValidator(old),
          "install.yaml": MeshForms.stream(
            MeshForms.neutralisedInjector, MeshForms.service("default"),
            MeshForms.istiod("default")),
        ]),
      told: ["preexisting - - validator.yaml"], in: "in the base",
      mended: nil, ["tag.yaml": MeshForms.tag("default", names: old)]),
    // From 1.27 on a canary's install takes a default that nobody has (facts of Istio 5).
    RuleRepository(
      "the canary's install has made itself the default", .differingDefaults, tagged,
      of(defaults, with: ["tag.yaml": MeshForms.tag("default", names: new)]),
      told: ["preexisting - - validator.yaml"], in: "in the base",
      mended: nil, ["tag.yaml": MeshForms.tag("default", names: old)]),
    // No. 6: the label of a namespace hides those of its Pods; without it they count.
    RuleRepository(
      "a gateway asks for a revision in a namespace without a label", .unknownRevision, only,
      of(
        app,
        with: [
          "ingress.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: ingress}\n",
          "gateway.yaml": pod("gateway", in: "ingress", "istio.io/rev: asm-1120-0"),
        ]),
      told: ["preexisting - ingress ingress.yaml"], in: "in the base",
      mended: only,
      ["ingress.yaml": Manifests.namespace("ingress", "istio.io/rev: asm-1140-0")]),
  ]
}
