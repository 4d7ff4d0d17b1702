internal import YAML

/// The structural difference of two sides, each a stream or a set of files.
///
/// Equal chunks are matched by their bytes and never parsed; the rest is matched by identity
/// across files, then by content, then as renamed.
package struct StreamDiff {
  let old: StreamSide
  let new: StreamSide
  let rules: DocumentRules
  private let ordersCount: Bool
  private let comparesComments: Bool

  /// What a comparison finds.
  package struct Outcome: Sendable {
    /// The changes, in the order of the new side, removed documents first.
    package var changes: [DocumentChange] = []
    /// The chunks that the sides were cut into, but those of sources that are equal on both.
    package var oldChunks: [Range<Int>] = []
    package var newChunks: [Range<Int>] = []
    /// Documents of the old side with an identity that another one there has.
    package var oldDuplicates: [StreamDocument] = []
    /// Documents of the new side with an identity that another one there has.
    package var newDuplicates: [StreamDocument] = []
  }

  /// Compares two sides; `ordersCount` says that the order of documents is data, as in one stream.
  package static func compare(
    from: [StreamSource], to: [StreamSource], rules: DocumentRules, ordersCount: Bool,
    comparesComments: Bool = false
  ) throws(StreamError) -> Outcome {
    let equal = equalSources(from, to)
    func side(_ sources: [StreamSource]) -> StreamSide {
      StreamSide(sources, leaving: equal, joinsComments: comparesComments)
    }
    let diff = StreamDiff(
      old: side(from), new: side(to), rules: rules, ordersCount: ordersCount,
      comparesComments: comparesComments)
    return try diff.outcome()
  }

  /// The names of sources that hold the same bytes on both sides.
  private static func equalSources(_ from: [StreamSource], _ to: [StreamSource]) -> Set<String> {
    if from.count == 1, to.count == 1 {
      return from[0].hasSameBytes(as: to[0]) ? [from[0].name, to[0].name] : []
    }
    var old: [String: Int] = [:]
    old.reserveCapacity(from.count)
    for (index, source) in from.enumerated() { old[source.name] = index }
    var equal: Set<String> = []
    for source in to {
      if let index = old[source.name], from[index].hasSameBytes(as: source) {
        equal.insert(source.name)
      }
    }
    return equal
  }

  private func outcome() throws(StreamError) -> Outcome {
    let chunks = ChunkMatching(old, new)
    var olds = try old.read(chunks.unmatchedOld, rules: rules)
    var news = try new.read(chunks.unmatchedNew, like: Self.models(olds), rules: rules)
    let lists = (olds.filter(\.isList), news.filter(\.isList))
    olds.removeAll(where: \.isList)
    news.removeAll(where: \.isList)
    let duplicates = DuplicateSearch.duplicates(
      [olds, news], unread: chunks.pairs.lazy.map(\.new), of: new, rules: rules)
    var documents = DocumentMatching(
      olds, of: old.sources, news, of: new.sources,
      hasDuplicates: duplicates.contains { !$0.isEmpty },
      rules: rules)
    documents.match()
    var outcome = Outcome(
      oldChunks: old.chunks.map(\.range), newChunks: new.chunks.map(\.range),
      oldDuplicates: duplicates[0], newDuplicates: duplicates[1])
    for document in documents.removed {
      outcome.changes.append(
        DocumentChange(kind: .removed, from: document, to: nil))
    }
    // Where a chunk without a document stands says nothing.
    let moves =
      ordersCount
      ? OrderMatching(chunks.pairs.filter { old.holdsDocument($0.old) }, documents.pairs) {
        old.chunks[$0].hash
      } : nil
    for pair in moves?.movedChunks ?? movesBetweenFiles(chunks.pairs) {
      try outcome.changes.append(contentsOf: moved(pair))
    }
    var comments = ReadComments()
    for (index, pair) in documents.pairs.enumerated() {
      let isMoved = moves?.movedDocuments.contains(index) ?? isInAnotherFile(pair)
      outcome.changes += changes(of: pair, isMoved: isMoved, &comments)
    }
    for (from, to) in zip(lists.0, lists.1) { outcome.changes += changes(ofList: from, to) }
    for document in documents.added {
      outcome.changes.append(DocumentChange(kind: .added, from: nil, to: document))
    }
    // Equal bytes are matched wherever they stand; data that is equal in place has not moved.
    if !outcome.changes.isEmpty, outcome.changes.allSatisfy({ $0.kind == .moved }),
      try isEqualInPlace()
    {
      outcome.changes = []
    }
    if comparesComments { outcome.changes += changesOfBareComments() }
    outcome.changes = Self.ordered(outcome.changes.compactMap(rules.told))
    try checkData(of: outcome.changes)
    return outcome
  }

  /// Whether each document equals the one at its place on the other side as data.
  private func isEqualInPlace() throws(StreamError) -> Bool {
    let (olds, news) = (old.chunksWithDocuments, new.chunksWithDocuments)
    guard olds.count == news.count else { return false }
    let isOneStream = old.sources.count == 1 && new.sources.count == 1
    for (from, to) in zip(olds, news) {
      guard isOneStream || old.sourceName(of: from) == new.sourceName(of: to) else { return false }
      if old.hasSameBytes(from, as: to, of: new) { continue }
      let before = try old.read([from], rules: rules)
      let after = try new.read([to], like: Self.models(before), rules: rules)
      guard before.count == after.count,
        zip(before, after).allSatisfy({ $0.node.isEqual(to: $1.node) })
      else { return false }
    }
    return true
  }

  /// Refuses to tell what is no data, such as a collection as a key, and says where it stands.
  private func checkData(of changes: [DocumentChange]) throws(StreamError) {
    for change in changes {
      let isWhole = change.kind == .added || change.kind == .removed
      for (document, side, nodes) in [
        (change.from, old, change.changes.map(\.from)), (change.to, new, change.changes.map(\.to)),
      ] {
        guard let document else { continue }
        do throws(ParseError) {
          if isWhole { try document.node.checkData() }
          for node in nodes { try node?.checkData() }
        } catch { throw StreamError(source: side.sources[document.source], error: error) }
      }
    }
  }

  /// The changes in the order of the new side, removed documents first.
  private static func ordered(_ changes: [DocumentChange]) -> [DocumentChange] {
    let places = changes.map { change in
      (to: change.to?.place ?? (-1, 0), from: change.from?.place ?? (-1, 0))
    }
    return changes.indices.sorted { one, other in
      let (left, right) = (places[one], places[other])
      guard left.to == right.to else { return left.to < right.to }
      return left.from == right.from ? one < other : left.from < right.from
    }.map { changes[$0] }
  }

  /// The equal chunks that stand in another file.
  private func movesBetweenFiles(_ pairs: [(old: Int, new: Int)]) -> [(old: Int, new: Int)] {
    pairs.filter { old.sourceName(of: $0.old) != new.sourceName(of: $0.new) }
  }

  private func isInAnotherFile(_ pair: DocumentMatching.Pair) -> Bool {
    old.sources[pair.from.source].name != new.sources[pair.to.source].name
  }

  /// The documents that are alone in their chunks.
  private static func models(_ documents: [StreamDocument]) -> [Document] {
    documents.indices.compactMap { index in
      let chunk = documents[index].place.chunk
      let isAlone =
        (index == 0 || documents[index - 1].place.chunk != chunk)
        && (index + 1 == documents.count || documents[index + 1].place.chunk != chunk)
      return isAlone ? documents[index].node.document : nil
    }
  }

  /// A chunk that stands elsewhere and is the same: it is read now, to be named.
  private func moved(_ pair: (old: Int, new: Int)) throws(StreamError) -> [DocumentChange] {
    let from = try old.read([pair.old], rules: rules)
    let to = try new.read([pair.new], like: Self.models(from), rules: rules)
    return zip(from, to).filter { !$1.isList }.map {
      DocumentChange(kind: .moved, from: $0, to: $1)
    }
  }

  /// What differs of two lists of documents besides the documents: a list's own fields.
  ///
  /// That there is a list is no difference: the documents are the same in a stream.
  private func changes(ofList from: StreamDocument, _ to: StreamDocument) -> [DocumentChange] {
    let items = rules.items(to.node)?.path.steps.first
    let changes = NodeDiff.changes(
      from: from.node, to: to.node, leaving: items, ignoring: rules.ignored(to.node))
    return changes.isEmpty
      ? [] : [DocumentChange(kind: .changed, from: from, to: to, changes: changes)]
  }

  private func changes(
    of pair: DocumentMatching.Pair, isMoved: Bool, _ read: inout ReadComments
  ) -> [DocumentChange] {
    let schema = rules.schema(pair.to.node)
    let ignored = rules.ignored(pair.to.node)
    var inside = NodeDiff.changes(
      from: pair.from.node, to: pair.to.node, schema: schema, ignoring: ignored)
    let isRenamed = pair.from.identity != pair.to.identity
    // The names are what the rename tells.
    if isRenamed { inside.removeAll { rules.identityPaths.contains($0.path) } }
    let comments =
      comparesComments
      ? CommentDiff.changes(
        from: pair.from.node, with: read.comments(of: pair.from.node.document), to: pair.to.node,
        with: read.comments(of: pair.to.node.document), schema: schema, ignoring: ignored) : []
    var result: [DocumentChange] = []
    if isMoved { result.append(DocumentChange(kind: .moved, from: pair.from, to: pair.to)) }
    if isRenamed || !inside.isEmpty || !comments.isEmpty {
      result.append(
        DocumentChange(
          kind: isRenamed ? .renamed : .changed, from: pair.from, to: pair.to, changes: inside,
          comments: comments))
    }
    return result
  }
}

/// The comments of documents, each read once: a list of documents is one for many.
private struct ReadComments {
  private var known: [ObjectIdentifier: DocumentComments] = [:]

  mutating func comments(of document: Document) -> DocumentComments {
    if let comments = known[ObjectIdentifier(document)] { return comments }
    let comments = DocumentComments(of: document)
    known[ObjectIdentifier(document)] = comments
    return comments
  }
}
