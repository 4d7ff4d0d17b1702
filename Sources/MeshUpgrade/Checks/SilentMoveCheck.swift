internal import Files
internal import Kubernetes
internal import YAML

/// What follows a revision tag that the plan moves, and is in no phase (MP016).
///
/// From the moment that a tag moves, every Pod that is made anew takes the new revision, whoever
/// makes it and whenever. A namespace follows a tag by `istio.io/rev`, and `default` by
/// `istio-injection: enabled` as well; where a namespace has neither label, its Pods follow one by
/// their own labels (Istio, "Installing the Sidecar"). A tag whose revision stays the same moves
/// nothing.
struct SilentMoveCheck {
  let context: PlanningContext
  let base: MeshRepository
  let namespaces: [LabelledNamespace]
  let moves: PhaseMoves
  let tags: TagRevisions

  func findings() -> [Finding] {
    guard let phase = moves.tags else { return [] }
    let moved = Set(context.desired.tags.filter { current($0) != context.to.revision })
    if moved.isEmpty { return [] }
    let found =
      namespaces.compactMap { finding(about: $0, following: moved, movedIn: phase) }
      + podFindings(following: moved, movedIn: phase)
    return found.map { $0.inPhase(phase) }
  }

  /// Whose a tag is before the plan: one that nothing shows is taken to be that of `from`.
  private func current(_ tag: String) -> String { tags[tag] ?? context.from.revision }

  /// Whether a namespace is nobody's to move: a phase has it, or istiod never injects there.
  private func isSettled(_ name: String) -> Bool {
    moves.namespaces.contains(name)
      || InjectionPolicy(minor: nil).obstacle(
        namespace: name, labels: [:], annotations: [:], hostNetwork: false) == .systemNamespace
  }

  // MARK: Namespaces

  private func finding(
    about namespace: LabelledNamespace, following moved: Set<String>, movedIn phase: String
  ) -> Finding? {
    guard !isSettled(namespace.name) else { return nil }
    let label: String
    let tag: String
    if let injection = namespace.injection {
      guard injection == "enabled" else { return nil }
      (label, tag) = (MeshLabels.injection, MeshLabels.defaultRevision)
    } else {
      guard let revision = namespace.revision else { return nil }
      (label, tag) = (MeshLabels.revision, revision)
    }
    guard moved.contains(tag) else { return nil }
    return Finding(
      .silentMove, .warning, in: namespace.source, at: namespace.labelRange(label),
      namespace: namespace.name, object: namespace.object.reference,
      message: "the namespace \(namespace.name) follows the tag \(tag) and is in no phase: its"
        + " Pods go over to \(context.to.revision) whenever they restart, once the phase \(phase)"
        + " has moved the tag",
      hint: hint("add it to spec.namespaces", "it", tag))
  }

  /// What to do: have it in a phase, or keep it where it is, for which the un-revisioned install
  /// has no label.
  private func hint(_ move: String, _ what: String, _ tag: String) -> String {
    let revision = current(tag)
    guard revision != MeshLabels.defaultRevision else {
      return "\(move); no label keeps \(what) on the un-revisioned install"
    }
    return
      "\(move), or write spec.phases without Retire and keep \(what) where it is, with the label"
      + " istio.io/rev: \(revision) in place of what it follows"
  }

  // MARK: Pods

  /// A workload whose Pods follow a tag by their own labels.
  private struct Follower {
    let object: ManifestObject
    let source: SourceFile
    let label: Node
    let tag: String
    /// Whether another object makes it, which is the one to tell where it is known.
    let isOwned: Bool
  }

  private func podFindings(following moved: Set<String>, movedIn phase: String) -> [Finding] {
    let known = Dictionary(namespaces.map { ($0.name, $0) }) { first, _ in first }
    return followers(moved, known: known).sorted {
      $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }.compactMap { namespace, all in
      let free = all.filter { !$0.isOwned }
      let shown = free.isEmpty ? all : free
      guard let first = shown.first, !isLabelledElsewhere(namespace, known[namespace]) else {
        return nil
      }
      let tags = Set(shown.map(\.tag)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let unknown = known[namespace] == nil ? ", which no manifest defines," : ""
      return Finding(
        .silentMove, .warning, in: first.source, at: first.label.range, namespace: namespace,
        object: first.object.reference,
        message: "\(Listing.text(shown.map { "\($0.object.key.kind) \($0.object.key.name)" }))"
          + " of namespace \(namespace) \(shown.count == 1 ? "follows" : "follow") the tag"
          + " \(Listing.text(tags)) by the labels of \(shown.count == 1 ? "its" : "their") Pods,"
          + " and the namespace\(unknown) is in no phase: they go over to \(context.to.revision)"
          + " whenever they restart, once the phase \(phase) has moved the tag",
        hint: hint("add the namespace to spec.namespaces", "the Pods", first.tag))
    }
  }

  /// The followers by namespace, in the order of the files, then of the dump.
  private func followers(
    _ moved: Set<String>, known: [String: LabelledNamespace]
  ) -> [String: [Follower]] {
    func isOpen(_ name: String) -> Bool {
      !isSettled(name) && known[name]?.revision == nil && known[name]?.injection == nil
    }
    var result: [String: [Follower]] = [:]
    var defined: Set<ObjectKey> = []
    for workload in context.state.workloads {
      guard workload.namespaces.count == 1, let namespace = workload.namespaces.first,
        isOpen(namespace), let object = base.object(at: workload.locator),
        let source = base.file(workload.locator.file)?.source
      else { continue }
      let key = object.key
      defined.insert(
        ObjectKey(group: key.group, kind: key.kind, namespace: namespace, name: key.name))
      if let follower = Self.follower(object, source, moved) {
        result[namespace, default: []].append(follower)
      }
    }
    guard let source = context.cluster.source else { return result }
    for object in context.cluster.objects where Workload.isWorkload(object.key) {
      guard let namespace = object.key.namespace, isOpen(namespace),
        !defined.contains(object.key), let follower = Self.follower(object, source, moved)
      else { continue }
      result[namespace, default: []].append(follower)
    }
    return result
  }

  private static func follower(
    _ object: ManifestObject, _ source: SourceFile, _ moved: Set<String>
  ) -> Follower? {
    let labels = object.node[PodTemplate.metadataPath(forKind: object.key.kind) + ["labels"]]
    let tag: String
    let label: String
    if let revision = labels?[MeshLabels.revision]?.text {
      (label, tag) = (MeshLabels.revision, revision)
    } else {
      guard labels?[MeshLabels.inject]?.text == "true" else { return nil }
      (label, tag) = (MeshLabels.inject, MeshLabels.defaultRevision)
    }
    guard moved.contains(tag), !PodTemplate(object: object).optsOut, let labels else { return nil }
    return Follower(
      object: object, source: source, label: labels.ownPair(label)?.key ?? labels, tag: tag,
      isOwned: object.node[["metadata", "ownerReferences"]] != nil)
  }

  /// Whether something beside a plain definition gives the namespace a mesh label.
  private func isLabelledElsewhere(_ name: String, _ namespace: LabelledNamespace?) -> Bool {
    !context.state.carriers.carriers(for: name, definedIn: namespace?.object.file).isEmpty
  }
}
