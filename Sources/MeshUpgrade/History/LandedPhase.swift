package import Files
package import Kubernetes

/// A phase that the base holds already, and what takes it back there.
package struct LandedPhase: Sendable {
  /// The commit of the base's first parents that it came with, the last of them.
  package let commit: String
  /// The edits of the base that take it back; none where ``conflicts`` are in the way, where nothing
  /// of it is left, or where it is never taken back.
  package let edits: [TreeEdit]
  /// The changes that those come to.
  package let rollback: [Change]
  /// The fields that were edited since.
  package let conflicts: [RollbackConflict]
  /// Objects of it that are not there any more.
  package let gone: [ObjectReference]
  /// What the rollback would break.
  package let findings: [Finding]
  /// The phases that have landed and are to be taken back before it, in that order.
  package let after: [String]
}
