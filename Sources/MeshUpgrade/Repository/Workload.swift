internal import Files
internal import Kubernetes
internal import YAML

/// An object with a pod template, and what matters of it for an upgrade.
struct Workload: Sendable {
  /// The kinds whose pods a changed template replaces.
  static let restartable: Set<String> = ["Deployment", "StatefulSet", "DaemonSet", "Rollout"]
  /// The kinds that hold a pod template which a change does not roll out.
  static let notRolledOut: Set<String> = ["ReplicaSet", "ReplicationController", "Pod"]

  let locator: MeshRepository.Locator
  let reference: ObjectReference
  /// The namespaces it may be in: one, none when no file says it, several when files disagree.
  let namespaces: Set<String>

  /// Whether an object is a workload: the kind of a group that Kubernetes or Argo Rollouts has.
  static func isWorkload(_ key: ObjectKey) -> Bool {
    switch key.kind {
    case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet": key.group == "apps"
    case "Rollout": key.group == "argoproj.io"
    case "CronJob": key.group == "batch"
    case "ReplicationController", "Pod": key.group.isEmpty
    default: false
    }
  }
}

/// What a workload's manifest says about its pods, read when it is needed.
struct PodTemplate {
  let object: ManifestObject
  /// The template's own metadata.
  private let metadata: Node?

  init(object: ManifestObject) {
    self.object = object
    metadata = object.node[Self.metadataPath(forKind: object.key.kind)]
  }

  /// The way from the object to the template's metadata.
  static func metadataPath(forKind kind: String) -> [String] { path(forKind: kind) + ["metadata"] }

  /// The way from the object to its template: a bare Pod is its own, a CronJob has that of its Jobs.
  private static func path(forKind kind: String) -> [String] {
    switch kind {
    case "Pod": []
    case "CronJob": ["spec", "jobTemplate", "spec", "template"]
    default: ["spec", "template"]
    }
  }

  /// The labels of the pods.
  var labels: [String: String] { ManifestObject.texts(metadata?["labels"]) }

  /// A label of the pods.
  func label(_ name: String) -> String? {
    ManifestObject.text(name, in: metadata?["labels"])
  }

  /// An annotation of the pods.
  func annotation(_ name: String) -> String? {
    ManifestObject.text(name, in: metadata?["annotations"])
  }

  private var podSpec: Node? {
    object.node[Self.path(forKind: object.key.kind) + ["spec"]]
  }

  /// Whether the pods never get a sidecar, whatever their namespace says: they opt out, or use the
  /// network of their node (Istio, pkg/kube/inject: injectRequired).
  var optsOut: Bool {
    if isOnHostNetwork { return true }
    if let label = label(MeshLabels.inject) { return label == "false" }
    return annotation(MeshLabels.inject) == "false"
  }

  /// Whether the pods use the network of their node.
  var isOnHostNetwork: Bool { podSpec?["hostNetwork"]?.text == "true" }

  /// Whether this is an injected gateway: the gateway template, or an image that is filled in.
  var isGateway: Bool {
    if annotation("inject.istio.io/templates")?.contains("gateway") == true { return true }
    return podSpec?["containers"]?.items.contains { $0.resolved["image"]?.text == "auto" } ?? false
  }

  /// How many pods it runs; nil when the manifest does not say it.
  var replicas: Int? { object.node[["spec", "replicas"]]?.text.flatMap { Int($0) } }

  /// Whether pods come and go by a schedule, so that the next ones follow the template as it is then.
  var isScheduled: Bool { object.key.kind == "CronJob" }

  /// Why changing the template does not replace the pods by itself; nil when it does.
  var notRolledOutReason: String? {
    if isScheduled { return "a CronJob starts its next pods from it" }
    if object.key.kind == "Pod" {
      return "no controller does it for a bare Pod; sync it again afterwards"
    }
    if Workload.notRolledOut.contains(object.key.kind) {
      return "a \(object.key.kind) does not replace its pods when its template changes"
    }
    if object.node[["spec", "paused"]]?.text == "true" { return "it is paused" }
    if object.node[["spec", "updateStrategy", "type"]]?.text == "OnDelete" {
      return "its update strategy is OnDelete"
    }
    return nil
  }
}
