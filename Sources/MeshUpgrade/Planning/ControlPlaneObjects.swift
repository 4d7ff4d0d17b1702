internal import Kubernetes

/// The objects that belong to one revision of the control plane, by the names that the
/// istio-discovery chart and istioctl give them.
///
/// Shared objects are never among them: CRDs, `istio-reader-service-account`, CA Secrets,
/// revision tags, `istiod-default-validator`, the bare Service `istiod`, gateways.
struct ControlPlaneObjects {
  let revision: String
  let namespace: String
  /// The Istio 1.x minor of the revision; nil where nothing says it, which stands for every minor.
  let minor: Int?
  /// What else the distribution has for each revision.
  let own: [Distribution.RevisionObject]

  /// The names of a kind, in the minors that make them.
  struct Entry {
    let kind: String
    let isClusterScoped: Bool
    let names: [String]
    let minors: ClosedRange<Int>
  }

  init(
    revision: String, namespace: String, version: IstioVersion?,
    own: [Distribution.RevisionObject] = []
  ) {
    self.revision = revision
    self.namespace = namespace
    self.own = own
    minor = version.flatMap { $0.major == 1 ? $0.minor : nil }
  }

  private var isDefault: Bool { revision == MeshLabels.defaultRevision }
  private var suffix: String { isDefault ? "" : "-\(revision)" }

  /// What the revision's own minor makes.
  var entries: [Entry] {
    allEntries.filter { entry in minor.map(entry.minors.contains) ?? true }
  }

  /// What any minor makes, in the order to remove it: what admits first, what runs last.
  private var allEntries: [Entry] {
    let istiod = "istiod\(suffix)"
    let inNamespace = "\(suffix)-\(namespace)"
    let elsewhere = namespace == "istio-system" ? "" : "-\(namespace)"
    let every = 0...Int.max
    /// From 1.11 on each revision has its own roles and validator.
    let own = 11...Int.max
    func cluster(_ kind: String, _ names: [String], _ minors: ClosedRange<Int>) -> Entry {
      Entry(kind: kind, isClusterScoped: true, names: names, minors: minors)
    }
    func inside(_ kind: String, _ names: [String], _ minors: ClosedRange<Int>) -> Entry {
      Entry(kind: kind, isClusterScoped: false, names: names, minors: minors)
    }
    func roles(_ kind: String) -> [Entry] {
      [
        cluster(
          kind, ["istiod-clusterrole\(inNamespace)", "istio-reader-clusterrole\(inNamespace)"], own),
        cluster(kind, ["istiod-gateway-controller\(inNamespace)"], 12...Int.max),
      ]
    }
    return [
      cluster(
        "MutatingWebhookConfiguration", ["istio-sidecar-injector\(suffix)\(elsewhere)"], every),
      cluster("ValidatingWebhookConfiguration", ["istio-validator\(inNamespace)"], own),
      inside("HorizontalPodAutoscaler", [istiod], every),
      inside("PodDisruptionBudget", [istiod], every),
      inside("Deployment", [istiod], every),
      // The Service of an un-revisioned install is left: others may still resolve its name.
      inside("Service", isDefault ? [] : [istiod], every),
      inside("ConfigMap", ["istio\(suffix)", "istio-sidecar-injector\(suffix)"], every),
      inside("ConfigMap", ["values\(suffix)"], 26...Int.max),
      inside("ServiceAccount", [istiod], own),
      inside("Role", [istiod], own),
      inside("RoleBinding", [istiod], own),
    ] + roles("ClusterRole") + roles("ClusterRoleBinding") + ownEntries
  }

  /// An un-revisioned install is not the distribution's.
  private var ownEntries: [Entry] {
    (isDefault ? [] : own).map { object in
      Entry(
        kind: object.kind, isClusterScoped: false, names: [object.name(for: revision)],
        minors: 0...Int.max)
    }
  }

  /// Whether an object of this name can belong to the revision, wherever it is.
  ///
  /// A name that holds the revision says it all; those of an un-revisioned install, such as the
  /// ConfigMap `values`, may be anybody's in a minor that does not make them.
  func mayOwn(_ key: ObjectKey) -> Bool {
    if key.kind == "EnvoyFilter" { return isTelemetryFilter(key.name) }
    if key.kind == "IstioOperator" { return isInstalledState(key.name) }
    return entry(of: key) != nil
  }

