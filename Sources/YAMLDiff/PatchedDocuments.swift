internal import YAML

/// The documents of the stream that a patch is made on, each with its place in the text.
struct PatchedDocuments {
  /// A document, or an item of a list of documents.
  struct Entry {
    let chunk: Int
    let node: Node
    let value: Value
    let identity: DocumentIdentity?
    /// Which list it is in, and its position there; nil for a document of its own.
    let item: (list: Int, position: Int)?
  }

  /// A list of documents.
  struct List {
    let chunk: Int
    let node: Node
    let value: Value
    /// The way to its items.
    let items: Path
  }

  let source: StreamSource
  let rules: DocumentRules
  let chunks: [Range<Int>]
  private(set) var entries: [Entry] = []
  private(set) var lists: [List] = []
  /// The positions of the documents with an identity, or with none.
  private var byIdentity: [DocumentIdentity?: [Int]] = [:]
  /// The chunks that hold comments and `...` lines only.
  private(set) var empty: Set<Int> = []
  /// The first of several documents that have % directives in common.
  private var directives: Range<Int>?

  init(_ source: StreamSource, rules: DocumentRules) throws(StreamPatch.Problem) {
    self.source = source
    self.rules = rules
    do throws(ParseError) {
      try SourceText.check(source.bytes)
      chunks = DocumentSplitter.chunks(of: source.bytes)
    } catch { throw StreamPatch.Problem(.unreadable(error), at: error.range) }
    for chunk in chunks.indices { try read(chunk) }
    if let directives { throw StreamPatch.Problem(.directives, at: directives) }
  }

  private mutating func read(_ chunk: Int) throws(StreamPatch.Problem) {
    do throws(ParseError) {
      let documents = try Document.parse(source.bytes, chunk: chunks[chunk])
      if documents.count > 1 { directives = documents[0].root.range }
      guard let root = documents.first?.root else {
        empty.insert(chunk)
        return
      }
      guard let (path, items) = rules.items(root) else { return try add(root, chunk, item: nil) }
      lists.append(List(chunk: chunk, node: root, value: try root.value(), items: path))
      for (position, item) in items.enumerated() {
        try add(item, chunk, item: (lists.count - 1, position))
      }
    } catch { throw StreamPatch.Problem(.unreadable(error), at: error.range) }
  }

  private mutating func add(
    _ node: Node, _ chunk: Int, item: (list: Int, position: Int)?
  ) throws(ParseError) {
    let identity = rules.identity(node)
    byIdentity[identity, default: []].append(entries.count)
    entries.append(
      Entry(chunk: chunk, node: node, value: try node.value(), identity: identity, item: item))
  }

  // MARK: Finding

  /// The position of the document that a handle names, among those that are not taken.
  func find(
    _ handle: StreamPatch.Handle, taken: Set<Int>, entry: Int
  ) throws(StreamPatch.Problem) -> Int {
    // A position alone names a document without names; beside names it tells equal ones apart.
    if let position = handle.position, entries.indices.contains(position),
      entries[position].identity == handle.identity, !taken.contains(position)
    {
      return position
    }
    let found = (byIdentity[handle.identity] ?? []).filter { !taken.contains($0) }
    if let only = found.first, found.count == 1,
      handle.identity != nil || handle.position == nil
    {
      return only
    }
    let place = nearest(to: handle.position)
    guard let identity = handle.identity, found.count > 1 else {
      throw StreamPatch.Problem(.noDocument(handle), entry: entry, at: place)
    }
    throw StreamPatch.Problem(
      .severalDocuments(identity), entry: entry, at: entries[found[1]].node.range)
  }

  /// The list that a handle names.
  func findList(
    _ handle: StreamPatch.Handle, entry: Int
  ) throws(StreamPatch.Problem) -> Int {
    if let position = handle.position, lists.indices.contains(position) { return position }
    throw StreamPatch.Problem(.noDocument(handle), entry: entry, at: nearest(to: nil))
  }

  /// Where a document at a position stands, or what is there instead; the end of the text after
  /// all of them.
  private func nearest(to position: Int?) -> Range<Int> {
    if let position, entries.indices.contains(position) { return entries[position].node.range }
    return entries.isEmpty ? 0..<0 : entries[0].node.range
  }
}
