extension Node {
  /// Whether two nodes are equal as data: whatever their style, key order, aliases and merges.
  ///
  /// Equal text is skipped unread where it must mean the same.
  package func isEqual(to other: Node) -> Bool {
    NodeComparison(left: document, right: other.document).isEqual(index, other.index)
  }

  /// Whether two keys are the same text, or equal collections.
  package func hasSameKey(as other: Node) -> Bool {
    guard let bytes = resolved.bytes else {
      return other.resolved.kind != .scalar && isEqual(to: other)
    }
    return bytes == other.resolved.bytes
  }

  /// Whether this mapping has a collection as a key, which no path leads through.
  package var hasCollectionKeys: Bool {
    document.mayHaveCollectionKeys && pairs.contains { $0.key.resolved.kind != .scalar }
  }

  /// Whether this mapping has a merge key (`<<`).
  package var hasMerges: Bool {
    document.mayHaveMerges && pairs.contains { $0.key.isMergeKey }
  }

  /// What a scalar reads as; nil where its text is not what its tag says.
  var scalarValue: Value? {
    ScalarResolution.value(of: text ?? "", style: style, tag: tag)
  }

  /// A number that equal nodes share, for looking them up; different within each process.
  package var fingerprint: Int {
    let node = resolved
    var hasher = Hasher()
    hasher.combine(node.kind)
    switch node.kind {
    case .scalar:
      if let value = node.scalarValue { hasher.combine(value) } else { hasher.combine(node.text) }
    case .sequence: for item in node.items { hasher.combine(item.fingerprint) }
    case .mapping:
      if node.hasMerges {
        if let value = try? node.value(), case .mapping(let mapping) = value {
          hasher.combine(mapping.fingerprint)
        }
      } else {
        hasher.combine(
          node.pairs.reduce(0) { sum, pair in
            sum
              &+ Mapping.fingerprint(
                key: pair.key.resolved.text ?? "", value: pair.value.fingerprint)
          })
      }
    case .alias: break
    }
    return hasher.finalize()
  }
}

extension Value {
  /// The same number that a node with this data has.
  fileprivate var fingerprint: Int {
    var hasher = Hasher()
    switch self {
    case .sequence(let items):
      hasher.combine(NodeKind.sequence)
      for item in items { hasher.combine(item.fingerprint) }
    case .mapping(let mapping):
      hasher.combine(NodeKind.mapping)
      hasher.combine(mapping.fingerprint)
    default:
      hasher.combine(NodeKind.scalar)
      hasher.combine(self)
    }
    return hasher.finalize()
  }
}

extension Mapping {
  /// A sum over the entries, which their order does not change.
  fileprivate var fingerprint: Int {
    entries.reduce(0) { $0 &+ Self.fingerprint(key: $1.key, value: $1.value.fingerprint) }
  }

  fileprivate static func fingerprint(key: String, value: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(key)
    hasher.combine(value)
    return hasher.finalize()
  }
}
