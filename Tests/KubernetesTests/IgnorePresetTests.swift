import Kubernetes
import Testing
import YAML
import YAMLDiff

/// Each preset with what it is for, and what it leaves alone.
@Suite struct `a preset ignores what a controller writes and nothing else` {
  /// What is told of two objects, such as `changed /spec/replicas`, or of their presence.
  func told(_ from: String, _ to: String, _ rules: [IgnoreRule]) throws -> [String] {
    func side(_ text: String) -> [StreamSource] {
      [StreamSource(name: "s", bytes: Array(text.utf8))]
    }
    let outcome = try StreamDiff.compare(
      from: side(from), to: side(to), rules: .kubernetes.ignoring(IgnoreList(rules)),
      ordersCount: true)
    return outcome.changes.flatMap { change in
      change.kind == .changed
        ? change.changes.map { "\($0.kind.rawValue) \($0.keyedPath)" } : [change.kind.rawValue]
    }
  }

  struct Row: Sendable {
    let preset: String
    let from: String
    let to: String
    let told: [String]

    init(_ preset: String, _ from: String, _ to: String, _ told: String...) {
      self.preset = preset
      self.from = from
      self.to = to
      self.told = told
    }
  }

  static let rows = [
    Row(
      "server", "{apiVersion: v1, kind: Namespace, metadata: {name: a}}",
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: a
        uid: 4e5c
        resourceVersion: "7"
        creationTimestamp: "2026-01-01T00:00:00Z"
        labels: {kubernetes.io/metadata.name: a}
        annotations: {kubectl.kubernetes.io/last-applied-configuration: '{}'}
        managedFields: [{manager: kubectl}]
      spec: {finalizers: [kubernetes]}
      status: {phase: Active}
      """),
    Row(
      "server",
      "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 80}]}}",
      """
      apiVersion: v1
      kind: Service
      metadata: {name: a, labels: {app: a}}
      spec:
        clusterIP: 10.0.0.7
        clusterIPs: [10.0.0.7]
        ipFamilies: [IPv4]
        ipFamilyPolicy: SingleStack
        ports: [{port: 80, nodePort: 30080}]
      """, "added /metadata/labels"),
    Row(
      "server",
      "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {clusterIP: None}}",
      "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {clusterIP: 10.0.0.7}}",
      "changed /spec/clusterIP"),
    Row(
      "kubernetes", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}",
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: a, annotations: {deployment.kubernetes.io/revision: "3", team: x}}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: kube-root-ca.crt, namespace: a}
      data: {ca.crt: x}
      """, "added /metadata/annotations"),
    Row(
      "kubernetes", "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}",
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: a}
      secrets: [{name: a-token-4fg6z}]
      """),
    Row(
      "hpa", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 2}}",
      "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 5, paused: true}}",
      "added /spec/paused"),
    Row(
      "istio",
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: istio-validator-asm-1140-0-istio-system}
      webhooks:
      - name: rev.validation.istio.io
        failurePolicy: Ignore
        clientConfig: {service: {name: istiod-asm-1140-0}}
      - {name: other.example.com, failurePolicy: Ignore}
      """,
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: istio-validator-asm-1140-0-istio-system}
      webhooks:
      - name: rev.validation.istio.io
        failurePolicy: Fail
        clientConfig: {caBundle: LS0t, service: {name: istiod-asm-1140-0}}
      - {name: other.example.com, failurePolicy: Fail}
      """, "changed /webhooks[name=other.example.com]/failurePolicy"),
    Row(
      "istio",
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: istio-revision-tag-prod}
      webhooks:
      - {name: rev.namespace.sidecar-injector.istio.io, failurePolicy: Fail, clientConfig: {caBundle: ''}}
      """,
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: istio-revision-tag-prod}
      webhooks:
      - {name: rev.namespace.sidecar-injector.istio.io, failurePolicy: Ignore, clientConfig: {caBundle: LS0t}}
      """, "changed /webhooks[name=rev.namespace.sidecar-injector.istio.io]/failurePolicy"),
    Row(
      "cert-manager",
      "{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: a}, spec: {group: a}}",
      "{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: a}, spec: {group: a, caBundle: x}}"
    ),
    Row(
      "argocd", "{apiVersion: v1, kind: Secret, metadata: {name: a}}",
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: a
        annotations: {argocd.argoproj.io/tracking-id: "web:/Secret:a/a"}
        labels: {app.kubernetes.io/instance: web}
      """, "added /metadata/labels"),
    Row(
      "helm",
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: a, labels: {helm.sh/chart: a-1.0.0, app: a}}
      spec: {template: {metadata: {labels: {helm.sh/chart: a-1.0.0, app: a}}}}
      """,
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: a
        labels: {helm.sh/chart: a-1.1.0, app: b, app.kubernetes.io/managed-by: Helm}
        annotations: {meta.helm.sh/release-name: a, meta.helm.sh/release-namespace: a}
      spec: {template: {metadata: {labels: {helm.sh/chart: a-1.1.0, app: a}}}}
      """, "changed /metadata/labels/app"),
  ]

  @Test(arguments: rows)
  func `an example of each`(row: Row) throws {
    let rules = try #require(IgnorePresets.rules(of: row.preset))
    #expect(try told(row.from, row.to, rules) == row.told)
  }

  @Test(arguments: IgnorePresets.presets.map(\.name))
  func `each preset is written as a file would be, and has an example`(name: String) throws {
    let text = try #require(IgnorePresets.presets.first { $0.name == name }?.text)
    #expect(IgnoreText(Array(text.utf8)).problems.isEmpty)
    #expect(Self.rows.contains { $0.preset == name })
    #expect(!(IgnorePresets.rules(of: name) ?? []).isEmpty)
  }

  @Test func `@controllers stands for all of them`() throws {
    let all = try #require(IgnorePresets.rules(of: "controllers"))
    #expect(all == IgnorePresets.presets.flatMap { IgnorePresets.rules(of: $0.name) ?? [] })
    for row in Self.rows where row.told.isEmpty {
      #expect(try told(row.from, row.to, all).isEmpty)
    }
    #expect(IgnorePresets.rules(of: "nonsense") == nil)
  }
}
