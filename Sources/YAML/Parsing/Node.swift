/// One node of a document: a cheap handle, safe to keep and to send.
package struct Node: Sendable {
  /// The document the node belongs to.
  package let document: Document
  let index: Int

  init(document: Document, index: Int) {
    self.document = document
    self.index = index
  }

  private var entry: Document.Entry { document.entries[index] }

  /// What the node is.
  package var kind: NodeKind { entry.kind }

  /// How the node is written.
  package var style: NodeStyle { entry.style }

  /// The bytes of the source that the node takes, with its anchor and tag.
  package var range: Range<Int> { entry.range }

  /// The node's anchor, without `&`.
  package var anchor: String? {
    entry.kind == .alias ? nil : entry.extra.flatMap { document.extras[$0].anchor }
  }

  /// The node's tag as libyaml resolves it, such as `tag:yaml.org,2002:str` or `!param`.
  package var tag: String? {
    entry.extra.flatMap { document.extras[$0].tag }
  }

  /// The node itself, or what it stands for when it is an alias.
  package var resolved: Node {
    let entry = entry
    guard entry.kind == .alias, let target = entry.target(in: document.extras) else { return self }
    return Node(document: document, index: target)
  }

  /// The decoded text of a scalar, whatever it would resolve to; nil for anything else.
  package var text: String? {
    bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The decoded bytes of a scalar.
  package var bytes: ArraySlice<UInt8>? {
    Document.bytes(of: entry, extras: document.extras, source: document.source)
  }

  /// The items of a sequence, or the keys and values of a mapping in turn.
  package var children: [Node] {
    var result: [Node] = []
    var child = index + 1
    while child < Int(entry.next) {
      result.append(Node(document: document, index: child))
      child = document.entries.next(after: child)
    }
    return result
  }

  /// The keys and values of a mapping, as written: `<<` is a key like any other here.
  package var pairs: [(key: Node, value: Node)] {
    var pairs: [(key: Node, value: Node)] = []
    forEachPair { pairs.append(($0, $1)) }
    return pairs
  }

  /// Calls a function with each key and value of a mapping, as written.
  package func forEachPair(_ body: (_ key: Node, _ value: Node) -> Void) {
    guard kind == .mapping else { return }
    var child = index + 1
    let end = document.entries.next(after: index)
    while child < end {
      let value = document.entries.next(after: child)
      body(Node(document: document, index: child), Node(document: document, index: value))
      child = document.entries.next(after: value)
    }
  }

  /// Whether the document may have merge keys (`<<`), or keys that are no scalars.
  package var mayMergeOrHaveCollectionKeys: Bool {
    document.mayHaveMerges || document.mayHaveCollectionKeys
  }

  /// The items of a sequence; none for anything else.
  package var items: [Node] { kind == .sequence ? children : [] }

  /// The value of a key: of the mapping itself, else of what it merges (`<<`).
  package subscript(key: String) -> Node? {
    if let pair = ownPair(key) { return pair.value.resolved }
    guard let pair = ownPair("<<"), pair.key.isMergeKey else { return nil }
    let merged = pair.value.resolved
    let sources = merged.kind == .sequence ? merged.items.map(\.resolved) : [merged]
    for source in sources {
      if let value = source[key] { return value }
    }
    return nil
  }

  /// Whether this is a key that merges, as go-yaml v2 has it: a bare `<<`, or one tagged `!!merge`.
  ///
  /// An alias of that text is a key like any other, and so is `!!str <<`.
  package var isMergeKey: Bool {
    guard kind == .scalar, isText("<<") else { return false }
    return tag == nil ? style == .plain : tag == "tag:yaml.org,2002:merge"
  }

  /// The value at a path of keys.
  package subscript(path: [String]) -> Node? {
    var node: Node? = resolved
    for key in path { node = node?[key] }
    return node
  }

  /// The item at a position of a sequence.
  package subscript(position: Int) -> Node? {
    let items = items
    return items.indices.contains(position) ? items[position].resolved : nil
  }

  /// The key and value that stand in this very mapping, without merges.
  package func ownPair(_ key: String) -> (key: Node, value: Node)? {
    guard kind == .mapping else { return nil }
    var child = index + 1
    while child < Int(entry.next) {
      let value = document.entries.next(after: child)
      if document.holds(key, at: child) {
        return (Node(document: document, index: child), Node(document: document, index: value))
      }
      child = document.entries.next(after: value)
    }
    return nil
  }

  /// The scalar key that this very node is the value of; nil where `key` is not what stands there.
  package func ownKey(_ key: String) -> Node? {
    // Nodes stand in the order of the text, and a scalar is one node.
    guard index > 0 else { return nil }
    let before = Node(document: document, index: index - 1)
    return before.kind == .scalar && before.isText(key) ? before : nil
  }

  /// Whether this is a scalar, or an alias of one, with exactly this text.
  func isText(_ text: String) -> Bool {
    document.holds(text, at: index)
  }

  /// Whether an alias anywhere in the document stands for this node.
  package var isShared: Bool {
    document.extras.contains { $0.target == Int32(index) }
  }

  /// The first anchor in this node's text that an alias outside of it names.
  var anchorNamedOutside: String? {
    let own = index..<Int(entry.next)
    let targets = document.entries.indices.filter { !own.contains($0) }.compactMap { other in
      let entry = document.entries[other]
      return entry.kind == .alias ? entry.target(in: document.extras) : nil
    }
    return targets.filter(own.contains).min().flatMap { Node(document: document, index: $0).anchor }
  }

  /// The node's 1-based line and column in the source.
  package var position: (line: Int, column: Int) {
    SourceText.position(of: range.lowerBound, in: document.source)
  }
}
