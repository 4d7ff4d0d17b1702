import Kubernetes
import Testing

@testable import MeshUpgrade

/// Custom resources whose controllers make Pods: no phase edits them, so the plan says what to do.
@Suite struct `Pods of custom resources` {
  struct Row: Sendable, CustomTestStringConvertible {
    let version: String
    let kind: String
    let command: String?

    var testDescription: String { "\(kind) of \(version)" }
  }

  private static func patch(_ resource: String, _ path: [String]) -> String {
    let start = path.map { "{\"\($0)\":" }.joined()
    let mark = "{\"meshphase.io/restarted-for\":\"asm-1140-0\"}"
    return "kubectl --namespace app patch \(resource) one --type merge --patch"
      + " '\(start)\(mark)\(String(repeating: "}", count: path.count))'"
  }

  private static let template = ["spec", "template", "metadata", "annotations"]
  private static let podMetadata = ["spec", "podMetadata", "annotations"]
  private static let rolling =
    "kubectl --namespace app annotate strimzipodset --selector strimzi.io/cluster=one"
    + " strimzi.io/manual-rolling-update=true"

  static let rows = [
    Row(
      version: "apps.kruise.io/v1alpha1", kind: "CloneSet",
      command: patch("cloneset.apps.kruise.io", template)),
    Row(
      version: "apps.kruise.io/v1beta1", kind: "StatefulSet",
      command: patch("statefulset.apps.kruise.io", template)),
    Row(
      version: "serving.knative.dev/v1", kind: "Service",
      command: patch("service.serving.knative.dev", template)),
    Row(
      version: "monitoring.coreos.com/v1", kind: "Prometheus",
      command: patch("prometheus.monitoring.coreos.com", podMetadata)),
    Row(
      version: "monitoring.coreos.com/v1", kind: "Alertmanager",
      command: patch("alertmanager.monitoring.coreos.com", podMetadata)),
    Row(
      version: "postgresql.cnpg.io/v1", kind: "Cluster",
      command: "kubectl cnpg restart one --namespace app"),
    Row(version: "kafka.strimzi.io/v1beta2", kind: "Kafka", command: rolling),
    Row(version: "kafka.strimzi.io/v1beta2", kind: "KafkaConnect", command: rolling),
    Row(
      version: "ray.io/v1", kind: "RayCluster",
      command: "kubectl --namespace app delete pod --selector ray.io/cluster=one"),
    Row(version: "sparkoperator.k8s.io/v1beta2", kind: "SparkApplication", command: nil),
    Row(version: "flink.apache.org/v1beta1", kind: "FlinkDeployment", command: nil),
    Row(version: "elasticsearch.k8s.elastic.co/v1", kind: "Elasticsearch", command: nil),
    Row(version: "opentelemetry.io/v1beta1", kind: "OpenTelemetryCollector", command: nil),
  ]

  private static func resource(_ row: Row, _ spec: String = "{}") -> String {
    "apiVersion: \(row.version)\nkind: \(row.kind)\nmetadata: {name: one, namespace: app}\n"
      + "spec: \(spec)\n"
  }

  /// The manual steps of the phase that restarts the namespace, which has a Deployment as well.
  private func steps(_ files: [String: String]) throws -> [ManualStep] {
    let all = ["app.yaml": Manifests.namespace(), "web.yaml": Manifests.deployment("web")]
    let plan = try PlanFixture.upgrade("app", files: all.merging(files) { $1 }).plan()
    let phase = try #require(plan.phases.first)
    #expect(phase.restarts.map(\.object.key.name) == (files["web.yaml"] == nil ? ["web"] : []))
    return phase.manualSteps
  }

  @Test(arguments: rows) func `are replaced by hand, told by name`(row: Row) throws {
    let steps = try steps(["one.yaml": Self.resource(row)])
    #expect(
      steps.map(\.text) == [
        "Replace the pods of \(row.kind) app/one (\(row.version.split(separator: "/")[0])) yourself:"
          + " its own controller makes them"
      ])
    #expect(steps.map(\.command) == [row.command])
  }

  @Test func `are not said to be missing where nothing else runs there`() throws {
    let files = ["web.yaml": "", "one.yaml": Self.resource(Self.rows[0])]
    #expect(
      try steps(files).map(\.text).allSatisfy { $0.hasPrefix("Replace the pods of CloneSet") })
  }

  @Test(arguments: [
    (0, "{template: {metadata: {labels: {sidecar.istio.io/inject: \"false\"}}}}"),
    (3, "{podMetadata: {annotations: {sidecar.istio.io/inject: \"false\"}}}"),
    (
      6, "{kafka: {template: {pod: {metadata: {labels: {sidecar.istio.io/inject: \"false\"}}}}}}"
    ),
  ])
  func `that want no sidecar need nothing`(index: Int, spec: String) throws {
    #expect(try steps(["one.yaml": Self.resource(Self.rows[index], spec)]) == [])
  }

  @Test(arguments: [
    "apiVersion: v1\nkind: Service\nmetadata: {name: kafka, namespace: app}\nspec: {}\n",
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: Prometheus}\n",
    "apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaTopic\nmetadata: {name: one, namespace: app}\n",
  ])
  func `are not those of other kinds`(text: String) throws {
    #expect(try steps(["one.yaml": text]) == [])
  }

  @Test func `take their namespace from a kustomization`() throws {
    let row = Self.rows[0]
    let files = [
      "app/one.yaml": Self.resource(row).replacing(", namespace: app", with: ""),
      "app/kustomization.yaml": "namespace: app\nresources: [one.yaml]\n",
    ]
    #expect(try steps(files).map(\.command) == [row.command])
  }
}

