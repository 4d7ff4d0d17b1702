internal import Kubernetes

/// What a phase that is merged before the one before it has synced does to restarts (MP011).
///
/// A restart takes effect by what its namespace says when the Pods are made. Where nothing keeps
/// Argo CD from applying the restart first, the Pods stay on the old revision, and no later phase
/// restarts them again.
struct WindowCheck {
  let context: PlanningContext
  let base: MeshRepository
  let phases: [PlannedPhase]

  func findings() -> [Finding] {
    zip(phases, phases.dropFirst()).flatMap { earlier, later in findings(earlier, later) }
  }

  private func findings(_ earlier: PlannedPhase, _ later: PlannedPhase) -> [Finding] {
    let restarted = Set(later.phase.restarts.map(\.namespace))
    let relabelled = Set(
      earlier.phase.changes.filter { $0.object.key.kind == "Namespace" }.map(\.object.key.name))
    let movesTag =
      earlier.resolved.actions.contains(.moveTags)
      && earlier.phase.changes.contains { $0.object.key.kind == "MutatingWebhookConfiguration" }
    return PhaseList.bytewise(Array(restarted)).compactMap { name in
      if relabelled.contains(name) {
        // Within one Application a Namespace comes before its workloads.
        let check = SplitCheck(context: context, repository: base)
        guard let reason = check.reason(for: [name]) else { return nil }
        return finding(name, later, after: earlier, because: reason)
      }
      guard movesTag, !later.resolved.actions.contains(.relabel) else { return nil }
      return finding(
        name, later, after: earlier,
        because: "Argo CD applies webhook configurations after workloads, or in another"
          + " Application")
    }
  }

  private func finding(
    _ namespace: String, _ phase: PlannedPhase, after earlier: PlannedPhase, because reason: String
  ) -> Finding {
    let name = earlier.phase.name
    return Finding(
      .restartBeforeRelabel, namespace: namespace,
      message: "while phase \(phase.phase.name) syncs before \(name) has finished, the workloads of"
        + " namespace \(namespace) may be restarted on the old revision, and stay there: \(reason)",
      hint: "merge \(phase.phase.name) once \(name) has synced"
    ).inPhase(phase.phase.name)
  }
}
