package import Files
package import Kubernetes
internal import YAML
internal import YAMLDiff

/// A phase that the base holds already, and what takes it back there.
package struct LandedPhase: Sendable {
  /// The commit of the base's first parents that it came with, the last of them.
  package let commit: String
  /// The edits of the base that take it back; none where ``conflicts`` are in the way, where nothing
  /// of it is left, or where it is never taken back.
  package let edits: [TreeEdit]
  /// The changes that those come to.
  package let rollback: [Change]
  /// What restarts as it is taken back.
  package let restarts: [Restart]
  package let estimate: Estimate
  /// The fields that were edited since.
  package let conflicts: [RollbackConflict]
  /// Objects of it that are not there any more.
  package let gone: [ObjectReference]
  /// What the rollback would break.
  package let findings: [Finding]
  /// What comes back with it, as it was before the phase.
  var comingBack: [Finding] = []
  /// What has to be done by hand where it is taken back, before that and after.
  var manualSteps: [ManualStep] = []
  /// The phases that have landed and are to be taken back before it, in that order.
  package let after: [String]
}

extension LandedPhase {
  /// Why no branch takes the phase back, as a warning; nil where one does, where nothing is left to
  /// take back, or where others have to be taken back first, which may settle it.
  ///
  /// - Parameter isLast: whether nothing has landed since.
  func warning(about phase: String, isLast: Bool) -> Finding? {
    guard after.isEmpty else { return nil }
    if let conflict = conflicts.first {
      let more = conflicts.count > 1 ? " and \(conflicts.count - 1) more" : ""
      return Finding(
        .unsafeEdit, .warning, phase: phase, object: conflict.object, place: conflict.place,
        message: "no branch takes the phase \(phase) back: \(conflict.field)\(more) was edited"
          + " since it landed", hint: "meshphase rollback \(phase) shows the values, and keeps one")
    }
    guard let finding = findings.first else { return nil }
    return Finding(
      finding.rule, .warning, phase: phase, namespace: finding.namespace, object: finding.object,
      place: finding.place,
      message: "no branch takes the phase \(phase) back: \(finding.message)",
      hint: finding.rule.isAboutMesh && !isLast
        ? "meshphase rollback \(phase) --through takes back what has landed since as well"
        : finding.hint)
  }
}

/// What taking a phase back comes to, landed or not.
extension Phase {
  var restartsAgain: [Restart] { landed?.restarts ?? restarts }
  var estimateAgain: Estimate { landed?.estimate ?? estimate }

  /// The objects that the phase made: Argo CD deletes them only where pruning is on.
  var madeObjects: [Change] {
    guard let landed else { return changes.filter(\.createsObject) }
    return landed.rollback.filter { $0.value.kind == .removed && $0.value.path.steps.isEmpty }
  }
}
