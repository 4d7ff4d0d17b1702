internal import Files
internal import Kubernetes
internal import YAML

/// Restart: a mark on the pod templates of the namespaces, whose change replaces the pods.
extension PhaseBuilder {
  mutating func restart() {
    for namespace in resolved.namespaces {
      let workloads = context.workloads[namespace] ?? []
      let leavesOthers = podsChoose(in: namespace)
      for workload in workloads where !leavesOthers || choosesByItself(workload) {
        restart(workload, in: namespace)
      }
      let owners = context.state.podOwners[namespace] ?? []
      for owner in owners { replaceByHand(owner, in: namespace) }
      let isEmpty = owners.isEmpty && workloads.allSatisfy { $0.reference.key.kind == "CronJob" }
      if isEmpty { restartByHand(namespace) }
    }
  }

  /// Whether the namespace is left without a mesh label because its pods choose by themselves: then
  /// the others are in no mesh.
  private func podsChoose(in namespace: String) -> Bool {
    guard let selected = context.selected[namespace],
      let object = object(at: selected.locator)?.object,
      MeshLabels.ofNamespaces.allSatisfy({ object.labels[$0] == nil }),
      batch.operations[EditTarget(object)] == nil
    else { return false }
    return (context.workloads[namespace] ?? []).contains(where: choosesByItself)
  }

  /// The step for the Pods of a custom resource, which its own controller makes.
  private mutating func replaceByHand(_ locator: MeshRepository.Locator, in namespace: String) {
    guard let (object, _) = object(at: locator), let row = PodOwner.row(of: object.key),
      !row.optsOut(object)
    else { return }
    manualSteps.append(
      ManualStep(
        text: "Replace the pods of \(row.name(of: object, in: namespace)) yourself: its own"
          + " controller makes them",
        command: row.command(for: object, in: namespace, mark: context.restartMark)))
  }

  private func choosesByItself(_ workload: Workload) -> Bool {
    object(at: workload.locator).map { choosesByItself(PodTemplate(object: $0.object)) } ?? false
  }

  private mutating func restart(_ workload: Workload, in namespace: String) {
    guard let (object, file) = object(at: workload.locator) else { return }
    let template = PodTemplate(object: object)
    if template.optsOut || template.isScheduled { return }
    let name = "\(object.key.kind) \(namespace)/\(object.key.name)"
    guard workload.namespaces.count == 1 else {
      let others = PhaseList.bytewise(Array(workload.namespaces)).joined(separator: ", ")
      manualSteps.append(
        ManualStep(
          text: "Restart \(name) of \(file.path) yourself: the repository gives it more than one"
            + " namespace (\(others))",
          command: RestartCommands(namespace: namespace).rollout(of: object)))
      return
    }
    if let reason = template.notRolledOutReason {
      manualSteps.append(
        ManualStep(
          text: "Replace the pods of \(name) yourself: \(reason)",
          command: RestartCommands(namespace: namespace).replacement(of: object)))
      return
    }
    let path = Path(keys: PodTemplate.metadataPath(forKind: object.key.kind))
    guard object.node[["spec", "template"]] != nil else {
      manualSteps.append(
        ManualStep(
          text: "Restart \(name) yourself: its manifest has no pod template",
          command: RestartCommands(namespace: namespace).rollout(of: object)))
      return
    }
    settle(object)
    guard template.annotation(MeshLabels.restartedFor) != context.restartMark else {
      return restartMarked(object, named: name, in: namespace)
    }
    edit(
      object,
      .set(
        path.appending("annotations").appending(MeshLabels.restartedFor),
        .string(context.restartMark)), namespace: namespace)
    addRestart(of: object, in: namespace)
  }

  /// A workload with the mark of this upgrade in a namespace that has yet to move, as after a
  /// rollback of the labels alone: an edit that changes nothing would restart nothing.
  private mutating func restartMarked(
    _ object: ManifestObject, named name: String, in namespace: String
  ) {
    guard let base = context.selected[namespace], !context.following.hasMoved(base) else { return }
    manualSteps.append(
      ManualStep(
        text: "Restart \(name) yourself: its manifest has the mark"
          + " \(MeshLabels.restartedFor): \(context.restartMark) already",
        command: RestartCommands(namespace: namespace).rollout(of: object)))
  }

  /// Whether the desired state leaves restarts to the user (`restart: None`).
  var restartsByHand: Bool { context.desired.strategy.restart == .none }

  /// The steps of a phase that relabels and is not to restart anything.
  mutating func leaveRestarts() {
    for namespace in resolved.namespaces {
      manualSteps.append(
        ManualStep(
          text: "Restart the workloads of namespace \(namespace) yourself:"
            + " spec.strategy.restart is None, and their pods stay on the old proxy until then",
          command: RestartCommands(namespace: namespace).all))
    }
  }

  private mutating func restartByHand(_ namespace: String) {
    manualSteps.append(
      ManualStep(
        text: "Restart what runs in namespace \(namespace): no workload of it is in this"
          + " repository",
        command: RestartCommands(namespace: namespace).all))
  }
}
