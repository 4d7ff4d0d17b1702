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
  /// The same phase on older commits, where it was about objects that had landed by then: namespaces
  /// may join an upgrade late.
  var earlier: [PhaseOrigin] = []

  /// The phase in all its parts, the latest first, each with the commit that it was planned on.
  var partsOnCommits: [(phase: PlannedPhase, commit: String)] {
    [(phase, commit)] + earlier.map { ($0.phase, $0.commit) }
  }

  /// The phase in all its parts, the latest first.
  var parts: [PlannedPhase] { [phase] + earlier.map(\.phase) }

  var restarts: [Restart] { parts.flatMap(\.phase.restarts) }

  var estimate: Estimate {
    Estimate(
      pods: parts.reduce(0) { $0 + $1.phase.estimate.pods },
      minutes: parts.reduce(0) { $0 + $1.phase.estimate.minutes })
  }

  /// Whether it changes nothing that another one changes, in any of its parts.
  func isApart(from other: PhaseOrigin) -> Bool {
    let others = other.parts.map { PhaseOrigin(phase: $0, commit: "", next: nil).fields }
    return others.allSatisfy { $0.isDisjoint(with: fields) }
  }

  /// Whether it changes everything that another one does, and more: then that one was made of a
  /// phase of which a part had landed.
  func isMore(than other: PhaseOrigin) -> Bool {
    let (mine, theirs) = (fields, other.fields)
    return mine.count > theirs.count && mine.isSuperset(of: theirs)
  }

  /// Whether it changes the same fields as another one, some of them from other values.
  func startsElsewhere(than other: PhaseOrigin) -> Bool {
    let (mine, theirs) = (values, other.values)
    return Set(mine.keys) == Set(theirs.keys) && mine.contains { $0.value != theirs[$0.key] ?? nil }
  }

  private var fields: Set<Field> { Set(values.keys) }

  /// What stands in each field before the phase; a mapping that comes or goes is the fields in it, as
  /// another plan may find it there.
  private var values: [Field: Value?] {
    var result: [Field: Value?] = [:]
    for change in phase.phase.changes {
      let object = change.object.key
      let path = change.value.path
      let from = change.value.from?.leaves(at: path) ?? [:]
      let to = change.value.to?.leaves(at: path) ?? [:]
      guard !path.steps.isEmpty else {
        result[Field(object: object, path: "")] = .some(change.value.from)
        continue
      }
      for leaf in Set(from.keys).union(to.keys) {
        result[Field(object: object, path: leaf)] = .some(from[leaf])
      }
    }
    return result
  }

  private struct Field: Hashable {
    let object: ObjectKey
    let path: String
  }
}

extension Value {
  /// The values inside that are no mappings, by their pointers; an empty mapping is one.
  fileprivate func leaves(at path: Path) -> [String: Value] {
    guard let mapping, !mapping.isEmpty else { return [path.pointer: self] }
    return mapping.entries.reduce(into: [:]) { result, entry in
      result.merge(entry.value.leaves(at: path.appending(entry.key))) { first, _ in first }
    }
  }
}
