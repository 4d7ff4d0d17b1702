internal import Kubernetes

/// A phase whose edits are made, and whose changes have yet to be told.
struct PhaseDraft: Sendable {
  let index: Int
  let builder: PhaseBuilder
  let rewritten: RewrittenFiles
  /// The repository that the next phase starts from.
  let after: MeshRepository

  /// The phase, with the repository on both sides of it.
  func finished() throws(Refusal) -> PlannedPhase {
    var builder = builder
    let resolved = builder.resolved
    let outcome = PhaseOutcome(
      batch: builder.batch, before: builder.before, after: after, rewritten: rewritten)
    let changes = try outcome.changes()
    let isTakenBack = !resolved.actions.contains(.baseline)
    if isTakenBack { builder.deleteByHandAfterRollback(of: changes.forward) }
    let (pods, rate) = (builder.pods, builder.context.desired.strategy.restartRate)
    let phase = Phase(
      index: index, name: resolved.name, actions: resolved.actions.map(\.rawValue),
      namespaces: resolved.namespaces, reason: resolved.reason, edits: rewritten.edits,
      files: outcome.files(), changes: changes.forward,
      rollback: isTakenBack ? changes.backward : [],
      noRollbackReason: isTakenBack ? nil : PhaseBuilder.noRollbackReason,
      rollbackAfter: resolved.rollbackAfter, rollbackNote: resolved.rollbackNote,
      restarts: builder.restarts.sorted { $0.object.key < $1.object.key },
      settled: builder.settled, manualSteps: builder.manualSteps, checks: builder.checks,
      estimate: Estimate(pods: pods, minutes: (pods + rate - 1) / rate),
      findings: builder.findings.map {
        builder.context.adoption.located($0.inPhase(resolved.name))
      })
    return PlannedPhase(
      phase: phase, resolved: resolved, before: builder.before, after: after)
  }
}
