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
/// skipped, most of them unread.
package struct NodeDiff {
  private(set) var changes: [NodeChange] = []

  /// The changes that turn `from` into `to`, in the order of the document; none when they are
  /// equal as data.
  package static func changes(
    from: Node, to: Node, schema: Schema = .unknown
  ) -> [NodeChange] {
    var diff = NodeDiff()
    if !from.isEqual(to: to) { diff.compare(from, to, at: Place(schema: schema)) }
    return diff.changes
  }

  /// The same node's way in the old document, in the new one, and by keys; what is known of it.
  struct Place {
    let schema: Schema
    var old = Path()
    var new = Path()
    var keyed = ""

    func key(_ key: String) -> Place {
      Place(
        schema: schema[key], old: old.appending(key), new: new.appending(key),
        keyed: keyed + "/" + Path.escape(key))
    }

    func item(_ old: Int, _ new: Int, _ label: String) -> Place {
      Place(
        schema: schema.item, old: self.old.appending(.index(old)),
        new: self.new.appending(.index(new)),
        keyed: keyed + label)
    }
  }

  /// Compares two nodes that are not equal as data.
  mutating func compare(_ from: Node, _ to: Node, at place: Place) {
    let (from, to) = (from.resolved, to.resolved)
    switch (from.kind, to.kind) {
    case (.mapping, .mapping) where !from.hasMerges && !to.hasMerges:
      compareEntries(from, to, at: place)
    case (.sequence, .sequence) where place.schema.list != .atomic:
      compareItems(from.items, to.items, at: place)
    case (.scalar, .scalar) where place.schema.meansTheSame(from, to): break
    default: add(.changed, from, to, at: place)
    }
  }

  private mutating func compareEntries(_ from: Node, _ to: Node, at place: Place) {
    let old = Entries(from)
    let new = Entries(to)
    for pair in old.pairs {
      let key = pair.key.resolved.text ?? ""
      guard let other = new.value(of: pair.key) else {
        add(.removed, pair.value, nil, at: place.key(key))
        continue
      }
      if !pair.value.isEqual(to: other) { compare(pair.value, other, at: place.key(key)) }
    }
    for pair in new.pairs where old.value(of: pair.key) == nil {
      add(.added, nil, pair.value, at: place.key(pair.key.resolved.text ?? ""))
    }
  }

  mutating func add(_ kind: ValueChange.Kind, _ from: Node?, _ to: Node?, at place: Place) {
    changes.append(
      NodeChange(
        kind: kind, path: kind == .removed ? place.old : place.new,
        oldPath: kind == .added ? nil : place.old, keyedPath: place.keyed, from: from?.resolved,
        to: to?.resolved))
  }
}

extension Schema {
  /// Whether two scalars that differ as data mean the same.
  fileprivate func meansTheSame(_ one: Node, _ other: Node) -> Bool {
    guard let meaning, let value = try? one.value(), let otherValue = try? other.value() else {
      return false
    }
    return meaning(value, otherValue)
  }
}

/// The entries of a mapping, by key.
private struct Entries {
  let pairs: [(key: Node, value: Node)]
  /// Positions by key, for mappings that are too large to look through.
  private let positions: [ArraySlice<UInt8>: Int]?

  init(_ mapping: Node) {
    pairs = mapping.pairs
    guard pairs.count > 12 else {
      positions = nil
      return
    }
    positions = Dictionary(
      pairs.enumerated().map { ($0.element.key.resolved.bytes ?? [], $0.offset) }
    ) { first, _ in first }
  }

  func value(of key: Node) -> Node? {
    guard let positions else { return pairs.first { $0.key.hasSameKey(as: key) }?.value }
    return positions[key.resolved.bytes ?? []].map { pairs[$0].value }
  }
}
