internal import Files
internal import Kubernetes
internal import YAML

/// Reads what bears on admission from manifests.
struct ProofReader: Sendable {
  private var resolver: NamespaceResolver
  private let patchFiles: Set<RepositoryPath>

  init(_ state: MeshState) {
    resolver = NamespaceResolver(graph: state.graph, applications: state.applications)
    patchFiles = state.graph.patchFiles
  }

  /// What an object is for the proof; several where its file gives it several namespaces, none for
  /// what does not bear on it.
  mutating func items(of object: ManifestObject) -> [ProofItem] {
    guard !object.key.name.isEmpty, !patchFiles.contains(object.file) else { return [] }
    let key = object.key
    switch (key.group, key.kind) {
    case ("", "Namespace"):
      return [Self.item(object, key: key, .namespace(object.labels))]
    case (MeshLabels.admissionGroup, "MutatingWebhookConfiguration"):

      return Self.injectors(object).map { [Self.item(object, key: key, .injectors($0))] } ?? []
    case (MeshLabels.admissionGroup, "ValidatingWebhookConfiguration"):

      return Self.validators(object).map { [Self.item(object, key: key, .validators($0))] } ?? []
    case ("", "Service"): return inNamespaces(object, [Self.service(object)])
    default:
      guard Workload.isWorkload(key) else { return [] }
      return inNamespaces(object, Self.workload(object))
    }
  }

  private mutating func inNamespaces(
    _ object: ManifestObject, _ proofs: [ProofObject]
  ) -> [ProofItem] {
    let namespaces = PhaseList.bytewise(Array(resolver.namespaces(of: object)))
    return namespaces.flatMap { namespace in
      let key = ObjectKey(
        group: object.key.group, kind: object.key.kind, namespace: namespace,
        name: object.key.name)
      return proofs.map { Self.item(object, key: key, $0) }
    }
  }

  private static func item(
    _ object: ManifestObject, key: ObjectKey, _ proof: ProofObject
  ) -> ProofItem {
    ProofItem(
      key: key, reference: ObjectReference(key: key, version: object.reference.version),
      object: proof, manifest: object, order: SyncOrder(object))
  }

  // MARK: Kinds

  /// The injectors of Istio; nil for those of other projects, and for what calls nothing.
  static func injectors(_ object: ManifestObject) -> InjectorConfiguration? {
    let configuration = InjectorConfiguration(
      name: object.key.name, revisionLabel: object.labels[MeshLabels.revision],
      tag: MeshState.tag(of: object), webhooks: InjectorWebhook.webhooks(of: object))
    return configuration.isIstio ? configuration : nil
  }

  /// The validators of Istio; nil for those of other projects.
  static func validators(_ object: ManifestObject) -> ValidatorConfiguration? {
    let webhooks = (object.node["webhooks"]?.items ?? []).map(\.resolved)
    let revision = object.labels[MeshLabels.revision]
    let isIstio =
      revision != nil
      || webhooks.contains { $0["name"]?.text?.hasSuffix("istio.io") == true }
    guard isIstio else { return nil }
    return ValidatorConfiguration(
      name: object.key.name, revisionLabel: revision,
      targets: webhooks.compactMap { InjectorWebhook.target(of: $0["clientConfig"]) },
      looksAtRevisionOnly: webhooks.allSatisfy { looksAtRevisionOnly($0["objectSelector"]) })
  }

  private static func looksAtRevisionOnly(_ selector: Node?) -> Bool {
    guard let selector = selector.map({ LabelSelector.decode($0).selector }) else { return false }
    return selector.matchLabels[MeshLabels.revision] != nil
      || selector.matchExpressions.contains {
        $0.key == MeshLabels.revision && $0.operator == .isIn
      }
  }

  /// A Service by what it selects.
  static func service(_ object: ManifestObject) -> ProofObject {
    let selector = object.node[["spec", "selector"]]
    guard selector?.kind == .mapping else { return .service(selector: nil) }
    let labels = ManifestObject.texts(selector)
    return .service(selector: labels.isEmpty ? nil : labels)
  }

  private static func workload(_ object: ManifestObject) -> [ProofObject] {
    let template = PodTemplate(object: object)
    let labels = template.labels
    let pods = PodClass(
      labels: labels, annotation: template.annotation(MeshLabels.inject),
      isOnHostNetwork: template.isOnHostNetwork)
    // Every istiod has this label, of a revision or not (Istio, istio-discovery/deployment.yaml).
    if labels["app"] == "istiod" { return [.pods(pods), .controlPlane(labels: labels)] }
    // A manifest that leaves the template to an overlay is known by its name.
    guard labels.isEmpty, let revision = revision(ofIstiod: object.key.name) else {
      return [.pods(pods)]
    }
    return [.pods(pods), .controlPlane(labels: podLabels(ofIstiod: revision))]
  }

  private static func revision(ofIstiod name: String) -> String? {
    if name == "istiod" { return MeshLabels.defaultRevision }
    return name.hasPrefix("istiod-") ? String(name.dropFirst("istiod-".count)) : nil
  }

  /// The labels of an istiod's Pods by its revision (Istio, istio-discovery/deployment.yaml).
  static func podLabels(ofIstiod revision: String) -> [String: String] {
    [
      "app": "istiod", "istio": revision == MeshLabels.defaultRevision ? "pilot" : "istiod",
      MeshLabels.revision: revision,
    ]
  }
}
