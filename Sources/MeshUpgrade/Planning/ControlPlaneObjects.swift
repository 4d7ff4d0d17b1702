internal import Kubernetes

/// The objects that belong to one revision of the control plane, by the names that the
/// istio-discovery chart and istioctl give them.
///
/// Shared objects are never among them: CRDs, `istio-reader-service-account`, CA Secrets,
/// revision tags, `istiod-default-validator`, the bare Service `istiod`, gateways.
struct ControlPlaneObjects {
  let revision: String
  let namespace: String

  private var isDefault: Bool { revision == MeshLabels.defaultRevision }
  private var suffix: String { isDefault ? "" : "-\(revision)" }

  /// The names of each kind, in the order to remove them: what admits first, what runs last.
  var names: [(kind: String, isClusterScoped: Bool, names: [String])] {
    let istiod = "istiod\(suffix)"
    let inNamespace = "\(suffix)-\(namespace)"
    let elsewhere = namespace == "istio-system" ? "" : "-\(namespace)"
    let roles = ["istiod-clusterrole", "istio-reader-clusterrole", "istiod-gateway-controller"]
      .map { $0 + inNamespace }
    return [
      ("MutatingWebhookConfiguration", true, ["istio-sidecar-injector\(suffix)\(elsewhere)"]),
      ("ValidatingWebhookConfiguration", true, ["istio-validator\(inNamespace)"]),
      ("HorizontalPodAutoscaler", false, [istiod]),
      ("PodDisruptionBudget", false, [istiod]),
      ("Deployment", false, [istiod]),
      // The Service of an un-revisioned install is left: others may still resolve its name.
      ("Service", false, isDefault ? [] : [istiod]),
      (
        "ConfigMap", false,
        ["istio\(suffix)", "istio-sidecar-injector\(suffix)", "values\(suffix)"]
      ),
      ("ServiceAccount", false, [istiod]),
      ("Role", false, [istiod]),
      ("RoleBinding", false, [istiod]),
      ("ClusterRole", true, roles),
      ("ClusterRoleBinding", true, roles),
      ("IstioOperator", false, ["installed-state\(suffix)"]),
    ]
  }

  /// Whether an object of this name can belong to the revision, wherever it is.
  func mayOwn(_ key: ObjectKey) -> Bool {
    if key.kind == "EnvoyFilter" { return isTelemetryFilter(key.name) }
    return entry(of: key)?.names.contains(key.name) ?? false
  }

  /// Whether an object belongs to the revision, given the namespaces it may be in.
  func owns(_ key: ObjectKey, namespaces: Set<String>) -> Bool {
    mayOwn(key) && (entry(of: key)?.isClusterScoped == true || namespaces.contains(namespace))
  }

  private func entry(of key: ObjectKey) -> (kind: String, isClusterScoped: Bool, names: [String])? {
    names.first { $0.kind == key.kind }
  }

  /// `stats-filter-1.15-REVISION` and its like, which Istio 1.6 to 1.17 make per revision.
  private func isTelemetryFilter(_ name: String) -> Bool {
    let kinds = ["metadata-exchange", "tcp-metadata-exchange", "stats-filter", "tcp-stats-filter"]
    return kinds.contains { kind in
      guard name.hasPrefix("\(kind)-1."), name.hasSuffix(suffix) else { return false }
      let version = name.dropFirst(kind.count + 1).dropLast(suffix.count)
      return version.allSatisfy { $0.isNumber || $0 == "." }
    }
  }

  /// The commands that delete the objects from a cluster: webhooks, then what runs, then roles.
  var deleteCommands: [(what: String, command: String)] {
    let webhooks = arguments { $0.hasSuffix("WebhookConfiguration") }
    let roles = arguments { $0.hasPrefix("ClusterRole") }
    let running = names.filter { !$0.isClusterScoped && $0.kind != "IstioOperator" }
      .flatMap { entry in entry.names.map { "\(entry.kind.lowercased())/\($0)" } }
    return [
      ("webhooks, before anything else", "kubectl delete --ignore-not-found \(webhooks)"),
      (
        "control plane",
        "kubectl --namespace \(namespace) delete --ignore-not-found "
          + running.joined(separator: " ")
      ),
      ("cluster roles", "kubectl delete --ignore-not-found \(roles)"),
    ]
  }

  private func arguments(_ isWanted: (String) -> Bool) -> String {
    names.filter { isWanted($0.kind) }
      .flatMap { entry in entry.names.map { "\(entry.kind.lowercased())/\($0)" } }
      .joined(separator: " ")
  }
}
