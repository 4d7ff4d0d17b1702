/// The entries of a mapping, by key.
package struct MappingEntries {
  /// The entries in order.
  package let pairs: [(key: Node, value: Node)]
  /// Positions by key, for mappings that are too large to look through.
  private let positions: [ArraySlice<UInt8>: Int]?

  package init(_ mapping: Node) { self.init(mapping.pairs) }

  /// The entries that a mapping has once its merge keys (`<<`) are followed, its own first.
  ///
  /// Nil where paths do not lead to all of them: a collection is a key, or what is merged is none.
  package init?(followingMergesOf mapping: Node) {
    guard let pairs = mapping.pairsWithMerged else { return nil }
    self.init(pairs)
  }

  private init(_ pairs: [(key: Node, value: Node)]) {
    self.pairs = pairs
    guard pairs.count > 12 else {
      positions = nil
      return
    }
    // A collection as a key has no text; it is looked for among all of them.
    positions = Dictionary(
      pairs.enumerated().compactMap { position, pair in
        pair.key.resolved.bytes.map { ($0, position) }
      }
    ) { first, _ in first }
  }

  /// The value of the entry with the same key, which mostly stands at the same position.
  package func value(of key: Node, near position: Int) -> Node? {
    if position < pairs.count, pairs[position].key.hasSameKey(as: key) {
      return pairs[position].value
    }
    return value(of: key)
  }

  /// The value of the entry with the same key.
  package func value(of key: Node) -> Node? {
    guard let positions, let bytes = key.resolved.bytes else {
      return pairs.first { $0.key.hasSameKey(as: key) }?.value
    }
    return positions[bytes].map { pairs[$0].value }
  }
}

extension Node {
  fileprivate var pairsWithMerged: [(key: Node, value: Node)]? {
    guard !hasCollectionKeys else { return nil }
    guard hasMerges else { return pairs }
    var result = pairs.filter { !$0.key.isMergeKey }
    var seen = Set(result.map(\.key.resolved.bytes))
    for merge in pairs where merge.key.isMergeKey {
      let value = merge.value.resolved
      for source in value.kind == .sequence ? value.items.map(\.resolved) : [value] {
        guard source.kind == .mapping, let merged = source.pairsWithMerged else { return nil }
        result += merged.filter { seen.insert($0.key.resolved.bytes).inserted }
      }
    }
    return result
  }
}
