internal import Files
internal import Kubernetes

/// An upgrade on a base: the plan of what is left, and what each phase that has landed was.
package struct Upgrade: Sendable {
  /// The plan, with phases that have landed at their places; nil where none can be made.
  package let plan: Plan?
  /// Why there is none.
  package let refusal: Refusal?
  /// Every phase in order, as it was when it was pending last, else as it is today.
  let phases: [(phase: PlannedPhase, origin: PhaseOrigin?)]
  /// The base, and the earlier commits that were looked at, the newest first.
  let points: [UpgradeHistory.Point]
  /// What today's plan was made from; nil where there is none.
  let outcome: PlanOutcome?
  let baseCommit: String

  init(_ history: UpgradeHistory, today: MeshRepository?) throws(Refusal) {
    outcome = history.points.first?.outcome
    refusal = history.refusal
    points = history.points
    baseCommit = history.baseCommit
    let origins = history.origins
    let list =
      outcome?.phases ?? history.points.last { $0.outcome != nil }?.outcome?.phases ?? []
    phases = list.map { ($0, origins[$0.phase.name]) }
    rollbackOrder = Self.rollbackOrder(of: phases)
    base = outcome?.base ?? today
    guard let outcome else {
      plan = nil
      return
    }
    let names = Set(
      phases.filter { $0.phase.phase.edits.isEmpty && $0.origin != nil }.map(\.phase.phase.name))
    var landed: [String: LandedPhase] = [:]
    for (phase, origin) in phases where names.contains(phase.phase.name) {
      guard let origin, let commit = origin.next else { continue }
      let after = (rollbackOrder[phase.phase.name] ?? []).filter(names.contains)
      do throws(Refusal) {
        landed[phase.phase.name] = try Self.landed(
          origin, with: commit, after: after, in: outcome, points: points)
      } catch {
        // What stands in the way of a rollback does not stand in the way of what is left.
        landed[phase.phase.name] = LandedPhase(
          commit: commit, edits: [], rollback: [], restarts: [],
          estimate: Estimate(pods: 0, minutes: 0), conflicts: [], gone: [],
          findings: error.findings, after: after)
      }
    }
    plan = outcome.plan.rolledBack(after: rollbackOrder).landed(landed)
  }

  /// The phases whose rollbacks come before that of each, by name, the last of the plan first.
  ///
  /// What a phase leads back to shows only where it is pending: its labels follow the tag `default`
  /// until it has landed.
  let rollbackOrder: [String: [String]]

  private static func rollbackOrder(
    of phases: [(phase: PlannedPhase, origin: PhaseOrigin?)]
  ) -> [String: [String]] {
    let names = phases.map(\.phase.phase.name)
    let positions = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    let direct = phases.map { phase, origin in
      let own = [phase] + (origin?.parts ?? [])
      return Set(own.flatMap(\.phase.rollbackAfter).compactMap { positions[$0] })
    }
    var result: [String: [String]] = [:]
    for (index, name) in names.enumerated() {
      var found: Set<Int> = []
      var open = direct[index]
      while let next = open.popFirst() {
        if found.insert(next).inserted { open.formUnion(direct[next]) }
      }
      result[name] = found.subtracting([index]).sorted(by: >).map { names[$0] }
    }
    return result
  }

  /// The repository of the base; nil where it could not be read.
  let base: MeshRepository?

  private static func landed(
    _ origin: PhaseOrigin, with commit: String, after: [String], in outcome: PlanOutcome,
    points: [UpgradeHistory.Point]
  ) throws(Refusal) -> LandedPhase {
    guard origin.phase.phase.noRollbackReason == nil else {
      return LandedPhase(
        commit: commit, edits: [], rollback: [], restarts: [],
        estimate: Estimate(pods: 0, minutes: 0), conflicts: [], gone: [], findings: [],
        after: after)
    }
    let reversal = try PhaseReversals(origin, in: outcome.base)
    let isClean = reversal.conflicts.isEmpty
    let changes = isClean ? try reversal.changes() : []
    let proof = RollbackProof(outcome: outcome, points: points)
    let byHand = RollbackByHand(
      origin, changes: changes, plan: proof.plan, today: outcome)
    let found =
      isClean && after.isEmpty ? proof.findings([(origin, reversal, byHand.hands)]) : []
    return LandedPhase(
      commit: commit, edits: isClean ? reversal.edits : [], rollback: changes,
      restarts: origin.restarts, estimate: origin.estimate, conflicts: reversal.conflicts,
      gone: reversal.gone.compactMap(\.object), findings: found.refusing,
      comingBack: found.comingBack, manualSteps: isClean ? byHand.manualSteps : [], after: after)
  }
}
