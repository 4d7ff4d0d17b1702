internal import Files
internal import Kubernetes

/// What of an object bears on which control plane injects a Pod, and on whether it can.
enum ProofObject: Hashable, Sendable {
  /// A Namespace by its labels.
  case namespace([String: String])
  /// The Pods of a workload's template.
  case pods(PodClass)
  /// A MutatingWebhookConfiguration of a control plane or of a revision tag.
  case injectors(InjectorConfiguration)
  /// A ValidatingWebhookConfiguration of a control plane.
  case validators(ValidatorConfiguration)
  /// A Service by its selector; nil where its endpoints come from elsewhere.
  case service(selector: [String: String]?)
  /// What runs a control plane, by the labels of its Pods.
  case controlPlane(labels: [String: String])

  var injectors: InjectorConfiguration? {
    if case .injectors(let configuration) = self { configuration } else { nil }
  }

  var validators: ValidatorConfiguration? {
    if case .validators(let configuration) = self { configuration } else { nil }
  }
}

/// A MutatingWebhookConfiguration as far as it is about new Pods.
struct InjectorConfiguration: Hashable, Sendable {
  let name: String
  /// The label `istio.io/rev`: whose istiod writes the caBundle.
  let revisionLabel: String?
  /// The revision tag that it serves; nil for the injector of a revision.
  let tag: String?
  let webhooks: [InjectorWebhook]

  /// The revision or tag that namespaces name to be served by it; nil where nothing says it.
  var serves: String? {
    if let name = tag ?? revisionLabel { return name }
    for prefix in ["istio-sidecar-injector-", "istiod-"] where name.hasPrefix(prefix) {
      return String(name.dropFirst(prefix.count))
    }
    return nil
  }

  /// The same with the webhooks that istiod has yet to write the caBundle of.
  func awaitingCABundle(_ isAwaiting: (InjectorWebhook) -> Bool) -> InjectorConfiguration {
    InjectorConfiguration(
      name: name, revisionLabel: revisionLabel, tag: tag,
      webhooks: webhooks.map { webhook in
        var webhook = webhook
        webhook.isAwaitingCABundle = isAwaiting(webhook)
        return webhook
      })
  }

  /// Whether every webhook is of the kind that Istio's own analyzer looks at
  /// (`pkg/config/analysis/analyzers/webhook`): another project's injector is not counted.
  var isIstio: Bool {
    revisionLabel != nil || webhooks.contains { $0.name.hasSuffix("istio.io") }
  }
}

/// A ValidatingWebhookConfiguration as far as it says whom it calls.
struct ValidatorConfiguration: Hashable, Sendable {
  let name: String
  /// The label `istio.io/rev`: whose istiod writes the caBundle.
  let revisionLabel: String?
  /// What each webhook calls, in the order of the file.
  let targets: [InjectorWebhook.Target]
  /// Whether it looks at configuration only that names a revision (`istio.io/rev` In).
  let looksAtRevisionOnly: Bool
}

/// Pods that are alike for every webhook: their labels, and what else keeps a sidecar away.
struct PodClass: Hashable, Sendable {
  /// The labels of the Pods.
  var labels: [String: String]
  /// The annotation `sidecar.istio.io/inject`.
  var annotation: String?
  /// Whether the Pods use the network of their node.
  var isOnHostNetwork: Bool

  init(
    labels: [String: String] = [:], annotation: String? = nil, isOnHostNetwork: Bool = false
  ) {
    self.labels = labels
    self.annotation = annotation
    self.isOnHostNetwork = isOnHostNetwork
  }

  /// A Pod that says nothing about injection.
  static let unlabelled = PodClass()
}

/// An object that bears on admission, with where it stands and when Argo CD applies it.
struct ProofItem: Sendable {
  /// The object's identity, its namespace worked out.
  let key: ObjectKey
  let reference: ObjectReference
  let object: ProofObject
  /// Where it is written; nil for what is assumed, and for what only the dump has.
  let manifest: ManifestObject?
  let order: SyncOrder
}
