package import Kubernetes

/// What istiod itself decides once a webhook has called it (`pkg/kube/inject`, `injectRequired`).
package struct InjectionPolicy: Sendable {
  /// Why a Pod gets no sidecar although an injector was called.
  package enum Obstacle: Hashable, Sendable {
    /// The Pod uses the network of its node.
    case hostNetwork
    /// The namespace is one of the cluster's own.
    case systemNamespace
    /// The label or annotation `sidecar.istio.io/inject` says so.
    case optedOut
    /// A selector `neverInjectSelector` of the injector's configuration matches.
    case neverInjectSelector
  }

  /// The Istio 1.x minor of the injector; nil where it is not known, which stands for the newest.
  package let minor: Int?
  /// What the injector's configuration never injects.
  package let never: [LabelSelector]

  package init(minor: Int?, never: [LabelSelector] = []) {
    self.minor = minor
    self.never = never
  }

  /// The first obstacle in the order in which istiod looks; nil where it injects.
  package func obstacle(
    namespace: String, labels: [String: String], annotations: [String: String], hostNetwork: Bool
  ) -> Obstacle? {
    if hostNetwork { return .hostNetwork }
    if systemNamespaces.contains(namespace) { return .systemNamespace }
    switch wish(labels: labels, annotations: annotations) {
    case false?: return .optedOut
    case true?: return nil
    case nil: return never.contains { $0.matches(labels) } ? .neverInjectSelector : nil
    }
  }

  private var newest: Int { minor ?? Int.max }

  private var systemNamespaces: Set<String> {
    newest >= 9
      ? ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"]
      : ["kube-system", "kube-public"]
  }

  /// What the Pod asks for; nil where it says nothing that counts.
  ///
  /// The label is read from 1.12 on, before the annotation. To 1.26 a value is what YAML 1.1 takes
  /// for true, and any other false; from 1.27 only `true` and `false` count.
  private func wish(labels: [String: String], annotations: [String: String]) -> Bool? {
    let key = "sidecar.istio.io/inject"
    let label = newest >= 12 ? labels[key] : nil
    guard let text = label ?? annotations[key], !text.isEmpty else { return nil }
    if newest >= 27 { return text == "true" ? true : text == "false" ? false : nil }
    return ["y", "yes", "true", "on"].contains(text.lowercased())
  }
}
