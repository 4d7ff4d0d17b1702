import Testing

@testable import MeshUpgrade

/// MP017: configuration that only the old revision reads.
struct RevisionLabelTests {
  private static let spec =
    "from: {revision: asm-1130-0}\nto: {revision: asm-1140-0}\nnamespaces: [app, shop]\n"
    + "phases: [{name: one, actions: [Relabel], namespaces: [app]},"
    + " {name: two, actions: [Relabel], namespaces: [shop]}]"

  private static func files(_ more: [String: String]) -> [String: String] {
    more.merging([
      "app.yaml": Manifests.namespace(), "shop.yaml": Manifests.namespace("shop"),
    ]) { $1 }
  }

  /// An object of an API group with one label.
  private static func object(
    _ type: String = "networking.istio.io/v1beta1 VirtualService", _ name: String = "routes",
    in namespace: String? = "shop", _ label: String = "istio.io/rev: asm-1130-0"
  ) -> String {
    let parts = type.split(separator: " ")
    return """
      apiVersion: \(parts[0])
      kind: \(parts[1])
      metadata:
        name: \(name)\(namespace.map { "\n  namespace: \($0)" } ?? "")
        labels:
          \(label)

      """
  }

  static let rows: [RuleCase] = [
    RuleCase(
      "in a namespace that moves", spec, files(["a.yaml": object()]), "warning two/shop a.yaml:7:5"),
    RuleCase(
      "in a namespace that does not, from the first move on", spec,
      files(["a.yaml": object(in: "istio-system")]), "warning one/istio-system a.yaml:7:5"),
    RuleCase(
      "one without a namespace", spec,
      files(["a.yaml": object("gateway.networking.k8s.io/v1 GatewayClass", in: nil)]),
      "warning one a.yaml:6:5"),
    RuleCase(
      "what a kustomization puts there", spec,
      files([
        "k/a.yaml": object(in: nil),
        "k/kustomization.yaml": "namespace: app\nresources: [a.yaml]\n",
      ]), "warning one/app k/a.yaml:6:5"),
    RuleCase(
      "every group that istiod reads", spec,
      files([
        "a.yaml": object("security.istio.io/v1 AuthorizationPolicy", in: "a"),
        "b.yaml": object("telemetry.istio.io/v1 Telemetry", in: "b"),
        "c.yaml": object("extensions.istio.io/v1alpha1 WasmPlugin", in: "c"),
        "d.yaml": object("gateway.networking.k8s.io/v1 HTTPRoute", in: "d"),
      ]), "warning one/a a.yaml:7:5", "warning one/b b.yaml:7:5", "warning one/c c.yaml:7:5",
      "warning one/d d.yaml:7:5"),
    RuleCase(
      "the target's", spec, files(["a.yaml": object(in: "shop", "istio.io/rev: asm-1140-0")])),
    RuleCase("a label for nobody", spec, files(["a.yaml": object(in: "shop", "team: a")])),
    RuleCase(
      "a tag's", spec + "\ntags: [prod]",
      files(["a.yaml": object(in: "shop", "istio.io/rev: prod")])
    ),
    RuleCase(
      "another group's", spec, files(["a.yaml": object("serving.knative.dev/v1 Service")])),
    RuleCase(
      "what the old revision has for itself", spec,
      files([
        "a.yaml": object(
          "networking.istio.io/v1alpha3 EnvoyFilter", "stats-filter-1.13-asm-1130-0",
          in: "istio-system")
      ])),
    RuleCase(
      "nothing is left to move", spec,
      [
        "app.yaml": Manifests.namespace("app", "istio.io/rev: asm-1140-0"),
        "shop.yaml": Manifests.namespace("shop", "istio.io/rev: asm-1140-0"), "a.yaml": object(),
      ]),
    RuleCase(
      "a namespace that has moved", spec,
      files(["a.yaml": object()]).merging([
        "shop.yaml": Manifests.namespace("shop", "istio.io/rev: asm-1140-0")
      ]) { $1 }, "preexisting two/shop a.yaml:7:5"),
  ]

  @Test(arguments: rows)
  func `configuration for the old revision alone is told`(row: RuleCase) {
    #expect(row.said(.configurationLeftBehind) == row.expected)
  }

  /// The un-revisioned istiod has the name of the tag that follows it.
  private static func unrevisioned(_ type: String, _ more: String = "") -> RuleCase {
    RuleCase(
      type,
      "from: {revision: default, version: 1.25.0}\nto: {revision: 1-26-0, version: 1.26.0}\n"
        + "namespaces: [app]\ntags: [default]",
      [
        "app.yaml": Manifests.namespace("app", "istio-injection: enabled"),
        "a.yaml": object(type, in: "app", "istio.io/rev: default"),
      ])
  }

  @Test func `only a Gateway of the Gateway API is found by a tag`() {
    let route = Self.unrevisioned("networking.istio.io/v1 VirtualService")
    #expect(route.said(.configurationLeftBehind) == ["warning canary/app a.yaml:7:5"])
    let gateway = Self.unrevisioned("gateway.networking.k8s.io/v1 Gateway")
    #expect(gateway.said(.configurationLeftBehind) == [])
    let old = Self.unrevisioned("networking.istio.io/v1 Gateway")
    #expect(old.said(.configurationLeftBehind) == ["warning canary/app a.yaml:7:5"])
  }

  @Test func `a namespace has one finding, which lists its objects`() throws {
    let all = (1...5).map { Self.object("networking.istio.io/v1 VirtualService", "v\($0)") }
    let row = RuleCase("", Self.spec, Self.files(["a.yaml": all.joined(separator: "---\n")]))
    let findings = row.findings(.configurationLeftBehind)
    #expect(
      findings.map(\.message) == [
        "VirtualService shop/v1, VirtualService shop/v2, VirtualService shop/v3 and 2 more carry"
          + " the label istio.io/rev: asm-1130-0, so asm-1140-0 does not read them, and what moves"
          + " from phase two on goes without"
      ])
    #expect(findings.first?.notes.count == 4)
  }
}
