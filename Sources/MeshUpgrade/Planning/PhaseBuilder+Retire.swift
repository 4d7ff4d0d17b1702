internal import Files
internal import Kubernetes
internal import YAML

/// Retire: the old revision's objects that are in the repository go; the rest are manual steps.
extension PhaseBuilder {
  private var old: ControlPlaneObjects {
    ControlPlaneObjects(
      revision: context.from.revision, namespace: context.desired.controlPlane.namespace,
      version: context.from.effectiveVersion, own: context.desired.distribution.revisionObjects)
  }

  /// An upgrade in place has no old revision that could go.
  var isInPlace: Bool { context.from.revision == context.to.revision }

  mutating func retire() throws(Refusal) {
    if isInPlace { return }
    let old = old
    let owned = before.objects.map(\.object).filter { object in
      isInScope(object.key) && old.mayOwn(object.key)
        && !context.state.graph.patchFiles.contains(object.file)
        && old.owns(object, namespaces: context.state.resolvedNamespaces(of: object))
    }
    for object in owned { batch.remove(EditTarget(object)) }
    for (file, objects) in Dictionary(grouping: owned, by: \.file) {
      removeChunks(of: file, with: objects)
    }
    let emptied = Set(owned.map(\.file)).filter(isEmptied)
    leaveKustomizations(emptied)
    retireByHand()
    try mark()
  }

  /// Whether the phase removes objects of a kind, where Retire is divided.
  private func isInScope(_ key: ObjectKey) -> Bool {
    switch resolved.scope {
    case .webhooks: ControlPlaneObjects.isWebhooks(key.kind)
    case .controlPlane: !ControlPlaneObjects.isWebhooks(key.kind)
    case .whole, .oldInjector, .inactiveTags: true
    }
  }

  /// Puts the marker there, unless the revision's objects in the repository are what tells.
  private mutating func mark() throws(Refusal) {
    guard context.desired.controlPlane.management == .external, resolved.scope != .webhooks,
      let marker = RetirementMarker(context.desired, from: context.from),
      context.tree[marker.path] == nil,
      let path = try context.output.path(
        of: marker.path.name, for: "the marker that \(context.from.revision) is retired")
    else { return }
    batch.create(path, bytes: marker.bytes)
  }

  /// Lets the chunks of a file go that hold nothing but objects which go.
  private mutating func removeChunks(of path: RepositoryPath, with owned: [ManifestObject]) {
    guard let file = before.file(path) else { return }
    for chunk in Set(owned.map(\.chunk)) {
      guard let documents = try? Document.parse(file.source.bytes, chunk: file.chunks[chunk]) else {
        continue
      }
      let isWhole = documents.allSatisfy { document in
        let gone = owned.filter {
          $0.chunk == chunk && $0.position == document.positionInChunk
        }
        if gone.contains(where: \.itemPath.steps.isEmpty) { return true }
        let items = document.root["items"]?.items.count
        return Self.isEmpty(document) || gone.count { $0.itemPath.steps.count == 2 } == items
      }
      if isWhole { batch.remove(chunk: chunk, of: path) }
    }
  }

  private static func isEmpty(_ document: Document) -> Bool {
    (try? document.root.value()) == .null
  }

  /// Whether every object of a file goes, so that the file goes too.
  private func isEmptied(_ path: RepositoryPath) -> Bool {
    guard let file = before.file(path) else { return false }
    return file.chunks.indices.allSatisfy { index in
      if batch.removedChunks[path]?.contains(index) == true { return true }
      let documents = try? Document.parse(file.source.bytes, chunk: file.chunks[index])
      return documents?.allSatisfy(Self.isEmpty) ?? false
    }
  }

  private mutating func retireByHand() {
    if context.from.isManaged {
      if resolved.scope != .webhooks { retireChannelByHand() }
      return
    }
    let from = context.from.revision
    if let command = context.desired.distribution.removalCommand, !context.from.isUnrevisioned {
      return retireByInstaller(command)
    }
    let plane = context.from.isUnrevisioned ? "the un-revisioned control plane" : from
    for (what, command) in old.deleteCommands(resolved.scope) {
      manualSteps.append(
        ManualStep(
          text: "Delete what is left of \(plane) in the cluster: \(what)", command: command))
    }
    reinstallByHand()
  }

  /// A rollback brings back what was in the repository, and the proof takes the rest to be there.
  private mutating func reinstallByHand() {
    guard context.desired.controlPlane.management == .external else { return }
    manualSteps.append(context.reinstallation.inPlan)
  }

  /// What an installer keeps up would come back if its objects were deleted one by one.
  private mutating func retireByInstaller(_ command: String) {
    let from = context.from.revision
    manualSteps.append(
      ManualStep(text: "Have the installer of \(from) remove the control plane", command: command))
    guard let command = old.ownCommand else { return }
    manualSteps.append(
      ManualStep(
        text: "Delete what is left of \(from) in the cluster: what its installer does not know",
        command: command))
  }

  /// A channel of the managed control plane belongs to Google's controller; no object of it is
  /// named by hand but its ControlPlaneRevision.
  private mutating func retireChannelByHand() {
    manualSteps.append(
      // What it made, webhooks included, goes with it.
      ManualStep(
        text: "Give up the managed channel \(context.from.revision)",
        command: "kubectl --namespace \(context.desired.controlPlane.namespace)"
          + " delete controlplanerevision \(context.from.revision)"))
  }

  /// Tags of the revision that only the cluster has, and that the plan leaves there.
  private func liveTags(_ after: MeshRepository) -> [Finding] {
    let written = Set(after.objects.map(\.object.key))
    let revision = context.from.revision
    return context.cluster.objects.filter { object in
      object.key.kind == "MutatingWebhookConfiguration" && !written.contains(object.key)
        && object.labels[MeshLabels.revision] == revision
    }.compactMap { object -> Finding? in
      guard let tag = MeshState.tag(of: object) else { return nil }
      return context.cluster.finding(
        .revisionStillNamed, about: object,
        at: object.node[["metadata", "labels"]]?.ownPair(MeshLabels.revision)?.value,
        message: "\(revision) cannot be retired: the tag \(tag) still names it",
        hint: "list \(tag) in spec.tags, which moves it; or remove it from the cluster if nothing"
          + " follows it, and write the dump anew")
    }
  }

  /// Refuses to retire a revision that anything left in the repository still names.
  mutating func refuseMentions(in after: MeshRepository) throws(Refusal) {
    if isInPlace { return }
    // Whoever asks for `default` gets the tag of that name once the install is gone.
    let isTag = context.desired.tags.contains(MeshLabels.defaultRevision)
    if context.from.isUnrevisioned, isTag { return }
    // MoveService leaves it, with a manual step.
    let isServiceLeft = context.from.isUnrevisioned || context.to.isManaged
    var search = RevisionMentions(
      matcher: RevisionMatcher(context.from.revision, successor: context.to.revision),
      ignored: Set(
        [context.cluster.path, RetirementMarker(context.desired, from: context.from)?.path]
          .compactMap { $0 }))
    search.left = { isServiceLeft && $0.kind == "Service" && $0.name == "istiod" }
    let mentions = search.findings(in: after) + liveTags(after)
    let settled = context.desired.settled(mentions.map { $0.inPhase(resolved.name) })
    let errors = settled.filter(context.question.refuses)
    guard errors.isEmpty else { throw Refusal(errors) }
    findings += settled
  }
}
