internal import Kubernetes

/// Which changes of the surroundings can matter to Pods of a kind in the namespaces of a class.
///
/// A webhook that selects the Pod in none of its forms, and a Service that no such webhook calls,
/// change nothing for it: leaving them out leaves the same verdicts, in fewer states.
struct Relevance {
  private let namespaces: [NamespaceLabels]
  private let pods: [PodClass]
  /// What `istio.io/rev` names, on the namespaces or the Pods.
  private let names: Set<String>
  private let surroundings: Surroundings

  init(
    labels: [[String: String]], pods: [PodClass], name: String, surroundings: Surroundings
  ) {
    namespaces = labels.map { NamespaceLabels(name: name, labels: $0) }
    self.pods = pods
    names = Set(
      labels.compactMap { $0[MeshLabels.revision] }
        + pods.compactMap { $0.labels[MeshLabels.revision] })
    self.surroundings = surroundings
  }

  /// The changes that matter, in their order.
  func relevant(_ changes: [ProofChange]) -> [ProofChange] {
    let services = services(changes)
    return changes.filter { change in
      change.stages.contains { stage in
        switch stage.object {
        case .injectors(let configuration):
          names.contains(configuration.serves ?? "")
            || configuration.webhooks.contains(where: selects)
        case .service: services.contains(change.key)
        case .controlPlane(let labels):
          names.contains(labels[MeshLabels.revision] ?? "")
            || services.contains { $0.namespace == change.key.namespace }
        default: false
        }
      }
    }
  }

  private func selects(_ webhook: InjectorWebhook) -> Bool {
    namespaces.contains { namespace in
      pods.contains { webhook.selects(namespace: namespace, pod: $0.labels) }
    }
  }

  /// The Services that a webhook calls which selects the Pods at some time.
  private func services(_ changes: [ProofChange]) -> Set<ObjectKey> {
    let changed = changes.flatMap { $0.stages.compactMap { $0.object?.injectors } }
    let webhooks = (Array(surroundings.injectors.values) + changed).flatMap(\.webhooks)
    return Set(
      webhooks.filter(selects).compactMap { webhook in
        guard case .service(let namespace, let name) = webhook.target else { return nil }
        return Surroundings.service(namespace: namespace, name: name)
      })
  }
}
