@testable import MeshUpgrade

extension RuleRepository {
  private static let only = revisions + shop + phases(move)

  private static func application(_ name: String, _ path: String, to namespace: String) -> String {
    Manifests.application(name, path: path, to: namespace)
  }

  /// Two Applications, so that the namespace and its workload sync in any order.
  static let apart = [
    "namespaces/shop.yaml": Manifests.namespace("shop"),
    "apps/shop/web.yaml": Manifests.deployment("web", in: "shop"),
    "argocd/namespaces.yaml": Manifests.application("namespaces", path: "namespaces", to: "shop"),
    "argocd/shop.yaml": Manifests.application("shop", path: "apps/shop", to: "shop"),
  ]

  /// What concerns the plan as a whole (MP010, MP011, MP012, MP016 to MP020).
  static let plans: [RuleRepository] = [
    RuleRepository(
      "four minors at once", .versionSkew,
      "from: {revision: asm-1102-2}\nto: {revision: \(new)}\n" + shop + phases(move),
      of(app, with: ["ns.yaml": Manifests.namespace("shop", "istio.io/rev: asm-1102-2")]),
      told: ["error - - meshphase.yaml"],
      mended: "from: {revision: asm-1122-0}\nto: {revision: \(new)}\n" + shop + phases(move),
      ["ns.yaml": Manifests.namespace("shop", "istio.io/rev: asm-1122-0")]),
    RuleRepository(
      "a phase that cannot be divided, as the name is taken", .restartBeforeRelabel,
      revisions + "namespaces: [cart, shop]\n"
        + phases(
          "{name: wave, actions: [Relabel, Restart], namespaces: [shop]}",
          "{name: wave-restart, actions: [Relabel, Restart], namespaces: [cart]}"),
      of(apart, with: ["namespaces/cart.yaml": Manifests.namespace("cart")]),
      told: ["error wave shop apps/shop/web.yaml"], in: "while phase wave syncs",
      mended: revisions + "namespaces: [cart, shop]\n"
        + phases(
          "{name: wave, actions: [Relabel, Restart], namespaces: [shop]}",
          "{name: wave-2, actions: [Relabel, Restart], namespaces: [cart]}")),
    RuleRepository(
      "a mesh namespace that nobody lists", .namespaceInNoPhase, only,
      of(app, with: ["legacy.yaml": Manifests.namespace("legacy")]),
      told: ["warning - legacy legacy.yaml"],
      mended: revisions + "namespaces: [legacy, shop]\n" + phases(move)),
    RuleRepository(
      "what follows the tag is in no phase", .silentMove,
      revisions + shop + "tags: [default]\n" + phases(move, promote),
      of(
        app,
        with: [
          "tag.yaml": MeshForms.tag("default", names: old),
          "validator.yaml": MeshForms.defaultValidator(old),
          "reports.yaml": Manifests.namespace("reports", "istio-injection: enabled"),
        ]),
      told: ["warning promote reports reports.yaml"],
      mended: revisions + "namespaces: [reports, shop]\ntags: [default]\n" + phases(move, promote)),
    RuleRepository(
      "a policy that only the old revision reads", .configurationLeftBehind, only,
      of(
        app,
        with: [
          "policy.yaml": """
          apiVersion: security.istio.io/v1beta1
          kind: AuthorizationPolicy
          metadata:
            name: no-admin
            namespace: shop
            labels: {istio.io/rev: \(old)}
          spec: {action: DENY, rules: [{to: [{operation: {paths: ["/admin/*"]}}]}]}

          """
        ]),
      told: ["warning all shop policy.yaml"],
      mended: nil,
      [
        "policy.yaml": """
        apiVersion: security.istio.io/v1beta1
        kind: AuthorizationPolicy
        metadata: {name: no-admin, namespace: shop}
        spec: {action: DENY, rules: [{to: [{operation: {paths: ["/admin/*"]}}]}]}

        """
      ]),
    RuleRepository(
      "a filter for the old proxy", .pinnedFilter, only, of(app, with: ["filter.yaml": filter(13)]),
      told: ["warning - shop filter.yaml"],
      mended: nil, ["filter.yaml": filter(13) + filter(14, isFurther: true)]),
    RuleRepository(
      "the trust domains of the two revisions differ", .differingMeshConfig, only,
      of(
        app,
        with: [
          "old.yaml": Manifests.configMap("istio-\(old)", "{mesh: \"trustDomain: corp.example\"}"),
          "new.yaml": Manifests.configMap("istio-\(new)", "{mesh: \"trustDomain: cluster.local\"}"),
        ]),
      told: ["warning - - new.yaml"],
      mended: nil,
      ["new.yaml": Manifests.configMap("istio-\(new)", "{mesh: \"trustDomain: corp.example\"}")]),
    RuleRepository(
      "a StatefulSet of one Pod restarts", .disruptiveRestart, only,
      of(app, with: ["db.yaml": stateful(1)]), told: ["warning all shop db.yaml"],
      mended: nil, ["db.yaml": stateful(2)]),
  ]

  private static func filter(_ minor: Int, isFurther: Bool = false) -> String {
    let patch = """
        - applyTo: HTTP_FILTER
          match: {context: SIDECAR_INBOUND, proxy: {proxyVersion: '^1\\.\(minor).*'}}
          patch: {operation: INSERT_BEFORE}

      """
    return isFurther
      ? patch
      : """
      apiVersion: networking.istio.io/v1alpha3
      kind: EnvoyFilter
      metadata: {name: lua, namespace: shop}
      spec:
        configPatches:

      """ + patch
  }

  private static func stateful(_ replicas: Int) -> String {
    """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db, namespace: shop}
    spec:
      replicas: \(replicas)
      template:
        spec: {containers: []}

    """
  }
}
