/// The entries of a mapping, by key.
package struct MappingEntries {
  /// The entries in order.
  package let pairs: [(key: Node, value: Node)]
  /// Positions by key, for mappings that are too large to look through.
  private let positions: [ArraySlice<UInt8>: Int]?

  package init(_ mapping: Node) {
    pairs = mapping.pairs
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
