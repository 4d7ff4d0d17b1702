/// Finds out whether an edited document is exactly what it should be.
extension EditOperation {
  /// Whether the second document is the first with this operation made, as far as a comparison of
  /// their nodes tells; where this is false, their values may tell otherwise.
  ///
  /// Only the container that the operation changes is read as a value. Everything beside the way to
  /// it must be equal, which for equal text needs no reading.
  package func isAllThatDiffers(from old: Document, to new: Document) -> Bool {
    // A value follows merges.
    guard !old.mayHaveMerges, !new.mayHaveMerges else { return false }
    return isMade(
      from: 0, to: 0, along: path.steps[...], in: NodeComparison(left: old, right: new))
  }

  /// Whether the node at a position differs by this operation alone, its path seen from there.
  private func isMade(
    from one: Int, to other: Int, along steps: ArraySlice<PathStep>, in documents: NodeComparison
  ) -> Bool {
    let (old, new) = (documents.left, documents.right)
    guard case .key(let name)? = steps.first, steps.count > 1,
      old.entries.kind(of: one) == .mapping, new.entries.kind(of: other) == .mapping,
      Node(document: old, index: one).ownPair(name) != nil
    else { return isMadeByValue(from: one, to: other, along: steps, in: documents) }
    var key = one + 1
    var otherKey = other + 1
    let end = old.entries.next(after: one)
    let otherEnd = new.entries.next(after: other)
    while key < end, otherKey < otherEnd {
      guard documents.hasSameKey(key, otherKey) else { return false }
      let value = old.entries.next(after: key)
      let otherValue = new.entries.next(after: otherKey)
      let isSame =
        Node(document: old, index: key).isText(name)
        ? isMade(from: value, to: otherValue, along: steps.dropFirst(), in: documents)
        : documents.isEqual(value, otherValue)
      guard isSame else { return false }
      key = old.entries.next(after: value)
      otherKey = new.entries.next(after: otherValue)
    }
    return key >= end && otherKey >= otherEnd
  }

  private func isMadeByValue(
    from one: Int, to other: Int, along steps: ArraySlice<PathStep>, in documents: NodeComparison
  ) -> Bool {
    let old = Node(document: documents.left, index: one)
    let new = Node(document: documents.right, index: other)
    if documents.left.mayHaveCollectionKeys || documents.left.hasTypeTags {
      return isMade(among: old, new, along: steps, in: documents)
    }
    guard let old = try? old.value(), let new = try? new.value(),
      let intended = applied(to: old, along: steps)
    else { return false }
    return new == intended
  }

  // MARK: Beside what is no value

  /// Whether a container differs by this operation alone, where others of its entries may hold what
  /// is no data, such as a collection as a key: they must be equal as nodes.
  private func isMade(
    among old: Node, _ new: Node, along steps: ArraySlice<PathStep>, in documents: NodeComparison
  ) -> Bool {
    switch (steps.first, old.kind) {
    case (.key(let key)?, .mapping) where new.kind == .mapping:
      return isMade(at: key, among: old.pairs, new.pairs, along: steps.dropFirst(), in: documents)
    case (.index(let index)?, .sequence) where new.kind == .sequence:
      return isMade(at: index, among: old.items, new.items, along: steps.dropFirst(), in: documents)
    default:
      guard let old = try? old.value(), let new = try? new.value() else { return false }
      return applied(to: old, along: steps) == new
    }
  }

  private func isMade(
    at key: String, among old: [(key: Node, value: Node)], _ new: [(key: Node, value: Node)],
    along steps: ArraySlice<PathStep>, in documents: NodeComparison
  ) -> Bool {
    let isThere = old.contains { $0.key.isText(key) }
    let name: String?
    let value: Value?
    switch self {
    case _ where !steps.isEmpty:
      // What is there has been walked into.
      guard !isThere, let made = applied(to: .null, along: steps) else { return false }
      (name, value) = (key, made)
    case .set(_, let new, _): (name, value) = (key, new)
    case .rename(_, let new, let newValue): (name, value) = (new, newValue)
    case .remove: (name, value) = (nil, nil)
    case .insertItem: return false
    }
    if case .set = self {} else if !isThere { return false }
    let rest = old.filter { !$0.key.isText(key) }
    var others = new
    if let name {
      guard let place = new.firstIndex(where: { $0.key.isText(name) }),
        (try? others.remove(at: place).value.value()) == value
      else { return false }
    }
    return rest.count == others.count
      && zip(rest, others).allSatisfy { pair, other in
        documents.hasSameKey(pair.key.index, other.key.index)
          && documents.isEqual(pair.value.index, other.value.index)
      }
  }

  private func isMade(
    at index: Int, among old: [Node], _ new: [Node], along steps: ArraySlice<PathStep>,
    in documents: NodeComparison
  ) -> Bool {
    var (old, new) = (old, new)
    switch self {
    case _ where !steps.isEmpty:
      guard old.indices.contains(index), new.indices.contains(index),
        isMade(from: old[index].index, to: new[index].index, along: steps, in: documents)
      else { return false }
      old.remove(at: index)
      new.remove(at: index)
    case .set(_, let value, _), .insertItem(_, let value):
      guard new.indices.contains(index), (try? new.remove(at: index).value()) == value else {
        return false
      }
      if case .set = self {
        guard old.indices.contains(index) else { return false }
        old.remove(at: index)
      }
    case .remove:
      guard old.indices.contains(index) else { return false }
      old.remove(at: index)
    case .rename: return false
    }
    return old.count == new.count
      && zip(old, new).allSatisfy { documents.isEqual($0.index, $1.index) }
  }
}
