internal import Files
internal import Kubernetes
internal import YAML

/// Relabel: `istio.io/rev` on namespaces, and on pod templates that name the old revision.
///
/// Where a tag moves, it puts namespaces on the target revision itself before, and back on what
/// they follow after.
extension PhaseBuilder {
  mutating func relabel() {
    for name in resolved.namespaces {
      guard let namespace = context.selected[name],
        let found = object(at: namespace.locator)
      else { continue }
      settle(found.object)
      let current = SelectedNamespace(
        name: name, isGateway: namespace.isGateway, locator: namespace.locator,
        object: found.object)
      if resolved.settles {
        settleBack(current)
        continue
      }
      let podsNameRevision = relabelPods(in: name, isLabelled: current.hasMeshLabel)
      if context.following.kind.movesTag {
        takeOut(current)
        continue
      }
      // Where the pods choose the revision themselves, a label on the namespace would pull in
      // the pods that so far have none.
      if !current.hasMeshLabel, podsNameRevision { continue }
      relabel(current)
    }
  }

  // MARK: Beside a tag that moves

  /// Puts a namespace on the target revision itself, unless its tag leads there already.
  private mutating func takeOut(_ namespace: SelectedNamespace) {
    guard !isInPlace, !context.following.hasMoved(namespace) else { return }
    relabel(namespace)
    guard context.desired.tags.count > 1, context.following.kind == .moveTag,
      let tag = namespace.revision
    else { return }
    edit(
      namespace.object,
      .set(Path(keys: ["metadata", "annotations", MeshLabels.follows]), .string(tag)))
  }

  /// Puts a namespace that names the target itself back on what it follows.
  private mutating func settleBack(_ namespace: SelectedNamespace) {
    guard !isInPlace, context.following.isOnTarget(namespace),
      let tag = context.following.tag(of: namespace)
    else { return }
    let label = Path(keys: ["metadata", "labels", MeshLabels.revision])
    guard context.following.kind == .moveTag else {
      return edit(
        namespace.object, .rename(label, to: MeshLabels.injection, .string("enabled")))
    }
    edit(namespace.object, .set(label, .string(tag)))
    guard namespace.notedTag != nil else { return }
    let annotations = Path(keys: ["metadata", "annotations"])
    let isOnly = namespace.object.node[annotations]?.pairs.count == 1
    edit(
      namespace.object, .remove(isOnly ? annotations : annotations.appending(MeshLabels.follows)))
  }

  // MARK: To a revision

  private mutating func relabel(_ namespace: SelectedNamespace) {
    let labels: Path = ["metadata".step, "labels".step]
    let value = Value.string(context.to.revision)
    if namespace.injection != nil, namespace.revision != nil {
      edit(namespace.object, .remove(labels.appending(MeshLabels.injection)))
      edit(namespace.object, .set(labels.appending(MeshLabels.revision), value))
    } else if namespace.injection != nil {
      edit(
        namespace.object,
        .rename(labels.appending(MeshLabels.injection), to: MeshLabels.revision, value))
    } else if namespace.revision != context.to.revision {
      edit(namespace.object, .set(labels.appending(MeshLabels.revision), value))
    }
  }

  /// Moves the pod templates of a namespace that choose the old revision; tells whether the pods
  /// choose for themselves.
  private mutating func relabelPods(in namespace: String, isLabelled: Bool) -> Bool {
    var found = false
    let isMixed = !isLabelled && !context.following.kind.movesTag && isMixed(namespace)
    for workload in context.workloads[namespace] ?? [] where workload.namespaces.count == 1 {
      guard let (object, _) = object(at: workload.locator) else { continue }
      let template = PodTemplate(object: object)
      let label = template.label(MeshLabels.revision)
      let namesRevision = label == context.from.revision || label == context.to.revision
      guard namesRevision || isMixed && choosesByItself(template) else { continue }
      found = true
      settle(object)
      guard label != context.to.revision, object.key.kind != "Pod" else { continue }
      let path = Path(keys: PodTemplate.metadataPath(forKind: object.key.kind) + ["labels"])
      edit(
        object, .set(path.appending(MeshLabels.revision), .string(context.to.revision)),
        namespace: namespace)
      if template.notRolledOutReason == nil { addRestart(of: object, in: namespace) }
    }
    return found
  }

  /// Whether some pods of a namespace without a mesh label choose by themselves, by a tag or
  /// `sidecar.istio.io/inject`, while others have no sidecar and are to have none.
  private func isMixed(_ namespace: String) -> Bool {
    let templates = (context.workloads[namespace] ?? []).compactMap { workload in
      object(at: workload.locator).map { PodTemplate(object: $0.object) }
    }.filter { !$0.optsOut }
    return templates.contains(where: choosesByItself)
      && !templates.allSatisfy(choosesByItself)
  }

  /// Whether pods have a sidecar although their namespace has no mesh label (Istio, "Installing the
  /// Sidecar": the label of the pod).
  func choosesByItself(_ template: PodTemplate) -> Bool {
    if let label = template.label(MeshLabels.revision) {
      return label == context.from.revision || label == context.to.revision
        || context.desired.tags.contains(label) || context.state.tagWebhooks[label] != nil
    }
    return template.label(MeshLabels.inject) == "true"
  }

  /// Notes that a phase replaces the pods of a workload, once.
  mutating func addRestart(of object: ManifestObject, in namespace: String) {
    let reference = EditTarget(object, namespace: namespace).object
    guard restarted.insert(reference).inserted else { return }
    restarts.append(
      Restart(
        object: reference, namespace: namespace,
        replicas: context.replicas(of: object)))
  }
}

extension String {
  /// This text as a step of a path.
  var step: PathStep { .key(self) }
}
