internal import Kubernetes
internal import YAML

/// What namespaces follow where a strategy moves a tag, and which of the tags have moved.
///
/// `istio-injection: enabled` and `istio.io/rev: default` both lead to the tag `default` (Istio,
/// "Stable revision labels": the default tag).
struct TagFollowing: Sendable {
  let kind: DesiredState.Strategy.Kind
  let tags: [String]
  let target: String
  /// The tags that inject by the target already.
  let moved: Set<String>

  init(desired: DesiredState, repository: MeshRepository, state: MeshState) {
    kind = desired.strategy.kind
    tags = desired.tags
    let target = desired.to.revision
    self.target = target
    moved = Set(
      desired.tags.filter { tag in
        (state.tagWebhooks[tag] ?? []).contains { locator in
          guard let webhook = repository.object(at: locator) else { return false }
          return webhook.labels[MeshLabels.revision] == target
            && !NeverMatch.isInactive(configuration: webhook.node)
        }
      })
  }

  /// The tag that a namespace follows by its label or, while it is on the target itself, followed
  /// before; nil for none, and where nothing says which.
  func tag(of namespace: SelectedNamespace) -> String? {
    switch kind {
    case .relabel: return nil
    case .followDefault:
      let follows = namespace.injection == "enabled" || isOnTarget(namespace)
      return follows ? MeshLabels.defaultRevision : nil
    case .moveTag:
      guard isOnTarget(namespace) else {
        guard namespace.injection == nil, let label = namespace.revision else { return nil }
        return tags.contains(label) ? label : nil
      }
      if let noted = namespace.notedTag, tags.contains(noted) { return noted }
      return tags.count == 1 ? tags.first : nil
    }
  }

  /// Whether a namespace names the target revision itself.
  func isOnTarget(_ namespace: SelectedNamespace) -> Bool {
    namespace.revision == target && namespace.injection == nil
  }

  /// Whether the label of a namespace leads to the target: itself, or by a tag that has moved.
  ///
  /// One without a label has moved once every tag has.
  func hasMoved(_ namespace: SelectedNamespace) -> Bool {
    if isOnTarget(namespace) || kind == .relabel { return isOnTarget(namespace) }
    guard namespace.hasMeshLabel else { return tags.allSatisfy(moved.contains) }
    return tag(of: namespace).map(moved.contains) ?? false
  }
}

extension SelectedNamespace {
  /// The tag that is written down where there are several to come back to.
  var notedTag: String? {
    object.node[["metadata", "annotations", MeshLabels.follows]]?.filledText
  }
}
