/// Compares nodes of two documents as data, by their positions.
///
/// Handles to nodes are counted references, which would be most of the work.
struct NodeComparison {
  let left: Document
  let right: Document

  func isEqual(_ one: Int, _ other: Int) -> Bool {
    let one = left.resolved(one)
    let other = right.resolved(other)
    let (kind, otherKind) = (left.entries.kind(of: one), right.entries.kind(of: other))
    guard kind == otherKind else { return false }
    if hasSameText(one, other) { return true }
    switch kind {
    case .scalar: return isEqualScalar(one, other)
    case .sequence: return hasEqualItems(one, other)
    case .mapping: return hasEqualEntries(one, other)
    case .alias: return false
    }
  }

  /// Whether the text alone says that the data is the same.
  ///
  /// It does not say so where aliases are, whose anchors stand elsewhere; where a block scalar has
  /// an explicit indentation, which is relative; where one ends the text, as its last line end may
  /// be missing; or where a block collection starts at another column, as its first line is
  /// indented by that and the others by what the text shows.
  private func hasSameText(_ one: Int, _ other: Int) -> Bool {
    guard left.isSelfContained, right.isSelfContained else { return false }
    let (entry, otherEntry) = (left.entries[one], right.entries[other])
    guard entry.end - entry.start == otherEntry.end - otherEntry.start,
      !left.endsWithBlockScalar(one), !right.endsWithBlockScalar(other)
    else { return false }
    guard left.source.hasSameBytes(in: entry.range, as: right.source, in: otherEntry.range) else {
      return false
    }
    return entry.style != .block || left.column(of: entry) == right.column(of: otherEntry)
      || !left.source[entry.range].contains(where: SourceText.isBreak)
  }

  private func isEqualScalar(_ one: Int, _ other: Int) -> Bool {
    let (entry, otherEntry) = (left.entries[one], right.entries[other])
    guard let bytes = left.bytes(of: entry), let otherBytes = right.bytes(of: otherEntry) else {
      return false
    }
    let tag = entry.extra.flatMap { left.extras[$0].tag }
    let otherTag = otherEntry.extra.flatMap { right.extras[$0].tag }
    if tag == nil, otherTag == nil {
      let mayBeTyped = entry.style == .plain && ScalarResolution.mayBeTyped(bytes)
      let mayOther = otherEntry.style == .plain && ScalarResolution.mayBeTyped(otherBytes)
      if bytes == otherBytes, mayBeTyped == mayOther { return true }
      // Two strings, or two texts that are typed in the same way and differ only in spelling.
      if !mayBeTyped, !mayOther { return false }
    }
    let value = left.scalarValue(of: one)
    guard value != nil || tag == otherTag else { return false }
    // What is no data equals only itself.
    return value == right.scalarValue(of: other) && (value != nil || bytes == otherBytes)
  }

  private func hasEqualItems(_ one: Int, _ other: Int) -> Bool {
    var child = one + 1
    var otherChild = other + 1
    let end = left.entries.next(after: one)
    let otherEnd = right.entries.next(after: other)
    while child < end, otherChild < otherEnd {
      guard isEqual(child, otherChild) else { return false }
      child = left.entries.next(after: child)
      otherChild = right.entries.next(after: otherChild)
    }
    return child >= end && otherChild >= otherEnd
  }

  private func hasEqualEntries(_ one: Int, _ other: Int) -> Bool {
    let node = Node(document: left, index: one)
    let otherNode = Node(document: right, index: other)
    if node.hasMerges || otherNode.hasMerges {
      guard let value = try? node.value(), let otherValue = try? otherNode.value() else {
        return false
      }
      return value == otherValue
    }
    // Keys mostly stand in the same order.
    var key = one + 1
    var otherKey = other + 1
    let end = left.entries.next(after: one)
    let otherEnd = right.entries.next(after: other)
    while key < end, otherKey < otherEnd {
      guard hasSameKey(key, otherKey) else { return hasEqualEntries(node, otherNode) }
      let value = left.entries.next(after: key)
      let otherValue = right.entries.next(after: otherKey)
      guard isEqual(value, otherValue) else { return false }
      key = left.entries.next(after: value)
      otherKey = right.entries.next(after: otherValue)
    }
    return key >= end && otherKey >= otherEnd
  }

  /// Entries in any order.
  private func hasEqualEntries(_ node: Node, _ other: Node) -> Bool {
    let entries = MappingEntries(node)
    let others = MappingEntries(other)
    guard entries.pairs.count == others.pairs.count else { return false }
    return entries.pairs.allSatisfy { pair in
      others.value(of: pair.key).map { isEqual(pair.value.index, $0.index) } ?? false
    }
  }

  func hasSameKey(_ one: Int, _ other: Int) -> Bool {
    let otherBytes = right.bytes(of: right.entries[right.resolved(other)])
    guard let bytes = left.bytes(of: left.entries[left.resolved(one)]) else {
      return otherBytes == nil && isEqual(one, other)
    }
    return bytes == otherBytes
  }
}

extension Document {
  /// The position of a node, or of what it stands for when it is an alias.
  func resolved(_ index: Int) -> Int {
    let entry = entries[index]
    return entry.kind == .alias ? entry.target(in: extras) ?? index : index
  }

  /// Whether a scalar, or an alias of one, has exactly this text.
  func holds(_ text: String, at index: Int) -> Bool {
    var entry = entries[index]
    if entry.kind == .alias { entry = entries[resolved(index)] }
    guard entry.kind == .scalar else { return false }
    if let extra = entry.extra, let value = extras[extra].value {
      return value.elementsEqual(text.utf8)
    }
    let quotes = entry.style == .plain ? 0 : 1
    let range = (Int(entry.start) + quotes)..<(Int(entry.end) - quotes)
    return range.count == text.utf8.count && source.hasSameBytes(in: range, as: text)
  }

  /// How many bytes stand before a node on its line.
  fileprivate func column(of entry: Entry) -> Int {
    Int(entry.start) - SourceText.lineStart(before: Int(entry.start), in: source)
  }

  /// Whether the last thing in a node is a literal or folded scalar.
  func endsWithBlockScalar(_ index: Int) -> Bool {
    let style = entries[entries.next(after: index) - 1].style
    return style == .literal || style == .folded
  }

  func bytes(of entry: Entry) -> ArraySlice<UInt8>? {
    Self.bytes(of: entry, extras: extras, source: source)
  }

  /// What a scalar reads as; nil where its text is not what its tag says.
  fileprivate func scalarValue(of index: Int) -> Value? {
    Node(document: self, index: index).scalarValue
  }
}
