/// Finds out whether an edited document is exactly what it should be.
extension EditOperation {
  /// Whether the second document is the first with this operation made, as far as a comparison of
  /// their nodes tells; where this is false, their values may tell otherwise.
  ///
  /// Only the container that the operation changes is read as a value. Everything beside the way to
  /// it must be equal, which for equal text needs no reading.
  package func isAllThatDiffers(from old: Document, to new: Document) -> Bool {
    // A value follows merges, and refuses collections as keys.
    guard !old.mayHaveMerges, !new.mayHaveMerges, !old.mayHaveCollectionKeys,
      !new.mayHaveCollectionKeys
    else { return false }
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
    guard let old = try? Node(document: documents.left, index: one).value(),
      let new = try? Node(document: documents.right, index: other).value(),
      let intended = applied(to: old, along: steps)
    else { return false }
    return new == intended
  }
}
