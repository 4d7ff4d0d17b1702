extension Node {
  /// Whether two nodes are equal as data: whatever their style, key order, aliases and merges.
  ///
  /// Equal text is skipped unread where it must mean the same.
  package func isEqual(to other: Node) -> Bool {
    let left = resolved
    let right = other.resolved
    guard left.kind == right.kind else { return false }
    if left.hasSameText(as: right) { return true }
    switch left.kind {
    case .scalar: return left.isEqualScalar(to: right)
    case .sequence: return left.hasEqualItems(to: right)
    case .mapping: return left.hasEqualEntries(to: right)
    case .alias: return false
    }
  }

  /// Whether the text alone says that the data is the same.
  ///
  /// It does not say so where aliases are, whose anchors stand elsewhere; where a block scalar has
  /// an explicit indentation, which is relative; or where one ends the text, as its last line end
  /// may be missing.
  private func hasSameText(as other: Node) -> Bool {
    let range = range
    let otherRange = other.range
    guard range.count == otherRange.count, document.isSelfContained,
      other.document.isSelfContained
    else { return false }
    for node in [self, other] {
      let last = node.document.entries[Int(node.document.entries[node.index].next) - 1]
      if last.style == .literal || last.style == .folded { return false }
    }
    return document.source[range] == other.document.source[otherRange]
  }

  private func isEqualScalar(to other: Node) -> Bool {
    guard let bytes, let otherBytes = other.bytes else { return false }
    if tag == nil, other.tag == nil, bytes == otherBytes {
      let isPlain = style == .plain
      if isPlain == (other.style == .plain) { return true }
    }
    return scalarValue == other.scalarValue
  }

  private func hasEqualItems(to other: Node) -> Bool {
    var child = index + 1
    var otherChild = other.index + 1
    let end = Int(document.entries[index].next)
    let otherEnd = Int(other.document.entries[other.index].next)
    while child < end, otherChild < otherEnd {
      let item = Node(document: document, index: child)
      guard item.isEqual(to: Node(document: other.document, index: otherChild)) else {
        return false
      }
      child = Int(document.entries[child].next)
      otherChild = Int(other.document.entries[otherChild].next)
    }
    return child >= end && otherChild >= otherEnd
  }

  private func hasEqualEntries(to other: Node) -> Bool {
    if hasMerges || other.hasMerges {
      guard let value = try? value(), let otherValue = try? other.value() else { return false }
      return value == otherValue
    }
    let pairs = pairs
    let others = other.pairs
    guard pairs.count == others.count else { return false }
    // Keys mostly stand in the same order.
    return pairs.enumerated().allSatisfy { position, pair in
      let beside = others[position]
      if pair.key.hasSameKey(as: beside.key) { return pair.value.isEqual(to: beside.value) }
      guard let found = others.first(where: { pair.key.hasSameKey(as: $0.key) }) else {
        return false
      }
      return pair.value.isEqual(to: found.value)
    }
  }

  /// Whether two keys are the same text.
  package func hasSameKey(as other: Node) -> Bool {
    guard let bytes = resolved.bytes, let otherBytes = other.resolved.bytes else { return false }
    return bytes == otherBytes
  }

  /// Whether this mapping has a merge key (`<<`).
  package var hasMerges: Bool { pairs.contains { $0.key.style == .plain && $0.key.text == "<<" } }

  /// What a scalar reads as.
  private var scalarValue: Value {
    ScalarResolution.value(of: text ?? "", style: style, tag: tag)
  }

  /// A number that equal nodes share, for looking them up; different within each process.
  package var fingerprint: Int {
    let node = resolved
    var hasher = Hasher()
    hasher.combine(node.kind)
    switch node.kind {
    case .scalar: hasher.combine(node.scalarValue)
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
