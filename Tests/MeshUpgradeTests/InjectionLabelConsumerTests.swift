import Testing

@testable import MeshUpgrade

/// What looks for `istio-injection` while the plan takes it from namespaces (MP113).
@Suite struct `Consumers of istio-injection` {
  /// What is found beside a namespace that loses the label; empty where a plan keeps it.
  private func found(_ manifest: String, _ label: String = "istio-injection: enabled") throws
    -> [String]
  {
    let fixture = PlanFixture(
      """
      from: {revision: \(label.hasPrefix("istio-i") ? "default" : "asm-1130-0")}
      to: {revision: asm-1140-0}
      namespaces: [app]
      phases: [{name: all, actions: [Relabel], percent: 100}]
      """,
      files: [
        "a.yaml": ArgoFixture.application("apps", "source: {path: apps}"),
        "apps/n.yaml": Manifests.namespace("app", label), "policy.yaml": manifest,
      ])
    return try ArgoFixture.planned(fixture).map(ArgoFixture.line)
  }

  private func policy(_ apiVersion: String, _ kind: String, _ spec: String) -> String {
    "apiVersion: \(apiVersion)\nkind: \(kind)\nmetadata: {name: x}\nspec:\n  \(spec)\n"
  }

  /// A NetworkPolicy that lets in what namespaces of a selector send.
  private func network(_ selector: String, _ field: String = "namespaceSelector") -> String {
    policy(
      "networking.k8s.io/v1", "NetworkPolicy", "ingress: [{from: [{\(field): {\(selector)}}]}]")
  }

  @Test(arguments: [
    "matchLabels: {istio-injection: enabled}",
    "matchExpressions: [{key: istio-injection, operator: Exists}]",
    "matchExpressions: [{key: istio-injection, operator: DoesNotExist}]",
    "matchExpressions: [{key: istio-injection, operator: In, values: [enabled, \"true\"]}]",
    "matchLabels: {istio-injection: enabled, kubernetes.io/metadata.name: app}",
  ])
  func `a selector that the plan makes match otherwise`(selector: String) throws {
    let found = try found(network(selector))
    #expect(found.count == 1)
    #expect(found.allSatisfy { $0.hasPrefix("MP113 warning policy.yaml:5:") }, "\(found)")
    #expect(found.allSatisfy { $0.hasSuffix(" all app") })
  }

  @Test(arguments: [
    "matchLabels: {istio-injection: disabled}",
    "matchExpressions: [{key: istio-injection, operator: NotIn, values: [disabled]}]",
    "matchLabels: {istio-injection: enabled, kubernetes.io/metadata.name: other}",
    "matchExpressions: [{key: istio.io/rev, operator: Exists}]",
  ])
  func `a selector that matches the same namespaces before and after`(selector: String) throws {
    #expect(try found(network(selector)) == [])
  }

  @Test func `a selector of Pods is another thing`() throws {
    #expect(try found(network("matchLabels: {istio-injection: enabled}", "podSelector")) == [])
  }

  @Test func `a plan that keeps the label concerns nobody`() throws {
    #expect(
      try found(network("matchLabels: {istio-injection: enabled}"), "istio.io/rev: asm-1130-0")
        == [])
  }

  @Test(arguments: [
    (
      "constraints.gatekeeper.sh/v1beta1", "K8sRequiredLabels",
      "parameters: {labels: [{key: istio-injection}]}"
    ),
    (
      "templates.gatekeeper.sh/v1", "ConstraintTemplate",
      "targets: [{rego: 'x := labels[\"istio-injection\"]'}]"
    ),
    (
      "kyverno.io/v1", "ClusterPolicy",
      "rules: [{validate: {pattern: {metadata: {labels: {istio-injection: enabled}}}}}]"
    ),
    (
      "projectcalico.org/v3", "GlobalNetworkPolicy",
      "namespaceSelector: istio-injection == 'enabled'"
    ),
    (
      "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy",
      "validations: [{expression: \"'istio-injection' in object.metadata.labels\"}]"
    ),
  ])
  func `a policy that names the label`(apiVersion: String, kind: String, spec: String) throws {
    let found = try found(policy(apiVersion, kind, spec))
    #expect(found.count == 1)
    #expect(found.allSatisfy { $0.hasPrefix("MP113 warning policy.yaml:5:") }, "\(found)")
  }

  @Test func `webhooks of others are consumers, and Istio's own are not`() throws {
    let webhooks = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: NAME}
      webhooks:
      - {name: a.b.c, namespaceSelector: {matchLabels: {istio-injection: enabled}}}
      """
    #expect(
      try found(webhooks.replacing("NAME", with: "vault-agent-injector"))
        == ["MP113 warning policy.yaml:5:51 all app"])
    #expect(try found(webhooks.replacing("NAME", with: "istio-sidecar-injector")) == [])
  }

  @Test func `discovery selectors in the text of a mesh configuration are found`() throws {
    let map = """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: istio, namespace: istio-system}
      data:
        mesh: |
          discoverySelectors:
          - matchLabels: {istio-injection: enabled}
      """
    #expect(try found(map) == ["MP113 warning policy.yaml:7:21 all app"])
    #expect(try found(map.replacing("enabled", with: "disabled")) == [])
  }

  @Test func `an ordinary object that mentions the label in its words is none`() throws {
    #expect(
      try found(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {note: about istio-injection}\n"
      )
        == [])
  }
}
