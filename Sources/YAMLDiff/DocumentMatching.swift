internal import YAML

/// Finds out which document of one side is which of the other.
struct DocumentMatching {
  /// The same document before and after.
  struct Pair {
    let from: StreamDocument
    let to: StreamDocument
  }

  private(set) var pairs: [Pair] = []
  private(set) var removed: [StreamDocument]
  private(set) var added: [StreamDocument]
  /// Whether some identity stands several times.
  private let hasDuplicates: Bool
  private let from: [StreamSource]
  private let to: [StreamSource]
  private let rules: DocumentRules

  init(
    _ old: [StreamDocument], of from: [StreamSource], _ new: [StreamDocument],
    of to: [StreamSource], hasDuplicates: Bool, rules: DocumentRules
  ) {
    self.hasDuplicates = hasDuplicates
    removed = old
    added = new
    self.from = from
    self.to = to
    self.rules = rules
  }

  /// Matches by identity, then by declared renames, then by equal content, then by content under
  /// another name; what is left without identity is matched within its file.
  mutating func match() {
    // The file of the same name first, where an identity stands in several.
    if hasDuplicates {
      pair { document, name in document.identity.map { InSource(key: $0, name: name) } }
    }
    if !hasDuplicates { pairInOrder() }
    pair { document, _ in document.identity }
    let renamed = rules.renamed
    pair({ document, _ in document.identity.flatMap(renamed) }) { document, _ in document.identity }
    pairByContent()
    pairRenamed()
    pairAnonymous()
    pairs.sort { $0.to.place < $1.to.place }
  }

  /// Pairs the documents that have the same identity at the same place among the others.
  ///
  /// It is all that has to be done where none came or went, and takes no look-ups.
  private mutating func pairInOrder() {
    var isLeft = [Bool](repeating: true, count: min(removed.count, added.count))
    for index in isLeft.indices {
      guard let identity = removed[index].identity, identity == added[index].identity else {
        continue
      }
      pairs.append(Pair(from: removed[index], to: added[index]))
      isLeft[index] = false
    }
    func rest(_ documents: [StreamDocument]) -> [StreamDocument] {
      documents.indices.filter { $0 >= isLeft.count || isLeft[$0] }.map { documents[$0] }
    }
    (removed, added) = (rest(removed), rest(added))
  }

  /// Pairs documents with equal keys, first to first; a nil key pairs with nothing.
  private mutating func pair<Key: Hashable>(by key: (StreamDocument, String) -> Key?) {
    pair(key, key)
  }

  private mutating func pair<Key: Hashable>(
    _ oldKey: (StreamDocument, _ source: String) -> Key?,
    _ newKey: (StreamDocument, _ source: String) -> Key?
  ) {
    if removed.isEmpty || added.isEmpty { return }
    // The first that waits for a partner with each key, and for each the next one.
    var first: [Key: Int] = [:]
    var next = [Int](repeating: -1, count: removed.count)
    first.reserveCapacity(removed.count)
    for index in removed.indices.reversed() {
      guard let key = oldKey(removed[index], from[removed[index].source].name) else { continue }
      if let later = first.updateValue(index, forKey: key) { next[index] = later }
    }
    var isTaken = [Bool](repeating: false, count: removed.count)
    added = added.filter { document in
      guard let key = newKey(document, to[document.source].name), let index = first[key],
        index >= 0
      else { return true }
      first[key] = next[index]
      isTaken[index] = true
      pairs.append(Pair(from: removed[index], to: document))
      return false
    }
    removed = removed.indices.filter { !isTaken[$0] }.map { removed[$0] }
  }

  /// Pairs documents without identity whose data is equal: within a file first, then so that as
  /// few as possible move.
  private mutating func pairByContent() {
    func content(_ document: StreamDocument) -> Content? {
      document.identity == nil ? Content(node: document.node) : nil
    }
    if from.count > 1 || to.count > 1 {
      pair { document, name in content(document).map { InSource(key: $0, name: name) } }
    }
    if removed.isEmpty || added.isEmpty { return }
    var tokens: [Content: Int] = [:]
    var count = 0
    func token(_ document: StreamDocument) -> Int {
      count += 1
      guard let content = content(document) else { return count }
      if let token = tokens[content] { return token }
      tokens[content] = count
      return count
    }
    let matching = ListMatching(removed.map(token), added.map(token))
    for (index, origin) in matching.origins.enumerated() {
      guard let origin else { continue }
      pairs.append(Pair(from: removed[origin.position], to: added[index]))
    }
    removed = removed.indices.filter { !matching.staysOrMoves($0) }.map { removed[$0] }
    added = added.indices.filter { matching.origins[$0] == nil }.map { added[$0] }
  }

  /// Pairs documents of one kind that say mostly the same under different names.
  private mutating func pairRenamed() {
    take(RenameSearch(removed, added, namePath: rules.namePath).matches)
  }

  /// Pairs what has no identity with what is most like it in the same file; and where it is all
  /// that the file holds, whatever became of it.
  private mutating func pairAnonymous() {
    let isOneStream = from.count == 1 && to.count == 1
    func files(_ documents: [StreamDocument], _ sources: [StreamSource]) -> [String: [Int]] {
      Dictionary(grouping: documents.indices.filter { documents[$0].identity == nil }) {
        isOneStream ? "" : sources[documents[$0].source].name
      }
    }
    let (old, new) = (files(removed, from), files(added, to))
    var matches: [(old: Int, new: Int)] = []
    for (name, oldIndices) in old {
      guard let newIndices = new[name] else { continue }
      matches += pairs(of: oldIndices, newIndices)
    }
    take(matches)
  }

  private func pairs(of old: [Int], _ new: [Int]) -> [(old: Int, new: Int)] {
    let search = RenameSearch(
      old.map { removed[$0] }, new.map { added[$0] }, namePath: rules.namePath,
      threshold: RenameSearch.anonymousThreshold)
    let similar = search.matches.map { (old: old[$0.old], new: new[$0.new]) }
    let taken = (Set(similar.map(\.old)), Set(similar.map(\.new)))
    let rest = zip(
      old.filter { !taken.0.contains($0) && removed[$0].isAlone },
      new.filter { !taken.1.contains($0) && added[$0].isAlone })
    return similar
      + rest.filter { removed[$0].node.resolved.kind == added[$1].node.resolved.kind }
      .map { (old: $0, new: $1) }
  }

  private mutating func take(_ matches: [(old: Int, new: Int)]) {
    for match in matches { pairs.append(Pair(from: removed[match.old], to: added[match.new])) }
    let taken = (Set(matches.map(\.old)), Set(matches.map(\.new)))
    removed = removed.indices.filter { !taken.0.contains($0) }.map { removed[$0] }
    added = added.indices.filter { !taken.1.contains($0) }.map { added[$0] }
  }
}

/// An identity or data in one file.
private struct InSource<Key: Hashable>: Hashable {
  let key: Key
  let name: String
}

/// A node as a key: equal to every node with the same data.
private struct Content: Hashable {
  let node: Node

  static func == (left: Content, right: Content) -> Bool { left.node.isEqual(to: right.node) }

  func hash(into hasher: inout Hasher) { hasher.combine(node.fingerprint) }
}
