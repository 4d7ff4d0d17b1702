import TestSupport
import Testing
import YAML
import YAMLDiff

/// The laws of ignore rules, over generated trees, with a second, plain implementation beside them.
@Suite struct `the difference under rules is that of what they leave` {
  @Test(arguments: 0..<10)
  func `there is none exactly when the same is left of both sides`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    var hidden = 0
    for _ in 0..<400 {
      let from = IgnoreTree.value(&random, depth: 3)
      let to =
        random.chance(70) ? IgnoreTree.changed(from, &random) : IgnoreTree.value(&random, depth: 3)
      let patterns = (0...random.below(3)).map { _ in ReferencePattern.random(&random) }
      let changes = try difference(from, to, patterns.map { ($0, .all) })
      let isSame = Left(from, patterns, []).isSame(as: Left(to, patterns, []))
      if isSame, from != to { hidden += 1 }
      #expect(
        changes.isEmpty == isSame,
        "seed \(seed): \(patterns.map(\.text)) on \(from.json(isPretty: false)) and \(to.json(isPretty: false)): \(changes.map(\.keyedPath))"
      )
    }
    #expect(hidden > 10, "seed \(seed): the rules hide nothing, so nothing is tested")
  }

  @Test(arguments: 0..<10)
  func `a rule for some kinds takes away changes of these kinds, and those below it`(
    seed: Int
  ) throws {
    var random = SeededRandom(seed: UInt64(1_000 + seed))
    for _ in 0..<300 {
      let from = IgnoreTree.value(&random, depth: 3)
      let to = IgnoreTree.changed(from, &random)
      let pattern = ReferencePattern.random(&random)
      let kinds = ChangeKinds(rawValue: UInt8(1 + random.below(14)))
      let all = try difference(from, to, []).map(Told.init)
      let told = try difference(from, to, [(pattern, kinds)]).map(Told.init)
      let note =
        "seed \(seed): \(pattern.text) on \(from.json(isPretty: false)) and \(to.json(isPretty: false))"
      #expect(told.allSatisfy { all.contains($0) }, "\(note)")
      for change in all {
        let isBelow = change.isBelow(pattern, from: from, to: to)
        if !kinds.contains(change.kinds) { #expect(told.contains(change), "\(note)") }
        if kinds.contains(change.kinds), isBelow { #expect(!told.contains(change), "\(note)") }
      }
    }
  }

  func difference(
    _ from: Value, _ to: Value, _ rules: [(ReferencePattern, ChangeKinds)]
  ) throws -> [NodeChange] {
    let old = try #require(`the laws of differences hold for every pair of small values`.node(from))
    let new = try #require(`the laws of differences hold for every pair of small values`.node(to))
    let rules = try IgnoreRules(paths: rules.map { try .init(PathPattern($0.0.text), $0.1) })
    return NodeDiff.changes(from: old, to: new, ignoring: rules)
  }
}

/// A change without its nodes.
private struct Told: Hashable {
  let kinds: ChangeKinds
  let path: Path
  let oldPath: Path?

  init(_ change: NodeChange) {
    kinds =
      switch change.kind {
      case .added: .added
      case .removed: .removed
      case .changed: .changed
      case .moved: .moved
      }
    (path, oldPath) = (change.path, change.oldPath)
  }

  /// Whether a pattern matches its place, or one around it, on the side that has it.
  func isBelow(_ pattern: ReferencePattern, from: Value, to: Value) -> Bool {
    let (path, root) = kinds == .removed ? (oldPath ?? path, from) : (path, to)
    return path.steps.indices.contains { last in
      pattern.matches(Place.places(of: Path(Array(path.steps[...last])), in: root))
    }
  }
}
