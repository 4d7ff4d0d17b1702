internal import YAML

/// Matches chunks that are equal byte for byte, so that nobody has to read them.
struct ChunkMatching {
  /// Equal chunks, in the order of the new side.
  let pairs: [(old: Int, new: Int)]
  /// The chunks without an equal one, in order.
  let unmatchedOld: [Int]
  let unmatchedNew: [Int]

  /// Matches each chunk with an equal one, of the source with the same name where there is one.
  init(_ old: StreamSide, _ new: StreamSide) {
    var search = Search(old, new)
    if old.sources.count == 1, new.sources.count == 1 {
      search.matchInOrder()
    } else {
      search.match { side, chunk in
        var hasher = Hasher()
        hasher.combine(side.chunks[chunk].hash)
        hasher.combine(side.sourceName(of: chunk))
        return hasher.finalize()
      }
    }
    search.match { side, chunk in side.chunks[chunk].hash }
    pairs = search.partners.enumerated().compactMap { $1 < 0 ? nil : ($1, $0) }
    unmatchedOld = search.isTaken.indices.filter { !search.isTaken[$0] }
    unmatchedNew = search.partners.indices.filter { search.partners[$0] < 0 }
  }
}

/// A matching in the making.
private struct Search {
  private let old: StreamSide
  private let new: StreamSide
  /// For each new chunk the old one, or -1.
  private(set) var partners: [Int]
  /// Whether an old chunk has a partner.
  private(set) var isTaken: [Bool]

  init(_ old: StreamSide, _ new: StreamSide) {
    self.old = old
    self.new = new
    partners = [Int](repeating: -1, count: new.chunks.count)
    isTaken = [Bool](repeating: false, count: old.chunks.count)
  }

  /// Pairs equal chunks of two streams so that as few of them as possible move.
  ///
  /// It matters where a chunk stands several times, and not as often on the other side.
  mutating func matchInOrder() {
    let matching = ListMatching(old.chunks.map(\.hash), new.chunks.map(\.hash))
    for (index, origin) in matching.origins.enumerated() {
      guard let origin, old.hasSameBytes(origin.position, as: index, of: new) else { continue }
      partners[index] = origin.position
      isTaken[origin.position] = true
    }
  }

  /// Pairs the chunks that are still free and have equal keys and equal bytes, first to first.
  mutating func match(by key: (StreamSide, Int) -> Int) {
    // The first free chunk with a key, and for each chunk the next one with the same key.
    var first: [Int: Int] = [:]
    first.reserveCapacity(old.chunks.count)
    var next = [Int](repeating: -1, count: old.chunks.count)
    for index in old.chunks.indices.reversed() where !isTaken[index] {
      if let later = first.updateValue(index, forKey: key(old, index)) { next[index] = later }
    }
    for index in new.chunks.indices where partners[index] < 0 {
      let key = key(new, index)
      guard let candidate = first[key], candidate >= 0,
        old.hasSameBytes(candidate, as: index, of: new)
      else { continue }
      partners[index] = candidate
      isTaken[candidate] = true
      first[key] = next[candidate]
    }
  }
}
