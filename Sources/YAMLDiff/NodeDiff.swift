package import YAML

/// One difference between two nodes, with the nodes themselves.
package struct NodeChange: Sendable {
  package let kind: ValueChange.Kind
  /// Where: in the new document, in the old one when removed.
  package let path: Path
  /// Where it was in the old document; nil when it was not there.
  package let oldPath: Path?
  /// The path with list items named by their keys.
  package let keyedPath: String
  /// The node before; nil when there was none.
  package let from: Node?
  /// The node after; nil when there is none.
  package let to: Node?

  /// The change without its documents.
  package func value() throws(ParseError) -> ValueChange {
    ValueChange(
      kind, path: path, oldPath: oldPath, keyedPath: keyedPath,
      from: try from.map { (node) throws(ParseError) in try node.value() },
      to: try to.map { (node) throws(ParseError) in try node.value() })
  }
}

/// The structural difference of two nodes.
///
/// Key order is never a difference; lists are compared by their ``ListRule``. Equal subtrees are
/// skipped, most of them unread. What ``IgnoreRules`` cover is as good as absent.
package struct NodeDiff {
  private(set) var changes: [NodeChange] = []
  /// Whether mappings with merge keys are compared by the entries they have then.
  private let followsMerges: Bool

  private init(followsMerges: Bool = true) { self.followsMerges = followsMerges }

  /// The changes that turn `from` into `to`, in the order of the document; none when what the
  /// rules leave of them is equal as data.
  ///
  /// Without `followsMerges` a mapping with merge keys (`<<`) is one that differs or not.
  package static func changes(
    from: Node, to: Node, schema: Schema = .unknown, ignoring rules: IgnoreRules? = nil,
    followsMerges: Bool = true
  ) -> [NodeChange] {
    var diff = NodeDiff(followsMerges: followsMerges)
    if !from.isEqual(to: to) {
      diff.compare(from, to, at: NodePlace(schema: schema, ignoring: rules))
    }
    return diff.changes
  }

  /// The changes of two mappings but for what stands under one key.
  static func changes(
    from: Node, to: Node, leaving key: PathStep?, ignoring rules: IgnoreRules?
  ) -> [NodeChange] {
    var diff = NodeDiff()
    diff.compareEntries(
      MappingEntries(from), MappingEntries(to),
      at: NodePlace(schema: .unknown, ignoring: rules), leaving: key)
    return diff.changes
  }

  /// Compares two nodes that are not equal as data.
  mutating func compare(_ from: Node, _ to: Node, at place: NodePlace) {
    let (from, to) = (from.resolved, to.resolved)
    switch (from.kind, to.kind) {
    case (.mapping, .mapping): compareMappings(from, to, at: place)
    case (.sequence, .sequence):
      compareItems(from.items, to.items, at: place)
    case (.scalar, .scalar) where place.schema.meansTheSame(from, to): break
    default: add(.changed, from, to, at: place)
    }
  }

  private mutating func compareMappings(_ from: Node, _ to: Node, at place: NodePlace) {
    if followsMerges || !from.hasMerges && !to.hasMerges,
      let old = MappingEntries(followingMergesOf: from),
      let new = MappingEntries(followingMergesOf: to)
    {
      compareEntries(old, new, at: place)
    } else if place.ignored?.leavesTheSame(from, to) != true {
      add(.changed, from, to, at: place)
    }
  }

  private mutating func compareEntries(
    _ old: MappingEntries, _ new: MappingEntries, at place: NodePlace,
    leaving left: PathStep? = nil
  ) {
    func isLeft(_ key: Node) -> Bool { left != nil && left == .key(key.text ?? "") }
    for (position, pair) in old.pairs.enumerated() where !isLeft(pair.key) {
      guard let other = new.value(of: pair.key, near: position) else {
        add(.removed, pair.value, nil, at: place.key(pair.key))
        continue
      }
      if !pair.value.isEqual(to: other) {
        compareVisible(pair.value, other, at: place.key(pair.key))
      }
    }
    for (position, pair) in new.pairs.enumerated()
    where !isLeft(pair.key) && old.value(of: pair.key, near: position) == nil {
      add(.added, nil, pair.value, at: place.key(pair.key))
    }
  }

  /// Compares two nodes of which rules may cover one, or both.
  private mutating func compareVisible(_ from: Node, _ to: Node, at place: NodePlace) {
    switch (place.ignored?.old?.isCovered ?? false, place.ignored?.new?.isCovered ?? false) {
    case (false, false): compare(from, to, at: place)
    case (false, true): add(.removed, from, nil, at: place)
    case (true, false): add(.added, nil, to, at: place)
    case (true, true): break
    }
  }

  mutating func add(_ kind: ValueChange.Kind, _ from: Node?, _ to: Node?, at place: NodePlace) {
    if place.ignored?.hides(kind, from, to) == true { return }
    let paths = place.paths
    changes.append(
      NodeChange(
        kind: kind, path: kind == .removed ? paths.old : paths.new,
        oldPath: kind == .added ? nil : paths.old, keyedPath: paths.keyed, from: from?.resolved,
        to: to?.resolved))
  }
}

extension Schema {
  /// Whether two scalars that differ as data mean the same.
  fileprivate func meansTheSame(_ one: Node, _ other: Node) -> Bool {
    guard let meaning, let value = try? one.value(), let otherValue = try? other.value() else {
      return false
    }
    return meaning(value) == meaning(otherValue)
  }
}
