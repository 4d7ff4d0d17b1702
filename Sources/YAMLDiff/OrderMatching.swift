/// Tells which documents of a stream moved: the fewest whose moves explain the new order.
struct OrderMatching {
  /// Equal chunks that stand elsewhere, in the order of the new side.
  private(set) var movedChunks: [(old: Int, new: Int)] = []
  /// The positions, among the pairs of documents, of those that stand elsewhere.
  private(set) var movedDocuments: Set<Int> = []

  /// Something that stands in both streams: a chunk that nobody read, or a document.
  private struct Element {
    /// The chunk, and the place in it.
    let place: (chunk: Int, index: Int)
    /// The same for what is the same.
    let token: Int
    /// The position among the pairs of documents; -1 for a chunk.
    let document: Int

    static func precedes(_ one: Element, _ other: Element) -> Bool { one.place < other.place }
  }

  init(
    _ chunks: [(old: Int, new: Int)], _ documents: [DocumentMatching.Pair], hashes: (Int) -> Int
  ) {
    var from: [Element] = []
    var to: [Element] = []
    var tokens: [Int: Int] = [:]
    for (index, pair) in chunks.enumerated() {
      // Chunks with equal bytes may stand for each other.
      let token = tokens[hashes(pair.old)] ?? index
      tokens[hashes(pair.old)] = token
      from.append(Element(place: (pair.old, 0), token: token, document: -1))
      to.append(Element(place: (pair.new, 0), token: token, document: -1))
    }
    for (index, pair) in documents.enumerated() {
      let token = chunks.count + index
      from.append(Element(place: pair.from.place, token: token, document: index))
      to.append(Element(place: pair.to.place, token: token, document: index))
    }
    from.sort(by: Element.precedes)
    to.sort(by: Element.precedes)
    let matching = ListMatching(from.map(\.token), to.map(\.token))
    for (index, origin) in matching.origins.enumerated() {
      guard let origin, origin.isMoved else { continue }
      if to[index].document >= 0 {
        movedDocuments.insert(to[index].document)
      } else {
        movedChunks.append((from[origin.position].place.chunk, to[index].place.chunk))
      }
    }
  }
}
