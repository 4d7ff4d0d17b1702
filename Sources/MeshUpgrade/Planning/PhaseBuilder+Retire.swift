internal import Files
internal import Kubernetes
internal import YAML

/// Retire: the old revision's objects that are in the repository go; the rest are manual steps.
extension PhaseBuilder {
  private var old: ControlPlaneObjects {
    ControlPlaneObjects(
      revision: context.from.revision, namespace: context.desired.controlPlane.namespace)
  }

  mutating func retire() throws(Refusal) {
    let owned = before.objects.map(\.object).filter { object in
      !context.state.graph.patchFiles.contains(object.file)
        && old.owns(object.key, namespaces: context.state.resolvedNamespaces(of: object))
    }
    for object in owned { batch.remove(EditTarget(object)) }
    for path in Set(owned.map(\.file)).sorted() where isEmptied(path, by: owned) {
      leaveKustomizations(path)
    }
    retireByHand()
  }

  /// Whether every object of a file goes, so that the file goes too.
  private func isEmptied(_ path: RepositoryPath, by owned: [ManifestObject]) -> Bool {
    guard let file = before.file(path) else { return false }
    let gone = owned.filter { $0.file == path && $0.itemPath.steps.isEmpty }
    let goneChunks = Set(gone.map(\.chunk))
    return file.chunks.indices.allSatisfy { index in
      if goneChunks.contains(index) { return true }
      let documents = try? Document.parse(file.source.bytes, chunk: file.chunks[index])
      return documents?.allSatisfy { (try? $0.root.value()) == .null } ?? false
    }
  }

  /// Takes a file that goes out of the `resources` that name it.
  private mutating func leaveKustomizations(_ path: RepositoryPath) {
    for kustomization in context.state.graph.direct(path) {
      guard let entry = kustomization.resources.first(where: { $0.target == path }) else {
        continue
      }
      let target = EditTarget(kustomization)
      // Entries are removed last to first, so the positions of the others stay right.
      let list = Path(keys: [entry.list])
      let earlier = (batch.operations[target] ?? []).filter { operation in
        guard case .remove(let removed) = operation,
          case .index(let index)? = removed.steps.last
        else { return false }
        return removed.steps.first == list.steps.first && index < entry.index
      }.count
      batch.add(.remove(list.appending(.index(entry.index - earlier))), to: target)
    }
  }

  private mutating func retireByHand() {
    if context.from.isManaged { return retireChannelByHand() }
    let from = context.from.revision
    let plane = context.from.isUnrevisioned ? "the un-revisioned control plane" : from
    for (what, command) in old.deleteCommands {
      manualSteps.append(
        ManualStep(
          text: "Delete what is left of \(plane) in the cluster: \(what)", command: command))
    }
  }

  /// A channel of the managed control plane belongs to Google's controller; no object of it is
  /// named by hand but its ControlPlaneRevision.
  private mutating func retireChannelByHand() {
    manualSteps.append(
      ManualStep(
        text: "Give up the managed channel \(context.from.revision)",
        command: "kubectl --namespace \(context.desired.controlPlane.namespace)"
          + " delete controlplanerevision \(context.from.revision)"))
  }

  /// Refuses to retire a revision that anything left in the repository still names.
  func refuseMentions(in after: MeshRepository) throws(Refusal) {
    // Whoever asks for `default` gets the tag of that name once the install is gone.
    let isTag = context.desired.tags.contains(MeshLabels.defaultRevision)
    if context.from.isUnrevisioned, isTag { return }
    let mentions = RevisionMentions(
      revision: context.from.revision,
      ignored: Set([context.cluster.path].compactMap { $0 })
    ).findings(in: after)
    guard mentions.isEmpty else { throw Refusal(mentions.map { $0.inPhase(resolved.name) }) }
  }
}
