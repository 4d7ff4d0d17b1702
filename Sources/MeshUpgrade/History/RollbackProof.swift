internal import Files
internal import Kubernetes
internal import YAML

/// The proof of rollbacks, one after the other: every state on the way.
struct RollbackProof {
  /// What the plan on the base is made from.
  let outcome: PlanOutcome
  /// The base and earlier commits, with the plans on them.
  let points: [UpgradeHistory.Point]

  /// A phase with what takes it back, and what has been done by hand before that.
  typealias Step = (origin: PhaseOrigin, reversal: PhaseReversals, byHand: [ProofStep.ByHand])

  /// The errors that they would make; the phase of each is the one that is taken back.
  ///
  /// What had been broken before a phase in the same way is preexisting: as the proof of the plan
  /// judges its rollback, which leads back there.
  func findings(_ steps: [Step]) -> [Finding] {
    var earlier: [Earlier: AdmissionBefore?] = [:]
    func before(_ step: Int, _ namespace: String?) -> AdmissionBefore? {
      let parts = steps[step].origin.partsOnCommits
      let part = namespace.map { Self.part(of: parts.map(\.phase.phase), with: $0) } ?? 0
      let key = Earlier(step: step, part: part)
      if let known = earlier[key] { return known }
      let (phase, commit) = parts[part]
      let found = plan(on: commit).flatMap { AdmissionBefore(phase.phase.name, in: $0) }
      earlier[key] = .some(found)
      return found
    }
    let found = PlanProof(context: outcome.context, base: outcome.base, phases: []).findings(
      takingBack: steps.map { step in
        ProofStep(
          name: step.origin.phase.phase.name, before: step.reversal.before,
          after: step.reversal.after, paths: step.reversal.edits.map(\.path), byHand: step.byHand)
      }, to: before)
    return found.filter { $0.severity == .error }
  }

  /// The part of a phase that took a namespace along: they may have joined it at different times, and
  /// have got more workloads since.
  private static func part(of parts: [Phase], with namespace: String) -> Int {
    parts.firstIndex { part in
      part.changes.contains { $0.object.key.kind == "Namespace" && $0.object.key.name == namespace }
    } ?? parts.firstIndex { $0.namespaces.contains(namespace) } ?? 0
  }

  /// What stood before a part of a phase, worked out once.
  private struct Earlier: Hashable {
    let step: Int
    let part: Int
  }

  /// The plan on a commit that was looked at.
  func plan(on commit: String) -> PlanOutcome? {
    points.first { $0.commit == commit }?.outcome
  }
}

extension [Finding] {
  /// What refuses a rollback.
  var refusing: [Finding] { filter { !$0.isPreexisting } }
  /// What comes back with a rollback, as it was before the phase.
  var comingBack: [Finding] { filter(\.isPreexisting) }
}
