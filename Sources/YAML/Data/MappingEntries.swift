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
    positions = Dictionary(
      pairs.enumerated().map { ($0.element.key.resolved.bytes ?? [], $0.offset) }
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
    guard let positions else { return pairs.first { $0.key.hasSameKey(as: key) }?.value }
    return positions[key.resolved.bytes ?? []].map { pairs[$0].value }
  }
}
