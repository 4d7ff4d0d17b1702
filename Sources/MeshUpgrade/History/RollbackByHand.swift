internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// What people do where a phase is taken back on the base: before that, what the proof takes as done,
/// and after it, the restarts that no file makes.
struct RollbackByHand {
  /// What has been done before, as the proof sees it.
  let hands: [ProofStep.ByHand]
  let manualSteps: [ManualStep]

  /// - Parameters:
  ///   - changes: those that take the phase back.
  ///   - plan: the plan on a commit.
  ///   - today: the plan on the base.
  init(
    _ origin: PhaseOrigin, changes: [Change], plan: (String) -> PlanOutcome?, today: PlanOutcome
  ) {
    var hands: [ProofStep.ByHand] = []
    var steps: [ManualStep] = []
    // A part that is left today knows nothing of a control plane that is gone.
    for (planned, commit) in origin.partsOnCommits where hands.isEmpty {
      guard let earlier = plan(commit) else { continue }
      hands = PlanProof(context: earlier.context, base: earlier.base, phases: earlier.phases)
        .undone(before: planned)
      guard !hands.isEmpty else { continue }
      let actions = planned.resolved.actions
      if actions.contains(.retire) { steps.append(earlier.context.reinstallation.inRollback) }
      if actions.contains(.moveTags) { steps.append(earlier.context.reactivation.inRollback) }
    }
    self.hands = hands
    let restarts = RollbackRestarts(origin, changes: changes, today: today)
    manualSteps = steps + restarts.manualSteps
  }
}

/// The Pods that a rollback leaves on the proxy which they have: those of workloads that are new
/// since the phase, or that no edit of a manifest restarts.
private struct RollbackRestarts {
  private let origin: PhaseOrigin
  private let today: PlanOutcome
  private let changes: [Change]
  /// The workloads whose Pods the rollback replaces.
  private let restarted: Set<ObjectKey>

  init(_ origin: PhaseOrigin, changes: [Change], today: PlanOutcome) {
    self.origin = origin
    self.today = today
    self.changes = changes
    restarted = Set(
      changes.filter { $0.value.path.pointer.hasPrefix("/spec/template") }.map(\.object.key))
  }

  var manualSteps: [ManualStep] {
    var steps: [ManualStep] = []
    var seen: Set<String> = []
    for part in origin.parts {
      let actions = part.resolved.actions
      let isLeft = actions.contains(.relabel) && today.context.desired.strategy.restart == .none
      guard isLeft || actions.contains(.restart) else { continue }
      for namespace in part.resolved.namespaces
      where isTakenBack(namespace, of: part) && seen.insert(namespace).inserted {
        steps += isLeft ? [everything(in: namespace)] : self.steps(in: namespace)
      }
    }
    return steps
  }

  /// Whether the rollback is about a namespace.
  ///
  /// Of a phase that has landed in part, some are as they were. Where a phase restarts Pods that no file
  /// shows, only people know.
  private func isTakenBack(_ namespace: String, of part: PlannedPhase) -> Bool {
    func isOf(_ change: Change) -> Bool {
      let key = change.object.key
      return key.namespace == namespace || (key.kind == "Namespace" && key.name == namespace)
    }
    guard part.phase.changes.contains(where: isOf) else {
      return !part.resolved.actions.contains(.relabel)
    }
    return changes.contains(where: isOf)
  }

  /// The step of a desired state that leaves restarts to people.
  private func everything(in namespace: String) -> ManualStep {
    ManualStep(
      text: "Once it has synced, restart the workloads of namespace \(namespace) yourself:"
        + " spec.strategy.restart is None, and their pods keep the proxy that they have until then",
      command: RestartCommands(namespace: namespace).all)
  }

  private func steps(in namespace: String) -> [ManualStep] {
    // A namespace that is gone has nothing to restart.
    guard today.context.state.namespaces[namespace] != nil else { return [] }
    let commands = RestartCommands(namespace: namespace)
    let workloads = today.context.workloads[namespace] ?? []
    let owners = today.context.state.podOwners[namespace] ?? []
    if owners.isEmpty, workloads.allSatisfy({ $0.reference.key.kind == "CronJob" }) {
      return [
        ManualStep(
          text: "Once it has synced, restart what runs in namespace \(namespace): no workload of it"
            + " is in this repository", command: commands.all)
      ]
    }
    let replaced = owners.compactMap { owner -> ManualStep? in
      guard let object = today.base.object(at: owner), let row = PodOwner.row(of: object.key),
        !row.optsOut(object)
      else { return nil }
      return ManualStep(
        text:
          "Once it has synced, replace the pods of \(row.name(of: object, in: namespace)): its own"
          + " controller makes them",
        command: row.command(
          for: object, in: namespace, mark: today.context.from.revision))
    }
    return replaced
      + workloads.compactMap { workload -> ManualStep? in
        guard let object = today.base.object(at: workload.locator) else { return nil }
        let template = PodTemplate(object: object)
        if template.optsOut || template.isScheduled { return nil }
        let name = "\(object.key.kind) \(namespace)/\(object.key.name)"
        if let reason = template.notRolledOutReason {
          return ManualStep(
            text: "Once it has synced, replace the pods of \(name): \(reason)",
            command: commands.replacement(of: object))
        }
        guard !restarted.contains(where: { isSame($0, as: object.key, in: namespace) }) else {
          return nil
        }
        return ManualStep(
          text:
            "Once it has synced, restart \(name): this does not change its pod template, and its"
            + " pods keep the proxy that they have until then",
          command: commands.rollout(of: object))
      }
  }

  private func isSame(_ key: ObjectKey, as other: ObjectKey, in namespace: String) -> Bool {
    (key.group, key.kind, key.name) == (other.group, other.kind, other.name)
      && (key.namespace ?? namespace) == namespace
  }
}
