internal import Kubernetes
internal import YAML

/// Finds the namespaces that a tag would not take along, where the strategy moves one.
struct FollowCheck {
  let context: PlanningContext
  /// The repository before the first phase.
  let repository: MeshRepository

  private var kind: DesiredState.Strategy.Kind { context.desired.strategy.kind }
  private var tags: [String] { context.desired.tags }
  private var target: String { context.to.revision }

  /// Errors, each at the label that is not as expected.
  func findings(for phases: [ResolvedPhase]) -> [Finding] {
    guard kind.movesTag else { return [] }
    let relabels = phases.filter { $0.actions.contains(.relabel) }
    let settled = Set(relabels.filter(\.settles).flatMap(\.namespaces))
    let relabelled = Set(relabels.flatMap(\.namespaces))
    let names = PhaseList.bytewise(Array(context.selected.keys))
    return names.compactMap { context.selected[$0] }.compactMap { namespace -> Finding? in
      if !namespace.hasMeshLabel {
        return unlabelled(namespace, isRelabelled: relabelled.contains(namespace.name))
      }
      if context.following.isOnTarget(namespace) {
        return onTarget(
          namespace, isRelabelled: relabelled.contains(namespace.name),
          isSettled: settled.contains(namespace.name))
      }
      return labelled(namespace)
    } + missingTags()
  }

  // MARK: Labels

  /// A namespace whose label names something else than what moves.
  private func labelled(_ namespace: SelectedNamespace) -> Finding? {
    guard context.following.tag(of: namespace) == nil else { return nil }
    let from = context.from.revision
    if let injection = namespace.injection {
      // Any other value than `enabled` is refused for every strategy.
      guard injection == "enabled" else { return nil }
      let fits = tags.contains(MeshLabels.defaultRevision) ? "" : " with default in spec.tags"
      return finding(
        namespace, MeshLabels.injection, "carries istio-injection: enabled",
        hint: "strategy FollowDefault\(fits) is for it; or label it with a tag in a commit of its"
          + " own, while that tag names \(from)")
    }
    let label = namespace.revision ?? ""
    let what = "carries istio.io/rev: \(label)"
    if label == from, !context.from.isUnrevisioned {
      return finding(
        namespace, MeshLabels.revision, "\(what), the revision itself",
        hint: "strategy Relabel is for it; or label it \(example) in a commit of its own, while"
          + " the tag names \(from)")
    }
    if kind == .followDefault {
      let other =
        tags.contains(label)
        ? "strategy MoveTag is for it" : "strategy MoveTag with that tag in spec.tags is for it"
      return finding(
        namespace, MeshLabels.revision, what,
        hint: "\(other); or label it \(example) in a commit of its own")
    }
    return finding(
      namespace, MeshLabels.revision, what,
      hint: "list \(label) in spec.tags if it is a tag that is to move; or label it \(example) in a"
        + " commit of its own")
  }

  /// A namespace on the target itself, as a canary is for some phases.
  private func onTarget(
    _ namespace: SelectedNamespace, isRelabelled: Bool, isSettled: Bool
  ) -> Finding? {
    if kind == .followDefault {
      guard !isRelabelled else { return nil }
      return finding(
        namespace, MeshLabels.revision, "carries istio.io/rev: \(target), and no phase relabels it",
        hint: "label it \(example) in a commit of its own, or name it in a phase of Relabel after"
          + " MoveTags")
    }
    guard isSettled, context.following.tag(of: namespace) == nil else { return nil }
    return finding(
      namespace, MeshLabels.revision,
      "carries istio.io/rev: \(target), and nothing says which tag it comes back to",
      hint: "give it the annotation \(MeshLabels.follows) with the tag, one of "
        + tags.joined(separator: ", "))
  }

  /// A namespace without a label follows a tag if its Pods do by their own labels.
  private func unlabelled(_ namespace: SelectedNamespace, isRelabelled: Bool) -> Finding? {
    guard podsFollow(in: namespace.name) else {
      return finding(
        namespace, nil, "carries no mesh label, and none of its workloads follows a tag that moves",
        hint: "take it off the list, or label it \(example) in a commit of its own")
    }
    guard isRelabelled else { return nil }
    return finding(
      namespace, nil, "carries no mesh label, and is to be relabelled",
      hint: "its Pods choose the tag by their own labels; restart it after MoveTags instead")
  }

  /// Whether a workload of an unlabelled namespace chooses a tag: by name, or the default by
  /// `sidecar.istio.io/inject: "true"` (Istio, the webhooks of the tag default).
  private func podsFollow(in namespace: String) -> Bool {
    (context.workloads[namespace] ?? []).contains { workload in
      guard let object = repository.object(at: workload.locator) else { return false }
      let labels = PodTemplate(object: object).labels
      if let revision = labels[MeshLabels.revision] { return tags.contains(revision) }
      return labels[MeshLabels.inject] == "true" && tags.contains(MeshLabels.defaultRevision)
    }
  }

  /// The label that fits the strategy.
  private var example: String {
    kind == .followDefault
      ? "istio-injection: enabled" : "istio.io/rev: \(tags.first ?? MeshLabels.defaultRevision)"
  }

  private var expected: String {
    switch kind {
    case .followDefault: "istio-injection: enabled"
    default:
      tags.count == 1
        ? "istio.io/rev: \(tags[0])"
        : "istio.io/rev with one of the tags \(tags.joined(separator: ", "))"
    }
  }

  private func finding(
    _ namespace: SelectedNamespace, _ label: String?, _ what: String, hint: String
  ) -> Finding? {
    guard let file = repository.file(namespace.locator.file) else { return nil }
    let node = namespace.object.node
    let pair = label.flatMap { node[["metadata", "labels"]]?.ownPair($0) }
    return Finding(
      .desiredState, in: file.source, at: pair?.value.range ?? node.range.prefixLine(file.source),
      namespace: namespace.name, object: namespace.object.reference,
      message: "the namespace \(namespace.name) \(what); by strategy \(kind.rawValue) expected"
        + " \(expected)",
      hint: hint)
  }

  // MARK: Tags

  /// Tags that namespaces stand on and that are neither in the repository nor in the dump: what the
  /// plan would generate in their place, a rollback would remove.
  private func missingTags() -> [Finding] {
    let followed = Set(context.selected.values.compactMap { context.following.tag(of: $0) })
    return tags.enumerated().compactMap { index, tag in
      guard followed.contains(tag), context.state.tagWebhooks[tag] == nil,
        !isServedByOldInjector(tag)
      else { return nil }
      return context.source.finding(
        .needsBaseline, at: Path(keys: ["spec", "tags"]).appending(.index(index)),
        message: "namespaces follow the tag \(tag), and its webhooks are neither in the repository"
          + " nor in a dump of the cluster's objects",
        hint: "write them into the file that spec.controlPlane.clusterObjects names: kubectl get"
          + " mutatingwebhookconfiguration --selector istio.io/tag=\(tag) --output yaml")
    }
  }

  /// Whether the un-revisioned install injects what asks for the default, without a tag.
  private func isServedByOldInjector(_ tag: String) -> Bool {
    context.from.isUnrevisioned && tag == MeshLabels.defaultRevision
  }
}
