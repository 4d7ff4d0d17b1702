internal import Kubernetes

/// What the API server calls when a Pod is created, in one state of a cluster.
///
/// Configurations are called in the order of their names and webhooks in the order of their lists,
/// each on the Pod as the ones before have left it (Kubernetes, dynamic admission control). A
/// sidecar injector adds no label that another's selector looks at.
package struct Admission: Sendable {
  /// Every webhook for new Pods, in the order of calls.
  package let webhooks: [InjectorWebhook]

  package init(_ webhooks: [InjectorWebhook]) {
    self.webhooks = webhooks.sorted { left, right in
      if left.configuration != right.configuration {
        return left.configuration.utf8.lexicographicallyPrecedes(right.configuration.utf8)
      }
      return left.position < right.position
    }
  }

  /// The webhooks that are called for a Pod with these labels.
  package func matches(namespace: NamespaceLabels, pod: [String: String]) -> [InjectorWebhook] {
    webhooks.filter { $0.selects(namespace: namespace, pod: pod) }
  }
}

/// Which revisions the targets of webhooks lead to, by the Services that are there.
package struct RevisionDirectory: Sendable {
  private struct ServiceName: Hashable {
    let namespace: String
    let name: String
  }

  /// The revision that a Service selects, by namespace and name.
  private var selected: [ServiceName: String] = [:]

  package init() {}

  /// Notes a Service of the control plane's namespace by what it selects.
  ///
  /// `istio.io/rev` names a revision; `istio: pilot` is what only an un-revisioned istiod carries.
  package mutating func add(namespace: String, name: String, selector: [String: String]) {
    let isUnrevisioned = selector["istio"] == "pilot"
    selected[ServiceName(namespace: namespace, name: name)] =
      selector[MeshLabels.revision] ?? (isUnrevisioned ? MeshLabels.defaultRevision : nil)
  }

  /// The revision that answers a webhook; nil where nothing says it.
  package func revision(of webhook: InjectorWebhook) -> String? {
    revision(
      behind: webhook.target, configuration: webhook.configuration, label: webhook.revisionLabel)
  }

  /// The revision that answers what a webhook configuration calls; nil where nothing says it.
  ///
  /// A Service that is there says it by its selector; else its name does, as the chart gives it; for
  /// a URL the host, or the channel that Google's controller puts into the configuration's name.
  func revision(
    behind target: InjectorWebhook.Target?, configuration: String, label: String?
  ) -> String? {
    switch target {
    case .service(let namespace, let name):
      if let revision = selected[ServiceName(namespace: namespace, name: name)] { return revision }
      // Whose the bare Service is where it is not there to be read.
      return name == "istiod" ? label ?? MeshLabels.defaultRevision : Self.revision(ofService: name)
    case .url(let url):
      let host = url.drop { $0 != "/" }.drop { $0 == "/" }.prefix { !"/:".contains($0) }
      let name = String(host.prefix { $0 != "." })
      // A host `istiod` of somewhere else may serve any revision.
      let named = name == "istiod" ? nil : Self.revision(ofService: name)
      return named ?? label ?? channel(of: configuration)
    case nil: return label
    }
  }

  private static func revision(ofService name: String) -> String? {
    guard name.hasPrefix("istiod-") else {
      return name == "istiod" ? MeshLabels.defaultRevision : nil
    }
    return String(name.dropFirst("istiod-".count))
  }

  private func channel(of configuration: String) -> String? {
    let name =
      configuration.hasPrefix("istiod-") ? String(configuration.dropFirst("istiod-".count)) : ""
    return ControlPlane(revision: name).isManaged ? name : nil
  }
}
