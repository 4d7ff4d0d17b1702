package import YAML

/// One difference between two values: the topmost node that differs, before and after.
package struct ValueChange: Hashable, Sendable {
  /// What happened to the node.
  package enum Kind: String, Sendable {
    case added
    case removed
    case changed
    /// An item of a list stands elsewhere in it.
    case moved
  }

  /// What happened.
  package let kind: Kind
  /// Where: in the new document, in the old one when removed.
  package let path: Path
  /// Where it was in the old document; nil when it was not there.
  package let oldPath: Path?
  /// The path with list items named by their keys: `webhooks[name=rev.namespace…].clientConfig`.
  package let keyedPath: String
  /// The node before; nil when there was none.
  package let from: Value?
  /// The node after; nil when there is none.
  package let to: Value?

  package init(
    _ kind: Kind, path: Path, oldPath: Path?, keyedPath: String, from: Value?, to: Value?
  ) {
    self.kind = kind
    self.path = path
    self.oldPath = oldPath
    self.keyedPath = keyedPath
    self.from = from
    self.to = to
  }
}

extension ValueChange {
  /// The operations that make the changes on the old value or document, in an order that works.
  ///
  /// First the keys that no list is on the way to; then what leaves its place, the last one of the
  /// document first, because those paths are the old document's; then what comes, whose paths are
  /// the new document's. An item that moves comes as it is afterwards, so the changes inside it
  /// need no operation.
  package static func operations(for changes: [ValueChange]) -> [EditOperation] {
    let others = outsideMoves(changes)
    let leaving = others.compactMap { change in
      switch change.kind {
      case .removed, .moved: change.oldPath
      case .added, .changed: nil
      }
    }.sorted { $1.precedes($0) }
    let coming = others.compactMap { change -> EditOperation? in
      guard change.kind != .removed, let to = change.to else { return nil }
      if change.kind != .changed, case .index? = change.path.steps.last {
        return .insertItem(change.path, to)
      }
      return .set(change.path, to)
    }
    // A mapping that some keys leave and others come to is never empty this way, so it keeps its
    // style.
    let first = coming.filter(\.isOutsideLists)
    let rest = coming.filter { !$0.isOutsideLists }
    return first + leaving.map { .remove($0) } + rest
  }

  /// The changes without those that are inside an item that moves, moves of its own items included.
  private static func outsideMoves(_ changes: [ValueChange]) -> [ValueChange] {
    let moves = changes.filter { $0.kind == .moved }
    guard !moves.isEmpty else { return changes }
    let old = Set(moves.compactMap(\.oldPath))
    let new = Set(moves.map(\.path))
    return changes.filter { !$0.path.isInside($0.kind == .removed ? old : new) }
  }

  /// The value after the changes; nil when it is not one that they were made for.
  ///
  /// Applying the difference of `a` and `b` to `a` gives `b`.
  package static func apply(_ changes: [ValueChange], to value: Value) -> Value? {
    if let whole = changes.first, whole.path.steps.isEmpty { return whole.to ?? .null }
    var result = value
    for operation in operations(for: changes) {
      guard let next = operation.applied(to: result) else { return nil }
      result = next
    }
    return result
  }
}

extension EditOperation {
  /// Whether it sets a value whose way leads through no list, so that nothing that leaves shifts it.
  fileprivate var isOutsideLists: Bool {
    guard case .set(let path, _, _) = self else { return false }
    return path.steps.allSatisfy { if case .key = $0 { true } else { false } }
  }
}

extension Path {
  /// Whether this path leads strictly inside what one of others leads to.
  fileprivate func isInside(_ others: Set<Path>) -> Bool {
    steps.indices.contains { others.contains(Path(Array(steps[..<$0]))) }
  }

  /// Whether this path's list positions come before another's; a container comes before its parts.
  fileprivate func precedes(_ other: Path) -> Bool {
    for (one, two) in zip(steps, other.steps) {
      switch (one, two) {
      case (.index(let one), .index(let two)) where one != two: return one < two
      case (.key(let one), .key(let two)) where one != two:
        return one.utf8.lexicographicallyPrecedes(two.utf8)
      default: continue
      }
    }
    return steps.count < other.steps.count
  }
}
