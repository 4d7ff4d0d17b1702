/// The order of a merged stream's documents: a three-way merge of keys.
///
/// Whichever side has moved documents has its order; what a side has added stays after what it was
/// put after. Swapping the sides changes nothing but who is told in a conflict.
struct DocumentOrder {
  typealias Key = [String]

  /// The keys in their merged order.
  private(set) var keys: [Key] = []
  /// Whether both sides have moved documents, and not alike: then it is ours.
  private(set) var isConflict = false

  /// - Parameter kept: the documents that the merge leaves.
  init(base: [Key], ours: [Key], theirs: [Key], kept: Set<Key>) {
    let both = Set(ours).intersection(theirs).intersection(kept)
    let (left, right) = (ours.filter(both.contains), theirs.filter(both.contains))
    let common = choose(left, right, knownFrom: base)
    let leftAdded = Self.added(in: ours.filter(kept.contains), to: both)
    let rightAdded = Self.added(in: theirs.filter(kept.contains), to: both)
    for anchor in [nil] + common.map(Optional.some) {
      if let anchor { keys.append(anchor) }
      let runs = [leftAdded[anchor] ?? [], rightAdded[anchor] ?? []].filter { !$0.isEmpty }
      for run in runs.sorted(by: Self.precedes) { keys += run }
    }
  }

  /// The order of what both sides have.
  private mutating func choose(_ ours: [Key], _ theirs: [Key], knownFrom base: [Key]) -> [Key] {
    guard ours != theirs else { return ours }
    let known = Set(base)
    let before = base.filter(Set(ours).contains)
    let hasMoved = (
      ours: ours.filter(known.contains) != before, theirs: theirs.filter(known.contains) != before
    )
    switch hasMoved {
    case (true, false): return ours
    case (false, true): return theirs
    case (false, false): return Self.precedes(ours, theirs) ? ours : theirs
    case (true, true):
      isConflict = true
      return ours
    }
  }

  /// What a side has besides, by what it comes after; nil for the start.
  private static func added(in keys: [Key], to common: Set<Key>) -> [Key?: [Key]] {
    var added: [Key?: [Key]] = [:]
    var anchor: Key?
    for key in keys {
      if common.contains(key) { anchor = key } else { added[anchor, default: []].append(key) }
    }
    return added
  }

  private static func precedes(_ one: [Key], _ other: [Key]) -> Bool {
    func text(_ keys: [Key]) -> String { keys.map { $0.joined(separator: "\u{0}") }.joined() }
    return text(one).utf8.lexicographicallyPrecedes(text(other).utf8)
  }
}
