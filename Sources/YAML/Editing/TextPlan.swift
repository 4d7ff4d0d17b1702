/// Works out the text edits for one operation: where in the source, and in which style.
///
/// It proposes; ``DocumentEditor`` checks each proposal by reading the result.
struct TextPlan {
  let document: Document
  let operation: EditOperation
  let defaultLineBreak: [UInt8]

  var source: [UInt8] { document.source }

  /// Alternatives, the best first; each is a set of edits that do not overlap.
  func candidates() throws(EditError) -> [[TextEdit]] {
    switch operation {
    case .set(let path, let value, let after):
      let place = try locate(path, createsParents: true)
      return try set(value, at: place, after: after)
    case .rename(let path, let name, let value):
      let place = try locate(path, createsParents: false)
      return try rename(place, to: name, value: value)
    case .remove(let path):
      return try remove(try locate(path, createsParents: false))
    case .insertItem(let path, let value):
      return try insertItem(value, at: path)
    }
  }

  /// Where an operation happens: a container, and the steps that lead on from it.
  struct Location {
    /// The containers on the way, outermost first, each with its key's or item's node.
    var containers: [Node]
    /// For each container, the step that leads into the next one, or the last step.
    var steps: [PathStep]
    /// The steps that do not exist yet; empty when the path exists.
    var missing: [PathStep]

    /// The innermost container; it may be a null scalar that is to become a mapping.
    var container: Node { containers[containers.count - 1] }
    /// The container around the innermost one.
    var outer: Node? { containers.count > 1 ? containers[containers.count - 2] : nil }
    /// The step that leads into the innermost container.
    var entering: PathStep? { containers.count > 1 ? steps[containers.count - 2] : nil }
  }

  /// Follows a path through the document's own text, refusing whatever is shared.
  func locate(_ path: Path, createsParents: Bool) throws(EditError) -> Location {
    guard !path.steps.isEmpty else {
      throw EditError(.noSuchPath(path), at: document.root.range)
    }
    var location = Location(containers: [], steps: [], missing: [])
    var node = document.root
    for (position, step) in path.steps.enumerated() {
      try refuseShared(node)
      try refuseCollectionKeys(of: node)
      location.containers.append(node)
      location.steps.append(step)
      switch step {
      case .key(let key):
        if let pair = node.ownPair(key) {
          node = pair.value
          continue
        }
        let isLast = position == path.steps.count - 1
        if node.kind == .mapping, node[key] != nil, !isLast || !createsParents {
          throw EditError(.mergedKey(key), at: node.range)
        }
        guard createsParents, node.kind == .mapping || node.isNull else {
          throw unexpected(node, expected: "a mapping with the key \"\(key)\"")
        }
        location.missing = Array(path.steps[position...])
        return location
      case .index(let index):
        guard node.kind == .sequence, node.items.indices.contains(index) else {
          throw unexpected(node, expected: "a list with an item \(index)")
        }
        node = node.items[index]
      }
    }
    try refuseShared(node)
    return location
  }

  private func refuseShared(_ node: Node) throws(EditError) {
    if node.kind == .alias {
      throw EditError(.sharedAnchor(node.resolved.anchor ?? ""), at: node.range)
    }
    if let anchor = node.anchor, node.isShared {
      throw EditError(.sharedAnchor(anchor), at: node.range)
    }
  }

  /// Refuses to change what has a collection as a key: no data says what it is then, and `{{ x }}`
  /// of a template reads as such a mapping.
  private func refuseCollectionKeys(of node: Node) throws(EditError) {
    guard node.hasCollectionKeys else { return }
    for pair in node.pairs where pair.key.resolved.kind != .scalar {
      throw EditError(.unreadable(.collectionKey), at: pair.key.range)
    }
  }

  func unexpected(_ node: Node, expected: String) -> EditError {
    let found =
      switch node.kind {
      case .mapping: "a mapping"
      case .sequence: "a list"
      case .scalar: node.isNull ? "nothing" : "a single value"
      case .alias: "an alias"
      }
    return EditError(.unexpected(found: found, expected: expected), at: node.range)
  }
}

extension Node {
  /// Whether this is a scalar that reads as null: empty, `~` or `null`.
  var isNull: Bool {
    guard kind == .scalar, style == .plain, let text else { return false }
    return ScalarResolution.isNull(text)
  }
}
