internal import YAML

/// Finds documents that are the same under another name, whatever their number.
///
/// Content that is equal but for the name says so, and so does content that is mostly equal. Names
/// that belong together, such as `web` and `web-v2`, need less of it, and what repeats the name
/// counts as equal then. Only values that few documents have are looked up, so the work follows the
/// number of documents and not of pairs; where all that documents have is common, those are compared
/// that differ in one value, or stand at about the same place among their kind.
struct RenameSearch {
  /// Documents that belong together, by their positions, the most similar first.
  private(set) var matches: [(old: Int, new: Int)] = []

  /// How much two documents with unrelated names must share, in thousandths of what the larger has.
  private static let threshold = 900
  /// How much is enough for documents without identity in one file.
  static let anonymousThreshold = 460
  /// How much is enough where one name continues the other.
  private static let relatedThreshold = 750
  /// A value that more documents have than this tells nothing apart.
  private static let commonness = 16

  private let old: [DocumentLeaves]
  private let new: [DocumentLeaves]

  private let threshold: Int

  init(
    _ old: [StreamDocument], _ new: [StreamDocument], namePath: Path, threshold: Int = threshold
  ) {
    self.threshold = threshold
    guard !old.isEmpty, !new.isEmpty else {
      (self.old, self.new) = ([], [])
      return
    }
    self.old = old.map { DocumentLeaves($0, namePath: namePath) }
    self.new = new.map { DocumentLeaves($0, namePath: namePath) }
    var isTaken = Taken()
    matchEqual(&isTaken)
    matchSimilar(&isTaken)
    matchButOne(&isTaken)
    matchNeighbours(&isTaken)
  }

  private struct Taken {
    var old: Set<Int> = []
    var new: Set<Int> = []
  }

  private mutating func add(_ old: Int, _ new: Int, _ taken: inout Taken) {
    guard !taken.old.contains(old), !taken.new.contains(new) else { return }
    taken.old.insert(old)
    taken.new.insert(new)
    matches.append((old, new))
  }

  /// Pairs documents that have everything but the name in common, first to first.
  private mutating func matchEqual(_ taken: inout Taken) {
    var waiting: [DocumentLeaves.Content: [Int]] = [:]
    for (index, leaves) in old.enumerated().reversed() where !leaves.values.isEmpty {
      waiting[leaves.content, default: []].append(index)
    }
    for (index, leaves) in new.enumerated() {
      if let candidate = waiting[leaves.content]?.popLast() { add(candidate, index, &taken) }
    }
  }

  /// Pairs documents that have enough in common, the most similar first.
  private mutating func matchSimilar(_ taken: inout Taken) {
    var places: [Int: [Int]] = [:]
    for (index, leaves) in old.enumerated() where !taken.old.contains(index) {
      for value in leaves.values { places[value, default: []].append(index) }
    }
    let related = RelatedNames(old)
    var found: [(score: Int, old: Int, new: Int)] = []
    for (index, leaves) in new.enumerated() where !taken.new.contains(index) {
      var candidates = Set(related.candidates(for: leaves))
      for value in leaves.values {
        if let places = places[value], places.count <= Self.commonness {
          candidates.formUnion(places)
        }
      }
      for candidate in candidates where old[candidate].kind == leaves.kind {
        if let score = score(old[candidate], leaves) {
          found.append((score, candidate, index))
        }
      }
    }
    found.sort { ($1.score, $0.old, $0.new) < ($0.score, $1.old, $1.new) }
    for match in found { add(match.old, match.new, &taken) }
  }

  /// Pairs what differs in one value and has nothing else to be found by, first to first.
  private mutating func matchButOne(_ taken: inout Taken) {
    struct Rest: Hashable {
      let kind: [String]
      let sum: Int
    }
    func rests(_ leaves: DocumentLeaves) -> [Rest] {
      let sum = leaves.values.reduce(0, &+)
      return leaves.values.map { Rest(kind: leaves.kind, sum: sum &- $0) }
    }
    var waiting: [Rest: [Int]] = [:]
    for (index, leaves) in old.enumerated().reversed() where !taken.old.contains(index) {
      for rest in rests(leaves) { waiting[rest, default: []].append(index) }
    }
    for (index, leaves) in new.enumerated() where !taken.new.contains(index) {
      // Several rests may be waited for; which one is met first must not depend on hashes.
      let candidates = rests(leaves).compactMap { rest -> Int? in
        while let last = waiting[rest]?.last, taken.old.contains(last) {
          waiting[rest]?.removeLast()
        }
        return waiting[rest]?.last
      }
      guard let candidate = candidates.min(), score(old[candidate], leaves) != nil else { continue }
      add(candidate, index, &taken)
    }
  }

  /// How far apart two documents may stand among what is left of their kind.
  private static let neighbourhood = 4

  /// Pairs documents that have enough in common with one at about the same place.
  private mutating func matchNeighbours(_ taken: inout Taken) {
    let olds = Dictionary(grouping: old.indices.filter { !taken.old.contains($0) }) {
      old[$0].kind
    }
    let news = Dictionary(grouping: new.indices.filter { !taken.new.contains($0) }) {
      new[$0].kind
    }
    var found: [(score: Int, old: Int, new: Int)] = []
    for (kind, indices) in news {
      guard let candidates = olds[kind] else { continue }
      for (rank, index) in indices.enumerated() {
        let near = candidates.dropFirst(max(0, rank - Self.neighbourhood)).prefix(
          2 * Self.neighbourhood + 1)
        for candidate in near {
          if let score = score(old[candidate], new[index]) {
            found.append((score, candidate, index))
          }
        }
      }
    }
    found.sort { ($1.score, $0.old, $0.new) < ($0.score, $1.old, $1.new) }
    for match in found { add(match.old, match.new, &taken) }
  }

  /// How similar two documents are, in thousandths; nil when it is not enough.
  private func score(_ old: DocumentLeaves, _ new: DocumentLeaves) -> Int? {
    switch RelatedNames.relation(old.name, new.name) {
    case .unrelated:
      let score = Self.shared(old.values, new.values)
      return score >= threshold ? score : nil
    case .continued:
      let score = Self.shared(old.valuesWithoutName(), new.valuesWithoutName())
      return score >= Self.relatedThreshold ? score : nil
    case .hashed:
      return Self.shared(old.valuesWithoutName(), new.valuesWithoutName())
    }
  }

  /// What two sets have in common, in thousandths of the larger one.
  private static func shared(_ one: Set<Int>, _ other: Set<Int>) -> Int {
    let all = max(one.count, other.count)
    return all == 0 ? 1000 : one.intersection(other).count * 1000 / all
  }
}
