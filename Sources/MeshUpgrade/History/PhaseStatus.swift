package import Kubernetes

/// How far a phase is, read from the content of a branch.
package struct PhaseStatus: Sendable {
  /// What became of a phase.
  package enum State: String, Sendable {
    /// Nothing of it is there.
    case pending
    /// All of it is there, or it has nothing to do.
    case merged
    /// Some of its objects are as it leaves them, others are not.
    case partial
    /// It was there, and is not any more.
    case reverted
    /// Its objects are neither as before it nor as it leaves them, and nothing is left to do: they
    /// have moved on, or are gone.
    case superseded
    /// Somebody gave a field that it sets another value, and the plan would change it.
    case conflict
  }

  /// An object of the phase that is not as the phase leaves it.
  package struct Object: Sendable {
    package let object: ObjectReference
    /// `pending`, `partial`, `conflict` or `superseded`.
    package let state: State
    /// The fields that somebody has edited.
    package let conflicts: [RollbackConflict]
  }

  package let index: Int
  package let name: String
  package let state: State
  /// What is not as the phase leaves it, in path order; none for a phase that is merged.
  package let objects: [Object]
  /// What is.
  package let done: [ObjectReference]
  /// The commit it came with, the last one of the branch's first parents; nil where none is known.
  package let commit: String?
  /// Whether the phase has nothing to do in this repository.
  package let isEmpty: Bool
  /// What is left to do by hand, of a phase that is not merged yet.
  package let manualSteps: [ManualStep]
}
