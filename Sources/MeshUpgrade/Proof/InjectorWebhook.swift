internal import Files
package import Kubernetes
internal import YAML

/// One webhook of a MutatingWebhookConfiguration that is called when a Pod is created.
///
/// Fields and defaults are those of `admissionregistration.k8s.io/v1` and `v1beta1`.
package struct InjectorWebhook: Hashable, Sendable {
  /// What the API server calls.
  package enum Target: Hashable, Sendable {
    case service(namespace: String, name: String)
    case url(String)
  }

  /// What becomes of a Pod when the call fails.
  package enum FailurePolicy: String, Sendable, CaseIterable {
    case fail = "Fail"
    case ignore = "Ignore"
  }

  /// The configuration's name, which decides the order of calls.
  package private(set) var configuration: String
  /// The webhook's own name and its position in the configuration.
  package let name: String
  package let position: Int
  /// The label `istio.io/rev` of the configuration: whose istiod writes the caBundle.
  package let revisionLabel: String?
  /// The label `istio.io/tag` of the configuration.
  package let tag: String?
  package private(set) var namespaceSelector: LabelSelector
  package private(set) var objectSelector: LabelSelector
  package let target: Target?
  package let failurePolicy: FailurePolicy
  package var hasCABundle: Bool
  /// Whether, in the state that is looked at, istiod has yet to write the caBundle.
  var isAwaitingCABundle = false

  /// Whether istiod has to write the caBundle before the webhook can be called.
  var needsCABundle: Bool {
    if case .service = target { !hasCABundle } else { false }
  }

  /// Whether a namespace and a Pod are selected.
  package func selects(namespace: NamespaceLabels, pod: [String: String]) -> Bool {
    namespaceSelector.matches(namespace.labels) && objectSelector.matches(pod)
  }
}

extension InjectorWebhook {
  /// The same webhook in a configuration of another name.
  func ofConfiguration(_ name: String) -> InjectorWebhook {
    var webhook = self
    webhook.configuration = name
    return webhook
  }

  /// The same webhook for namespaces and Pods that a selector matches.
  func selecting(_ selector: LabelSelector) -> InjectorWebhook {
    var webhook = self
    webhook.namespaceSelector = selector
    webhook.objectSelector = selector
    return webhook
  }
}

/// The labels of a namespace as the API server sees them.
package struct NamespaceLabels: Hashable, Sendable {
  package let name: String
  package let labels: [String: String]

  /// Adds the name's own label, which the server sets on every namespace since Kubernetes 1.21.
  package init(name: String, labels: [String: String]) {
    self.name = name
    self.labels = labels.merging(["kubernetes.io/metadata.name": name]) { _, set in set }
  }
}

extension InjectorWebhook {
  /// The webhooks of a configuration that create Pods call; none of another kind of object.
  package static func webhooks(of object: ManifestObject) -> [InjectorWebhook] {
    webhooks(of: object.node, key: object.key, labels: object.labels)
  }

  /// The webhooks of a configuration as a node.
  static func webhooks(
    of node: Node, key: ObjectKey, labels: [String: String]
  ) -> [InjectorWebhook] {
    guard key.kind == "MutatingWebhookConfiguration" else { return [] }
    let isBeta = node["apiVersion"]?.text?.hasSuffix("/v1beta1") == true
    return (node["webhooks"]?.items ?? []).enumerated().compactMap { position, item in
      let webhook = item.resolved
      guard handlesNewPods(webhook["rules"]) else { return nil }
      let policy = webhook["failurePolicy"]?.text.flatMap { FailurePolicy(rawValue: $0) }
      return InjectorWebhook(
        configuration: key.name, name: webhook["name"]?.text ?? "", position: position,
        revisionLabel: labels[MeshLabels.revision], tag: labels[MeshLabels.tag],
        namespaceSelector: selector(webhook["namespaceSelector"]),
        objectSelector: selector(webhook["objectSelector"]),
        target: target(of: webhook["clientConfig"]),
        failurePolicy: policy ?? (isBeta ? .ignore : .fail),
        hasCABundle: webhook[["clientConfig", "caBundle"]]?.text.map { !$0.isEmpty } ?? false)
    }
  }

  /// A missing or empty selector selects everything.
  private static func selector(_ node: Node?) -> LabelSelector {
    node.map { LabelSelector.decode($0).selector } ?? LabelSelector()
  }

  /// What the client configuration of a webhook calls.
  static func target(of client: Node?) -> Target? {
    if let url = client?["url"]?.text { return .url(url) }
    guard let service = client?["service"], let name = service["name"]?.text else { return nil }
    // The API server wants a namespace; a manifest without one leaves it to an overlay.
    return .service(namespace: service["namespace"]?.text ?? "istio-system", name: name)
  }

  /// Whether some rule is about the creation of Pods; a webhook without rules is never called.
  ///
  /// Istio's own test data leave them out, and mean injectors: no rules at all counts as them.
  private static func handlesNewPods(_ rules: Node?) -> Bool {
    guard let rules, rules.kind == .sequence else { return true }
    return rules.items.contains { item in
      let rule = item.resolved
      func has(_ key: String, _ wanted: Set<String>) -> Bool {
        (rule[key]?.items ?? []).contains { wanted.contains($0.resolved.text ?? "") }
      }
      return has("operations", ["CREATE", "*"]) && has("apiGroups", ["", "*"])
        && has("apiVersions", ["v1", "*"]) && has("resources", ["pods", "*", "*/*"])
        && rule["scope"]?.text != "Cluster"
    }
  }
}
