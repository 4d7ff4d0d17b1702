internal import Kubernetes

/// What of a cluster is the same for all namespaces, in one state: webhook configurations, the
/// Services they call, and what runs control planes.
struct Surroundings: Sendable {
  private(set) var injectors: [ObjectKey: InjectorConfiguration] = [:]
  private(set) var validators: [ObjectKey: ValidatorConfiguration] = [:]
  /// Services by their selectors; nil where the endpoints come from elsewhere.
  private(set) var services: [ObjectKey: [String: String]?] = [:]
  /// The labels of control planes' Pods.
  private(set) var controlPlanes: [ObjectKey: [String: String]] = [:]
  /// The revisions that something installs which is no manifest of theirs.
  var installed: Set<String> = []
  /// Whether nothing says what runs the control planes, which are then taken to run.
  var areControlPlanesTaken = false

  /// Puts an object in place of what was there under its key; nil takes it away.
  mutating func set(_ object: ProofObject?, for key: ObjectKey) {
    switch key.kind {
    case "MutatingWebhookConfiguration": injectors[key] = object?.injectors
    case "ValidatingWebhookConfiguration": validators[key] = object?.validators
    case "Service":
      if case .service(let selector) = object {
        services.updateValue(selector, forKey: key)
      } else {
        services.removeValue(forKey: key)
      }
    default:
      if case .controlPlane(let labels) = object {
        controlPlanes[key] = labels
      } else {
        controlPlanes[key] = nil
      }
    }
  }

  /// Whether an object of this key is here.
  func has(_ key: ObjectKey) -> Bool {
    injectors[key] != nil || validators[key] != nil || services[key] != nil
      || controlPlanes[key] != nil
  }

  /// The object of a key.
  func object(_ key: ObjectKey) -> ProofObject? {
    if let configuration = injectors[key] { return .injectors(configuration) }
    if let configuration = validators[key] { return .validators(configuration) }
    if let selector = services[key] { return .service(selector: selector) }
    return controlPlanes[key].map { .controlPlane(labels: $0) }
  }

  // MARK: Admission

  /// The webhooks that a Pod's creation calls, in the order of calls.
  func admission() -> Admission { Admission(injectors.values.flatMap(\.webhooks)) }

  /// Which revision is behind which webhook.
  func directory() -> RevisionDirectory {
    var directory = RevisionDirectory()
    for (key, selector) in services {
      directory.add(namespace: key.namespace ?? "", name: key.name, selector: selector ?? [:])
    }
    return directory
  }

  /// Whether a name is that of a revision or of a tag here.
  func knows(_ name: String) -> Bool {
    installed.contains(name)
      || injectors.values.contains { $0.serves == name }
      || controlPlanes.values.contains { $0[MeshLabels.revision] == name }
  }

  // MARK: Services

  static func service(namespace: String, name: String) -> ObjectKey {
    ObjectKey(group: "", kind: "Service", namespace: namespace, name: name)
  }

  /// What is wrong with the Service that a webhook calls; nil when nothing is, or it calls a URL.
  func serviceProblem(of target: InjectorWebhook.Target?) -> ServiceProblem? {
    guard case .service(let namespace, let name) = target else { return nil }
    let key = Self.service(namespace: namespace, name: name)
    guard let selector = services[key] else { return .missing(key) }
    // Without a selector the endpoints are written by hand, as for a control plane elsewhere.
    guard let selector, !areControlPlanesTaken else { return nil }
    let isServed = controlPlanes.contains { plane, labels in
      plane.namespace == namespace && selector.allSatisfy { labels[$0.key] == $0.value }
    }
    return isServed ? nil : .unserved(key)
  }

  enum ServiceProblem: Hashable {
    case missing(ObjectKey)
    /// It selects no Pods of a control plane.
    case unserved(ObjectKey)

    var service: ObjectKey {
      switch self {
      case .missing(let key), .unserved(let key): key
      }
    }
  }
}
