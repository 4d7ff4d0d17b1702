internal import Kubernetes
internal import YAML

/// A kind of custom resource whose controller makes Pods, and how people have them replaced: a phase
/// edits pod templates of kinds whose Pods a changed template replaces for certain, and no others.
struct PodOwner: Sendable {
  /// What replaces the Pods.
  enum Replacement: Sendable {
    /// An annotation of the Pods' metadata, which the controller rolls out.
    case annotation
    /// A command, by the namespace and the name.
    case command(@Sendable (String, String) -> String)
    /// Something that no one command does.
    case none
  }

  let group: String
  let kinds: Set<String>
  /// Where a resource says what metadata its Pods get.
  let metadata: [String]
  let replacement: Replacement

  /// The kinds that are known, with where their makers say it.
  static let known = [
    // OpenKruise, "CloneSet", "Advanced StatefulSet" and "Advanced DaemonSet": a changed template is
    // an update.
    PodOwner(
      group: "apps.kruise.io", kinds: ["CloneSet", "StatefulSet", "DaemonSet"],
      metadata: ["spec", "template", "metadata"], replacement: .annotation),
    PodOwner(
      group: "apps.kruise.io", kinds: ["UnitedDeployment"], metadata: [], replacement: .none),
    // Knative Serving, "Configurations": every change of the template makes a revision.
    PodOwner(
      group: "serving.knative.dev", kinds: ["Service", "Configuration"],
      metadata: ["spec", "template", "metadata"], replacement: .annotation),
    // CloudNativePG, "Kubectl plugin": restart.
    PodOwner(
      group: "postgresql.cnpg.io", kinds: ["Cluster"], metadata: ["spec", "inheritedMetadata"],
      replacement: .command { "kubectl cnpg restart \($1) --namespace \($0)" }),
    // Prometheus Operator, "API reference": podMetadata.
    PodOwner(
      group: "monitoring.coreos.com",
      kinds: ["Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler"],
      metadata: ["spec", "podMetadata"], replacement: .annotation),
    // Strimzi, "Managing rolling updates": the annotation of a StrimziPodSet.
    PodOwner(
      group: "kafka.strimzi.io", kinds: ["Kafka"],
      metadata: ["spec", "kafka", "template", "pod", "metadata"], replacement: rollingUpdate),
    PodOwner(
      group: "kafka.strimzi.io", kinds: ["KafkaConnect", "KafkaMirrorMaker2"],
      metadata: ["spec", "template", "pod", "metadata"], replacement: rollingUpdate),
    // KubeRay labels the Pods of a cluster, and makes those anew that are deleted.
    PodOwner(
      group: "ray.io", kinds: ["RayCluster"], metadata: [],
      replacement: .command {
        "kubectl --namespace \($0) delete pod --selector ray.io/cluster=\($1)"
      }),
    PodOwner(group: "ray.io", kinds: ["RayService"], metadata: [], replacement: .none),
    PodOwner(
      group: "sparkoperator.k8s.io", kinds: ["SparkApplication"], metadata: [], replacement: .none),
    PodOwner(
      group: "flink.apache.org", kinds: ["FlinkDeployment"],
      metadata: ["spec", "podTemplate", "metadata"], replacement: .none),
    PodOwner(
      group: "elasticsearch.k8s.elastic.co", kinds: ["Elasticsearch"], metadata: [],
      replacement: .none),
    PodOwner(
      group: "kibana.k8s.elastic.co", kinds: ["Kibana"],
      metadata: ["spec", "podTemplate", "metadata"], replacement: .none),
    PodOwner(
      group: "opentelemetry.io", kinds: ["OpenTelemetryCollector"], metadata: [],
      replacement: .none),
  ]

  private static let rollingUpdate = Replacement.command {
    "kubectl --namespace \($0) annotate strimzipodset --selector strimzi.io/cluster=\($1)"
      + " strimzi.io/manual-rolling-update=true"
  }

  /// What a document has that may hold one, beside kinds that are looked for anyway: kinds where they
  /// are words of their own, as their first bytes are rarer than those of groups.
  static let marks = [
    "CloneSet", ".knative.dev", ".cnpg.io", "Prometheus", "Alertmanager", "ThanosRuler", "Kafka",
    "RayCluster", "RayService", "Elasticsearch", "Kibana", "OpenTelemetryCollector",
  ]

  /// The row of an object; nil for what is no such kind.
  static func row(of key: ObjectKey) -> PodOwner? {
    known.first { $0.group == key.group && $0.kinds.contains(key.kind) }
  }

  /// How a resource is called: its kind may be that of another group too, such as `Service`.
  func name(of object: ManifestObject, in namespace: String) -> String {
    "\(object.key.kind) \(namespace)/\(object.key.name) (\(group))"
  }

  /// Whether the Pods of a resource say that they want no sidecar.
  func optsOut(_ object: ManifestObject) -> Bool {
    guard !metadata.isEmpty, let node = object.node[metadata] else { return false }
    if let label = ManifestObject.text(MeshLabels.inject, in: node["labels"]) {
      return label == "false"
    }
    return ManifestObject.text(MeshLabels.inject, in: node["annotations"]) == "false"
  }

  /// The command that replaces the Pods; nil where there is none, or for a name that Kubernetes does
  /// not allow.
  ///
  /// - Parameter mark: what the Pods are replaced for.
  func command(for object: ManifestObject, in namespace: String, mark: String) -> String? {
    let name = object.key.name
    guard NameSyntax.isSubdomain(name) else { return nil }
    switch replacement {
    case .none: return nil
    case .command(let command): return command(namespace, name)
    case .annotation:
      let path = metadata + ["annotations"]
      let patch =
        path.map { "{\"\($0)\":" }.joined() + "{\"\(MeshLabels.restartedFor)\":\"\(mark)\"}"
        + String(repeating: "}", count: path.count)
      return "kubectl --namespace \(namespace) patch \(object.key.kind.lowercased()).\(group)"
        + " \(name) --type merge --patch \(ShellWord.quoted(patch))"
    }
  }
}
