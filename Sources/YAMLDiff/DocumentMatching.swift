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
  /// Documents whose identity another of their side has.
  private(set) var duplicates: [StreamDocument] = []

  init(_ old: [StreamDocument], _ new: [StreamDocument]) {
    removed = old
    added = new
  }

  /// Matches by identity, then by equal content, then by content under another name.
  mutating func match() {
    duplicates = Self.duplicates(removed) + Self.duplicates(added)
    pair { $0.identity.map { AnyHashable($0.parts) } }
    pairByContent { _ in true }
    pairRenamed()
    pairs.sort { $0.to.place < $1.to.place }
  }

  private static func duplicates(_ documents: [StreamDocument]) -> [StreamDocument] {
    var seen: Set<DocumentIdentity> = []
    return documents.filter { document in
      document.identity.map { !seen.insert($0).inserted } ?? false
    }
  }

  /// Pairs documents with equal keys, first to first; a nil key pairs with nothing.
  private mutating func pair(by key: (StreamDocument) -> AnyHashable?) {
    var waiting: [AnyHashable: [Int]] = [:]
    for index in removed.indices.reversed() {
      if let key = key(removed[index]) { waiting[key, default: []].append(index) }
    }
    var taken: Set<Int> = []
    added = added.filter { document in
      guard let key = key(document), let index = waiting[key]?.popLast() else { return true }
      taken.insert(index)
      pairs.append(Pair(from: removed[index], to: document))
      return false
    }
    removed = removed.indices.filter { !taken.contains($0) }.map { removed[$0] }
  }

  /// Pairs documents without identity whose data is equal.
  private mutating func pairByContent(_ isWanted: (StreamDocument) -> Bool) {
    pair { $0.identity == nil ? AnyHashable(Content(node: $0.node)) : nil }
  }

  /// Pairs documents of one kind that say mostly the same under different names.
  private mutating func pairRenamed() {
    let similarity = Similarity(removed, added)
    var takenOld: Set<Int> = []
    var takenNew: Set<Int> = []
    for match in similarity.matches where !takenOld.contains(match.old) {
      guard takenNew.insert(match.new).inserted else { continue }
      takenOld.insert(match.old)
      pairs.append(Pair(from: removed[match.old], to: added[match.new]))
    }
    removed = removed.indices.filter { !takenOld.contains($0) }.map { removed[$0] }
    added = added.indices.filter { !takenNew.contains($0) }.map { added[$0] }
  }
}

/// A node as a key: equal to every node with the same data.
private struct Content: Hashable {
  let node: Node

  static func == (left: Content, right: Content) -> Bool { left.node.isEqual(to: right.node) }

  func hash(into hasher: inout Hasher) { hasher.combine(node.fingerprint) }
}

/// Finds pairs of documents of one kind that share most of their values.
///
/// Only values that few documents have are looked up, so the work follows the number of
/// documents, not of pairs.
private struct Similarity {
  /// Two documents and how much of them is the same, in thousandths, the most similar first.
  let matches: [(old: Int, new: Int, score: Int)]

  /// How much two documents must share to be one that was renamed, in thousandths.
  private static let threshold = 900
  /// A value that more documents have than this tells nothing apart.
  private static let commonness = 16

  init(_ old: [StreamDocument], _ new: [StreamDocument]) {
    guard !old.isEmpty, !new.isEmpty else {
      matches = []
      return
    }
    let oldLeaves = old.map { Self.leaves(of: $0) }
    let newLeaves = new.map { Self.leaves(of: $0) }
    var places: [Int: [Int]] = [:]
    for (index, leaves) in oldLeaves.enumerated() {
      for leaf in leaves { places[leaf, default: []].append(index) }
    }
    var matches: [(old: Int, new: Int, score: Int)] = []
    for (index, leaves) in newLeaves.enumerated() {
      var candidates: Set<Int> = []
      for leaf in leaves {
        if let found = places[leaf], found.count <= Self.commonness { candidates.formUnion(found) }
      }
      for candidate in candidates
      where old[candidate].identity?.kind == new[index].identity?.kind {
        // The name itself, and what else follows it, is what a rename changes.
        let shared = leaves.intersection(oldLeaves[candidate]).count
        let total = max(leaves.count, oldLeaves[candidate].count) - 1
        let score = total <= 0 ? 0 : shared * 1000 / total
        if score >= Self.threshold { matches.append((candidate, index, score)) }
      }
    }
    self.matches = matches.sorted {
      ($1.score, $0.old, $0.new) < ($0.score, $1.old, $1.new)
    }
  }

  /// The values of a document with their paths, each as one number.
  private static func leaves(of document: StreamDocument) -> Set<Int> {
    var leaves: Set<Int> = []
    func visit(_ node: Node, _ path: Int) {
      switch node.kind {
      case .mapping:
        for pair in node.pairs {
          var hasher = Hasher()
          hasher.combine(path)
          hasher.combine(pair.key.resolved.text)
          visit(pair.value, hasher.finalize())
        }
      case .sequence: for item in node.items { visit(item, path &+ 1) }
      case .scalar, .alias:
        var hasher = Hasher()
        hasher.combine(path)
        hasher.combine(node.fingerprint)
        leaves.insert(hasher.finalize())
      }
    }
    visit(document.node, 0)
    return leaves
  }
}
