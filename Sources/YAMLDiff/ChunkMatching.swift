/// Matches chunks that are equal byte for byte, and tells which of them stand elsewhere.
struct ChunkMatching {
  private let old: StreamSide
  private let new: StreamSide
  /// Equal chunks, in the order of the new side.
  private(set) var pairs: [(old: Int, new: Int)] = []
  /// The chunks without an equal one.
  private(set) var unmatchedOld: [Int] = []
  private(set) var unmatchedNew: [Int] = []
  /// The positions in ``pairs`` of chunks that moved.
  private(set) var movedPairs: [Int] = []
  /// The chunks of the new side whose documents, matched by identity, moved.
  private(set) var movedOrders: Set<Int> = []

  init(_ old: StreamSide, _ new: StreamSide) {
    self.old = old
    self.new = new
    var waiting: [Int: [Int]] = [:]
    waiting.reserveCapacity(old.chunks.count)
    for index in old.chunks.indices.reversed() {
      waiting[old.chunks[index].hash, default: []].append(index)
    }
    var matched = [Bool](repeating: false, count: old.chunks.count)
    for index in new.chunks.indices {
      let chunk = new.chunks[index]
      guard let candidate = waiting[chunk.hash]?.last,
        old.bytes(of: old.chunks[candidate]) == new.bytes(of: chunk)
      else {
        unmatchedNew.append(index)
        continue
      }
      waiting[chunk.hash]?.removeLast()
      matched[candidate] = true
      pairs.append((candidate, index))
    }
    unmatchedOld = matched.indices.filter { !matched[$0] }
  }

  /// Finds the fewest chunks whose moves explain the new order of a stream.
  mutating func findMoves(_ documents: [DocumentMatching.Pair]) {
    var all = pairs.enumerated().map { (old: $1.old, new: $1.new, pair: $0) }
    var seen: Set<Int> = []
    for document in documents where seen.insert(document.to.order).inserted {
      all.append((document.from.order, document.to.order, -1))
    }
    all.sort { $0.new < $1.new }
    let kept = Set(LongestCommonSubsequence.longestRising(all.map(\.old)))
    for (index, item) in all.enumerated() where !kept.contains(index) {
      if item.pair >= 0 { movedPairs.append(item.pair) } else { movedOrders.insert(item.new) }
    }
  }

  /// Finds the chunks that stand in another file.
  mutating func findMovesBetweenFiles() {
    movedPairs = pairs.indices.filter { index in
      let from = old.sources[old.chunks[pairs[index].old].source].name
      let to = new.sources[new.chunks[pairs[index].new].source].name
      return from != to
    }
  }
}
