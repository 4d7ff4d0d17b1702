package import Kubernetes
internal import YAML
internal import YAMLDiff

/// Whether a plan that was made on an older commit still holds, judged by the fields it touches.
package struct PlanStanding: Sendable {
  /// A field of which the two plans say different things.
  package struct Difference: Sendable {
    package let phase: String
    package let object: ObjectReference
    package let keyedPath: String
    /// The change as the older plan has it; nil where only today's plan makes one.
    package let then: Change?
    /// The change as today's plan has it; nil where it makes none.
    package let now: Change?
  }

  /// The commit that the older plan was made on.
  package let base: String
  /// What broke it, phase by phase; empty while it holds.
  package let differences: [Difference]

  package var holds: Bool { differences.isEmpty }

  /// Compares the phases that are still to do.
  package init(base: String, then: Plan, now: Plan) {
    self.base = base
    var differences: [Difference] = []
    let old = Dictionary(then.phases.map { ($0.name, $0) }) { first, _ in first }
    for phase in now.phases where !phase.edits.isEmpty {
      let earlier = old[phase.name]?.changes ?? []
      differences += Self.compare(earlier, phase.changes, in: phase.name)
    }
    self.differences = differences
  }

  fileprivate struct Field: Hashable {
    let object: ObjectKey
    let keyedPath: String
  }

  private static func compare(
    _ then: [Change], _ now: [Change], in phase: String
  ) -> [Difference] {
    func fields(_ changes: [Change]) -> [Field: Change] {
      Dictionary(changes.map { (Field($0), $0) }) { first, _ in first }
    }
    let (old, new) = (fields(then), fields(now))
    let gone = then.filter { new[Field($0)] == nil }
    let different = now.filter { change in
      old[Field(change)].map {
        $0.value.from != change.value.from || $0.value.to != change.value.to
      }
        ?? true
    }
    return different.map { change in
      Difference(
        phase: phase, object: change.object, keyedPath: change.value.keyedPath,
        then: old[Field(change)], now: change)
    }
      + gone.map { change in
        Difference(
          phase: phase, object: change.object, keyedPath: change.value.keyedPath, then: change,
          now: nil)
      }
  }
}

extension PlanStanding.Field {
  fileprivate init(_ change: Change) {
    self.init(object: change.object.key, keyedPath: change.value.keyedPath)
  }
}