/// How many Pods a kustomization gives a workload.
@Suite struct `Replicas of a kustomization` {
  private func plan(_ files: [String: String], _ more: String = "") throws -> Plan {
    var all = [
      "app.yaml": Manifests.namespace(), "base/web.yaml": Manifests.deployment("web"),
      "base/kustomization.yaml": "resources: [web.yaml]\n",
    ]
    all.merge(files) { $1 }
    return try PlanFixture.upgrade("app", more, files: all).plan()
  }

  private static func overlay(_ replicas: String) -> String {
    "resources: [../../base]\n\(replicas.isEmpty ? "" : "replicas: \(replicas)\n")"
  }

  @Test func `count in the estimate and against the limit`() throws {
    let plan = try plan(
      [
        "base/kustomization.yaml":
          "resources: [web.yaml]\nreplicas: [{name: web, count: 900}, {name: api, count: 2}]\n"
      ], "strategy: {maxPodsPerPhase: 500}")
    let phase = try #require(plan.phases.first)
    #expect(phase.restarts.map(\.replicas) == [900])
    #expect(phase.estimate.pods == 900)
    #expect(phase.findings.contains { $0.message.contains("900") && $0.severity == .warning })
  }

  @Test(arguments: [
    // The last one on a way counts; several ways have to agree.
    (["7"], 7), (["7", "7"], 7), (["7", ""], 7), (["7", "8"], 3), ([""], 3), (["0"], 0),
  ])
  func `come from the overlays that say so`(counts: [String], expected: Int) throws {
    var files: [String: String] = [:]
    for (index, count) in counts.enumerated() {
      files["overlays/\(index)/kustomization.yaml"] = Self.overlay(
        count.isEmpty ? "" : "[{name: web, count: \(count)}]")
    }
    #expect(try plan(files).phases.first?.restarts.map(\.replicas) == [expected])
  }

  @Test func `of an overlay come after those of its base`() throws {
    let files = [
      "base/kustomization.yaml": "resources: [web.yaml]\nreplicas: [{name: web, count: 5}]\n",
      "overlays/a/kustomization.yaml": Self.overlay("[{name: web, count: 9}]"),
    ]
    #expect(try plan(files).phases.first?.restarts.map(\.replicas) == [9])
  }

  @Test func `are not those of a DaemonSet`() throws {
    let files = [
      "base/web.yaml": Manifests.deployment("web").replacing("Deployment", with: "DaemonSet")
        .replacing("  replicas: 3\n", with: ""),
      "base/kustomization.yaml": "resources: [web.yaml]\nreplicas: [{name: web, count: 5}]\n",
    ]
    #expect(try plan(files).phases.first?.restarts.map(\.replicas) == [1])
  }
}
