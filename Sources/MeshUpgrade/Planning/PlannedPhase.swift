/// A phase of the plan with the repository on both sides of it.
struct PlannedPhase: Sendable {
  let phase: Phase
  let resolved: ResolvedPhase
  let before: MeshRepository
  let after: MeshRepository
}
