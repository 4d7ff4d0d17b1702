internal import Files
internal import Kubernetes
internal import YAML

/// Looks through the dump of the cluster's objects for those that the plan edits.
struct AdoptionSearch {
  let desired: DesiredState
  let cluster: ClusterObjects
  /// The repository's base.
  let repository: MeshRepository
  let state: MeshState

  /// The live objects that the plan edits: for each, every object of the dump that it may be.
  func candidates(leavingBareService: Bool) -> [[ManifestObject]] {
    if cluster.objects.isEmpty { return [] }
    var result = namespaces()
    if plans(.moveTags) {
      for tag in desired.tags {
        result += [cluster.tagWebhooks(tag), service("istiod-revision-tag-\(tag)")]
      }
    }
    if plans(.moveService), !leavingBareService { result.append(service("istiod")) }
    if plans(.moveValidator) {
      result.append(
        cluster.objects(
          group: MeshLabels.admissionGroup, kind: "ValidatingWebhookConfiguration",
          name: "istiod-default-validator"))
    }
    return result.filter { !$0.isEmpty }
  }

  private func plans(_ action: Action) -> Bool {
    desired.phases?.contains { $0.actions.contains(action) } ?? true
  }

  private func service(_ name: String) -> [ManifestObject] {
    cluster.objects(
      group: "", kind: "Service", name: name, namespace: desired.controlPlane.namespace)
  }

  /// The Namespaces that are listed or selected, unless something in the repository sets their
  /// labels without defining them: that is refused when they are selected.
  private func namespaces() -> [[ManifestObject]] {
    var names: [String] = []
    var seen: Set<String> = []
    let matching = cluster.namespaces.filter { isSelected($0) }.map(\.key.name)
    for name in desired.namespaces + desired.gatewayNamespaces + PhaseList.bytewise(matching)
    where seen.insert(name).inserted && !isSetElsewhere(name) {
      names.append(name)
    }
    return names.map { cluster.objects(group: "", kind: "Namespace", name: $0) }
  }

  private func isSelected(_ namespace: ManifestObject) -> Bool {
    guard let selector = desired.namespaceSelector else { return false }
    var labels = namespace.labels
    // The API server puts this label on every namespace (Kubernetes 1.22).
    labels["kubernetes.io/metadata.name"] = namespace.key.name
    return selector.matches(labels)
  }

  private func isSetElsewhere(_ name: String) -> Bool {
    guard state.namespaces[name] == nil else { return false }
    return !state.carriers.carriers(for: name, definedIn: nil).isEmpty
      || NamespaceSelection.unreadable(in: repository).contains { $0.names.contains(name) }
  }

  /// The definitions of a live object in the repository.
  func definitions(of object: ManifestObject) -> [ManifestObject] {
    let key = object.key
    let locators: [MeshRepository.Locator]? =
      switch key.kind {
      case "Namespace": state.namespaces[key.name]
      case "Service": state.services[key.name]
      case "ValidatingWebhookConfiguration": state.validators[key.name]
      default: MeshState.tag(of: object).flatMap { state.tagWebhooks[$0] }
      }
    return (locators ?? []).compactMap { repository.object(at: $0) }
  }
}
