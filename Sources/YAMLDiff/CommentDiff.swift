package import YAML

/// The difference of the comments of two nodes.
///
/// Comments are compared node by node, and nodes are matched as ``NodeDiff`` matches them: an entry
/// by its key, an item by its list's rule, so what moves takes its comments along. A node that is
/// there on one side only keeps its comments to itself, and one that rules cover too. The comments of a node and itself do not
/// differ, whatever blank lines or indentation do.
package struct CommentDiff {
  private(set) var changes: [CommentChange] = []

  private init() {}

  /// The changes of comments that belong to two nodes or to what is inside them, in the order of
  /// the document.
  ///
  /// Many nodes of one document are compared with its `DocumentComments`, read once.
  package static func changes(
    from: Node, to: Node, schema: Schema = .unknown, ignoring rules: IgnoreRules? = nil
  ) -> [CommentChange] {
    changes(
      from: from, with: DocumentComments(of: from.document), to: to,
      with: DocumentComments(of: to.document), schema: schema, ignoring: rules)
  }

  /// The changes between two nodes, whose documents' comments have been read.
  package static func changes(
    from: Node, with fromComments: DocumentComments, to: Node, with toComments: DocumentComments,
    schema: Schema = .unknown, ignoring rules: IgnoreRules? = nil
  ) -> [CommentChange] {
    let old = CommentTree(fromComments.comments(of: from))
    let new = CommentTree(toComments.comments(of: to))
    var diff = CommentDiff()
    diff.compare(
      Side(node: from, comments: old), Side(node: to, comments: new),
      at: NodePlace(schema: schema, ignoring: rules))
    return diff.changes
  }

  /// A node of one side, and the comments on it and inside it; nil for none.
  private struct Side {
    let node: Node
    let comments: CommentTree?

    func child(_ step: PathStep, _ node: Node) -> Side {
      Side(node: node, comments: comments?.children[step])
    }
  }

  private mutating func compare(_ from: Side, _ to: Side, at place: NodePlace) {
    guard from.comments?.isEmpty == false || to.comments?.isEmpty == false,
      place.ignored?.isCovered != true
    else { return }
    compareOwn(from.comments, to.comments, .above, at: place)
    compareOwn(from.comments, to.comments, .beside, at: place)
    let (old, new) = (from.node.resolved, to.node.resolved)
    switch (old.kind, new.kind) {
    case (.mapping, .mapping): compareEntries(from, to, at: place)
    case (.sequence, .sequence): compareItems(from, to, at: place)
    default: break
    }
    compareOwn(from.comments, to.comments, .below, at: place)
  }

  private mutating func compareEntries(_ from: Side, _ to: Side, at place: NodePlace) {
    let old = CommentedEntries(from.node)
    let new = CommentedEntries(to.node)
    let oldSteps = from.comments?.steps ?? []
    let newSteps = (to.comments?.steps ?? []).filter { from.comments?.children[$0] == nil }
    for step in oldSteps + newSteps {
      guard case .key(let key) = step, let value = old[key], let other = new[key] else { continue }
      compare(from.child(step, value), to.child(step, other), at: place.key(key))
    }
  }

  private mutating func compareItems(_ from: Side, _ to: Side, at place: NodePlace) {
    guard from.comments?.children.isEmpty == false || to.comments?.children.isEmpty == false else {
      return
    }
    let (old, new) = (from.node.resolved.items, to.node.resolved.items)
    let keys = place.schema.list.identityKeys(old, new)
    var tokens = ItemTokens(
      keys: keys, schema: place.schema.item, prunes: place.ignored != nil)
    let olds = ListItem.counting(old, keys: keys, ignored: place.ignored?.old)
    let news = ListItem.counting(new, keys: keys, ignored: place.ignored?.new)
    let matching = ListMatching(olds, news, tokens: &tokens)
    for (new, origin) in zip(news, matching.origins) {
      guard let old = origin.map({ olds[$0.position] }) else { continue }
      compare(
        from.child(.index(old.position), old.node), to.child(.index(new.position), new.node),
        at: place.item(
          old, new, NodeDiff.label(of: new.node, keys: keys, index: new.position)))
    }
  }

  // MARK: The comments of one node

  private mutating func compareOwn(
    _ from: CommentTree?, _ to: CommentTree?, _ position: NodeComment.Position,
    at place: NodePlace
  ) {
    let old = from?.comments(position) ?? []
    let new = to?.comments(position) ?? []
    let (oldText, newText) = (old.map(\.text), new.map(\.text))
    guard !oldText.joined(separator: "\n").utf8.elementsEqual(newText.joined(separator: "\n").utf8)
    else { return }
    // By bytes: texts that only Unicode calls equal differ.
    var tokens: [[UInt8]: Int] = [:]
    func token(_ text: String) -> Int {
      let bytes = Array(text.utf8)
      let token = tokens[bytes] ?? tokens.count
      tokens[bytes] = token
      return token
    }
    var (oldStart, newStart) = (0, 0)
    let kept = LongestCommonSubsequence.matches(oldText.map(token), newText.map(token))
    for pair in kept + [(old.count, new.count)] {
      addPairs(old[oldStart..<pair.left], new[newStart..<pair.right], at: place)
      (oldStart, newStart) = (pair.left + 1, pair.right + 1)
    }
  }

  /// Comments between two that stay: the first of both sides is one that changed, and so on.
  private mutating func addPairs(
    _ old: ArraySlice<NodeComment>, _ new: ArraySlice<NodeComment>, at place: NodePlace
  ) {
    for (from, to) in zip(old, new) { add(.changed, from, to, at: place) }
    for comment in old.dropFirst(new.count) { add(.removed, comment, nil, at: place) }
    for comment in new.dropFirst(old.count) { add(.added, nil, comment, at: place) }
  }

  private mutating func add(
    _ kind: CommentChange.Kind, _ from: NodeComment?, _ to: NodeComment?,
    at place: NodePlace
  ) {
    guard let position = (to ?? from)?.position, place.ignored?.hides(kind) != true else { return }
    let paths = place.paths
    changes.append(
      CommentChange(
        kind: kind, path: kind == .removed ? paths.old : paths.new, oldPath: paths.old,
        keyedPath: paths.keyed, position: position, from: from?.text, to: to?.text,
        fromRange: from?.range, toRange: to?.range))
  }
}

/// The values of a mapping by key, its own and those it merges.
private struct CommentedEntries {
  private let mapping: Node
  private let values: [String: Node]

  init(_ mapping: Node) {
    self.mapping = mapping.resolved
    values = Dictionary(
      self.mapping.pairs.map { ($0.key.resolved.text ?? "", $0.value) }
    ) { first, _ in first }
  }

  subscript(key: String) -> Node? { values[key] ?? (mapping.hasMerges ? mapping[key] : nil) }
}
