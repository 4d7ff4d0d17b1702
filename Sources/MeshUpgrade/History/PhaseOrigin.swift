internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// A phase as it was planned on the nearest commit where it was pending.
struct PhaseOrigin: Sendable {
  let phase: PlannedPhase
  /// That commit.
  let commit: String
  /// The commit after it, which the phase landed with; nil where that is the base.
  let next: String?

  /// Whether it changes everything that another one does, and more: then that one was made of a
  /// phase of which a part had landed.
  func isMore(than other: PhaseOrigin) -> Bool {
    let (mine, theirs) = (fields, other.fields)
    return mine.count > theirs.count && mine.isSuperset(of: theirs)
  }

  /// Whether it changes the same fields as another one, some of them from other values.
  func startsElsewhere(than other: PhaseOrigin) -> Bool {
    guard fields == other.fields else { return false }
    func values(_ origin: PhaseOrigin) -> [Field: Value?] {
      Dictionary(origin.phase.phase.changes.map { (Field($0), $0.value.from) }) { first, _ in first
      }
    }
    let (mine, theirs) = (values(self), values(other))
    return mine.contains { $0.value != theirs[$0.key] ?? nil }
  }

  private var fields: Set<Field> {
    Set(phase.phase.changes.map { Field($0) })
  }

  private struct Field: Hashable {
    let object: ObjectKey
    let path: String

    init(_ change: Change) {
      object = change.object.key
      path = change.value.path.pointer
    }
  }
}
