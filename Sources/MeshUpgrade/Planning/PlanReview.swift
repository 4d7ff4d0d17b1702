/// What is said about a whole plan once it is made: each review looks at it from one side.
struct PlanReview {
  let context: PlanningContext
  /// The repository before the first phase.
  let base: MeshRepository
  let phases: [PlannedPhase]

  /// Every finding, errors and warnings; those about a phase name it.
  func findings() -> [Finding] { argoFindings() + checks() }
}
