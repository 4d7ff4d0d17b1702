import Testing
import YAML
import YAMLDiff

/// The laws of three-way merges for one base and two sides.
enum MergeLaws {
  /// Merging a side with itself, or with an unchanged base, gives that side.
  static func checkSame(_ base: Value, _ side: Value, _ label: @autoclosure () -> String) {
    for (ours, theirs) in [(side, side), (base, side), (side, base)] {
      let merged = ValueMerge.merge(base: base, ours: ours, theirs: theirs)
      if merged.value != side || !merged.conflicts.isEmpty {
        Issue.record("not itself: \(label())")
      }
    }
  }

  /// Swapping the sides swaps the conflicts and nothing else; tells how many conflicts there are.
  static func checkSwap(
    _ base: Value, _ ours: Value, _ theirs: Value, _ label: @autoclosure () -> String
  ) -> Int {
    let one = ValueMerge.merge(base: base, ours: ours, theirs: theirs)
    let other = ValueMerge.merge(base: base, ours: theirs, theirs: ours)
    let turned = other.conflicts.map {
      MergeConflict(
        path: $0.path, keyedPath: $0.keyedPath, base: $0.base, ours: $0.theirs, theirs: $0.ours)
    }
    if one.conflicts.map(Sides.init).counted != turned.map(Sides.init).counted {
      Issue.record("other conflicts: \(label())")
    }
    var value = one.value
    // The last one first, since a conflict may be about several items of a list.
    for conflict in one.conflicts.reversed() { value = swapped(conflict, in: value) }
    if value != other.value { Issue.record("other values: \(label())") }
    return one.conflicts.count
  }

  /// What a conflict is about, wherever in a list its place is.
  private struct Sides: Hashable {
    let keys: [String]
    let base: Value?
    let ours: Value?
    let theirs: Value?

    init(_ conflict: MergeConflict) {
      keys = conflict.path.steps.map { step in
        if case .key(let key) = step { "/" + key } else { "item" }
      }
      base = conflict.base
      ours = conflict.ours
      theirs = conflict.theirs
    }
  }

  /// The merged value with what is theirs at the place of a conflict, where it has what is ours.
  private static func swapped(_ conflict: MergeConflict, in value: Value?) -> Value? {
    guard let value, let last = conflict.path.steps.last else { return conflict.theirs }
    switch (last, conflict.ours, conflict.theirs) {
    case (.index(let index), let ours, let theirs)
    where ours == nil || value[conflict.path] != ours:
      // Several items in place of several, or one in place of none.
      let old = ours?.sequence ?? []
      let new = ours == nil ? theirs.map { [$0] } ?? [] : theirs?.sequence ?? []
      let list = Path(conflict.path.steps.dropLast())
      guard let items = value[list]?.sequence, Array(items[index...].prefix(old.count)) == old
      else {
        return nil
      }
      return set(
        .sequence(items[..<index] + new + items[(index + old.count)...]), at: list, in: value)
    case (.key, _, nil), (.index, _, nil):
      return EditOperation.remove(conflict.path).applied(to: value)
    case (_, _, let theirs?): return set(theirs, at: conflict.path, in: value)
    }
  }

  private static func set(_ new: Value, at path: Path, in value: Value) -> Value? {
    path.steps.isEmpty ? new : EditOperation.set(path, new).applied(to: value)
  }
}

extension Array where Element: Hashable {
  /// How often each element stands here.
  fileprivate var counted: [Element: Int] {
    Dictionary(map { ($0, 1) }, uniquingKeysWith: +)
  }
}
