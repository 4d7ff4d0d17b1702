import YAML
import YAMLDiff

/// What must hold for the three-way merge of every three values.
enum ValueMergeLaw {
  static func check(_ base: Value, _ ours: Value, _ theirs: Value) throws(Violation) {
    let evidence = [("base", base.json()), ("ours", ours.json()), ("theirs", theirs.json())]
    let same = ValueMerge.merge(base: base, ours: ours, theirs: ours)
    try require(
      same.value == ours && same.conflicts.isEmpty, "merging a side with itself gives that side",
      evidence)
    let right = ValueMerge.merge(base: base, ours: base, theirs: theirs)
    try require(
      right.value == theirs && right.conflicts.isEmpty, "merging an unchanged ours gives theirs",
      evidence)
    let left = ValueMerge.merge(base: base, ours: ours, theirs: base)
    try require(
      left.value == ours && left.conflicts.isEmpty, "merging an unchanged theirs gives ours",
      evidence)
    let merged = ValueMerge.merge(base: base, ours: ours, theirs: theirs)
    let swapped = ValueMerge.merge(base: base, ours: theirs, theirs: ours)
    try require(
      merged.conflicts.count == swapped.conflicts.count,
      "swapping the sides swaps the conflicts and nothing else", evidence)
    if merged.conflicts.isEmpty {
      try require(
        merged.value == swapped.value, "a merge without conflicts has no sides", evidence)
    }
  }
}
