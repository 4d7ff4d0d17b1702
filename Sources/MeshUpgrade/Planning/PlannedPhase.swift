/// A phase of the plan with the repository on both sides of it.
struct PlannedPhase: Sendable {
  let phase: Phase
  let resolved: ResolvedPhase
  let before: MeshRepository
  let after: MeshRepository
}

/// A plan with what it was made from.
struct PlanOutcome: Sendable {
  private(set) var plan: Plan
  /// The phases, each with the repository on both sides of it.
  let phases: [PlannedPhase]
  let context: PlanningContext
  /// The repository of the base.
  let base: MeshRepository

  /// The outcome with more that the user should know.
  func adding(_ warnings: [Finding]) -> PlanOutcome {
    var outcome = self
    outcome.plan = plan.adding(warnings)
    return outcome
  }
}
