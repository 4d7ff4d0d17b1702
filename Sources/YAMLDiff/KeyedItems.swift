internal import YAML

/// The items of a list by what their keys say, in order.
struct KeyedItems {
  /// The identities in the order of the list.
  let identities: [[Value]]
  private let items: [[Value]: Value]

  init(_ list: [Value], keys: [ListKey]) {
    identities = list.map { ListRule.identity(of: $0, by: keys) ?? [] }
    items = Dictionary(zip(identities, list)) { first, _ in first }
  }

  /// Items that are values of their own, each once in the list; nil when they are not.
  init?(set list: [Value]) {
    guard list.allSatisfy({ $0.mapping == nil && $0.sequence == nil }),
      Set(list).count == list.count
    else { return nil }
    identities = list.map { [$0] }
    items = Dictionary(list.map { ([$0], $0) }) { first, _ in first }
  }

  subscript(identity: [Value]) -> Value? { items[identity] }

  /// The order of a merge: that of the side which changed it, with new items after the item they
  /// follow on their side; nil when both sides changed it in different ways.
  static func order(_ base: KeyedItems, _ ours: KeyedItems, _ theirs: KeyedItems) -> [[Value]]? {
    let shared = Set(base.identities).intersection(ours.identities)
      .intersection(theirs.identities)
    func common(_ side: KeyedItems) -> [[Value]] { side.identities.filter(shared.contains) }
    let (old, left, right) = (common(base), common(ours), common(theirs))
    guard left == right || old == left || old == right else { return nil }
    let skeleton = old == left ? right : left
    var result: [[Value]] = []
    for place in [nil] + skeleton.map(Optional.some) {
      if let place { result.append(place) }
      result += merged(
        ours.following(place, shared: shared), theirs.following(place, shared: shared))
    }
    // What one side moved behind different items may be there twice.
    var seen: Set<[Value]> = []
    return result.filter { seen.insert($0).inserted }
  }

  /// The items right after a shared one (or at the start) that are not shared.
  private func following(_ place: [Value]?, shared: Set<[Value]>) -> [[Value]] {
    let start = place.flatMap { identities.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    if place != nil, start == 0 { return [] }
    return Array(identities[start...].prefix { !shared.contains($0) })
  }

  /// Both sides' items of one place: the same whichever side is which.
  private static func merged(_ left: [[Value]], _ right: [[Value]]) -> [[Value]] {
    if left == right || right.isEmpty { return left }
    if left.isEmpty { return right }
    let all = left + right.filter { !left.contains($0) }
    return all.sorted { one, other in
      Value.sequence(one).json(isPretty: false).utf8
        .lexicographicallyPrecedes(Value.sequence(other).json(isPretty: false).utf8)
    }
  }
}

/// The parts of three lists between the items that all of them have.
enum PlainParts {
  struct Part {
    let base: Range<Int>
    let ours: Range<Int>
    let theirs: Range<Int>
  }

  /// The parts in order: shared items, and what stands between them.
  static func parts(_ base: [Value], _ ours: [Value], _ theirs: [Value]) -> [Part] {
    var tokens: [Value: Int] = [:]
    func token(_ value: Value) -> Int {
      if let token = tokens[value] { return token }
      tokens[value] = tokens.count
      return tokens.count - 1
    }
    let (old, left, right) = (base.map(token), ours.map(token), theirs.map(token))
    let inOurs = Dictionary(
      uniqueKeysWithValues: LongestCommonSubsequence.matches(old, left).map { ($0.left, $0.right) })
    let inTheirs = Dictionary(
      uniqueKeysWithValues: LongestCommonSubsequence.matches(old, right).map { ($0.left, $0.right) }
    )
    var parts: [Part] = []
    var (b, o, t) = (0, 0, 0)
    for index in base.indices {
      guard let ourIndex = inOurs[index], let theirIndex = inTheirs[index] else { continue }
      parts.append(Part(base: b..<index, ours: o..<ourIndex, theirs: t..<theirIndex))
      parts.append(
        Part(
          base: index..<(index + 1), ours: ourIndex..<(ourIndex + 1),
          theirs: theirIndex..<(theirIndex + 1)))
      (b, o, t) = (index + 1, ourIndex + 1, theirIndex + 1)
    }
    parts.append(Part(base: b..<base.count, ours: o..<ours.count, theirs: t..<theirs.count))
    return parts
  }
}