  /// Whether an object belongs to the revision, given the namespaces it may be in.
  func owns(_ object: ManifestObject, namespaces: Set<String>) -> Bool {
    guard mayOwn(object.key) else { return false }
    // A label that names another revision: it is that one's, whatever its own name.
    if let label = object.labels[MeshLabels.revision], label != revision { return false }
    if object.key.kind == "IstioOperator", !isState(object) { return false }
    return entry(of: object.key)?.isClusterScoped == true || namespaces.contains(namespace)
  }

  private func entry(of key: ObjectKey) -> Entry? {
    (isDefault ? entries : allEntries).first {
      $0.kind == key.kind && $0.names.contains(key.name)
    }
  }

  // MARK: Names that are not fixed

  /// `stats-filter-1.15-REVISION` and its like, which Istio 1.6 to 1.17 make per revision.
  private func isTelemetryFilter(_ name: String) -> Bool {
    ["metadata-exchange", "tcp-metadata-exchange", "stats-filter", "tcp-stats-filter"].contains {
      kind in
      guard name.hasPrefix("\(kind)-1."), name.hasSuffix(suffix) else { return false }
      let version = name.dropFirst(kind.count + 1).dropLast(suffix.count)
      return version.allSatisfy { $0.isNumber || $0 == "." }
    }
  }

  /// `installed-state-REVISION`, which `istioctl install` of 1.6 to 1.20 keeps for itself; between
  /// the two may stand the name of the IstioOperator that it installed.
  private func isInstalledState(_ name: String) -> Bool {
    name == "installed-state\(suffix)"
      || (!isDefault && name.hasPrefix("installed-state-") && name.hasSuffix(suffix))
  }

  /// Whether an `installed-state-*` is this revision's: another's name may end in the same way.
  private func isState(_ object: ManifestObject) -> Bool {
    if object.key.name == "installed-state\(suffix)" { return true }
    return object.text("spec", "revision") == revision
  }

  // MARK: Commands

  /// Whether a kind is one of webhooks.
  static func isWebhooks(_ kind: String) -> Bool { kind.hasSuffix("WebhookConfiguration") }

  /// The commands that delete the objects from a cluster: webhooks, then what runs, then roles.
  func deleteCommands(_ scope: PhaseScope = .whole) -> [(what: String, command: String)] {
    let webhooks = arguments { Self.isWebhooks($0.kind) }
    let running = arguments { !$0.isClusterScoped }
    let roles = arguments { $0.kind.hasPrefix("ClusterRole") }
    let first = (
      what: "webhooks, before anything else",
      command: "kubectl delete --ignore-not-found \(webhooks)"
    )
    if scope == .webhooks { return [first] }
    var commands = scope == .controlPlane ? [] : [first]
    commands.append(
      ("control plane", "kubectl --namespace \(namespace) delete --ignore-not-found \(running)"))
    if !roles.isEmpty {
      commands.append(("cluster roles", "kubectl delete --ignore-not-found \(roles)"))
    }
    if let filters { commands.append(("telemetry filters", filters)) }
    return commands
  }

  /// The command that deletes what the distribution has for the revision besides; nil for nothing.
  var ownCommand: String? {
    let names = ownEntries.flatMap { entry in entry.names.map { "\(entry.kind.lowercased())/\($0)" }
    }
    if names.isEmpty { return nil }
    return "kubectl --namespace \(namespace) delete --ignore-not-found "
      + names.joined(separator: " ")
  }

  /// Only the names say which filters are Istio's own, and those hold versions of proxies.
  private var filters: String? {
    guard minor.map({ (6...17).contains($0) }) ?? true else { return nil }
    return "kubectl --namespace \(namespace) get envoyfilters --output name | grep -E"
      + " '/(tcp-)?(stats-filter|metadata-exchange)-1[.][0-9]+\(suffix)$'"
      + " | xargs -r kubectl --namespace \(namespace) delete"
  }

  private func arguments(_ isWanted: (Entry) -> Bool) -> String {
    entries.filter(isWanted)
      .flatMap { entry in entry.names.map { "\(entry.kind.lowercased())/\($0)" } }
      .joined(separator: " ")
  }
}
