internal import Kubernetes

/// Which labels some webhook looks at: what differs in others only is one class for the proof.
struct LabelProjection: Sendable {
  private var ofNamespaces: Set<String> = [MeshLabels.revision, MeshLabels.injection]
  private var ofPods: Set<String> = [MeshLabels.revision, MeshLabels.inject]
  /// The namespaces that some webhook, or istiod, knows by name.
  private var names: Set<String> = [
    "kube-system", "kube-public", "kube-node-lease", "local-path-storage",
  ]

  /// The label that the API server sets on every namespace.
  private static let nameLabel = "kubernetes.io/metadata.name"

  init(_ configurations: [InjectorConfiguration]) {
    for webhook in configurations.flatMap(\.webhooks) {
      ofNamespaces.formUnion(webhook.namespaceSelector.keys)
      ofPods.formUnion(webhook.objectSelector.keys)
      if let name = webhook.namespaceSelector.matchLabels[Self.nameLabel] { names.insert(name) }
      for requirement in webhook.namespaceSelector.matchExpressions
      where requirement.key == Self.nameLabel {
        names.formUnion(requirement.values)
      }
    }
    ofNamespaces.remove(Self.nameLabel)
  }

  /// The labels of a namespace that count.
  func namespace(_ labels: [String: String]) -> [String: String] {
    labels.filter { ofNamespaces.contains($0.key) }
  }

  /// Whether a namespace's own name counts.
  func counts(name: String) -> Bool { names.contains(name) }

  /// Pods, less the labels that do not count.
  func pods(_ pods: PodClass) -> PodClass {
    var pods = pods
    pods.labels = pods.labels.filter { ofPods.contains($0.key) }
    return pods
  }
}

extension LabelSelector {
  /// The keys of the labels that it looks at.
  fileprivate var keys: [String] { Array(matchLabels.keys) + matchExpressions.map(\.key) }
}
