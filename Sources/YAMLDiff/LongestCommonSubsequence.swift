/// The longest common subsequence of two lists of tokens, which tells what stayed in place.
///
/// It is exact where tokens are unique, and where the lists differ by no more than
/// ``differenceLimit`` steps; beyond that it is common and in order, but maybe not the longest.
enum LongestCommonSubsequence {
  /// How many insertions and removals the exact search for repeated tokens follows.
  private static let differenceLimit = 2_048

  /// The pairs of positions that match, rising on both sides.
  static func matches(_ left: [Int], _ right: [Int]) -> [(left: Int, right: Int)] {
    let start = zip(left, right).prefix { $0 == $1 }.count
    let end = zip(left.dropFirst(start).reversed(), right.dropFirst(start).reversed())
      .prefix { $0 == $1 }.count
    let middle = matchMiddle(
      common(left, start..<(left.count - end), in: right, start..<(right.count - end)),
      common(right, start..<(right.count - end), in: left, start..<(left.count - end)))
    let tail = (0..<end).map { (left.count - end + $0, right.count - end + $0) }
    return (0..<start).map { ($0, $0) } + middle + tail
  }

  /// A token and where it stands.
  private struct Item {
    let token: Int
    let position: Int
  }

  /// The items of a range whose tokens occur in the other list's range; others cannot match.
  private static func common(
    _ tokens: [Int], _ range: Range<Int>, in others: [Int], _ otherRange: Range<Int>
  ) -> [Item] {
    let known = Set(others[otherRange])
    return range.compactMap {
      known.contains(tokens[$0]) ? Item(token: tokens[$0], position: $0) : nil
    }
  }

  private static func matchMiddle(_ left: [Item], _ right: [Item]) -> [(left: Int, right: Int)] {
    if left.isEmpty || right.isEmpty { return [] }
    if areUnique(left), areUnique(right) { return matchUnique(left, right) }
    if let exact = matchExactly(left, right) { return exact }
    return matchAroundAnchors(left, right)
  }

  private static func areUnique(_ items: [Item]) -> Bool {
    var seen: Set<Int> = []
    return items.allSatisfy { seen.insert($0.token).inserted }
  }

  // MARK: Unique tokens

  /// Tokens that stand once on each side: the longest rising run of positions.
  private static func matchUnique(_ left: [Item], _ right: [Item]) -> [(left: Int, right: Int)] {
    let positions = Dictionary(right.map { ($0.token, $0.position) }) { first, _ in first }
    let pairs = left.compactMap { item in positions[item.token].map { (item.position, $0) } }
    return longestRising(pairs.map(\.1)).map { (left: pairs[$0].0, right: pairs[$0].1) }
  }

  /// The positions of a longest strictly rising subsequence (patience sorting, n log n).
  static func longestRising(_ values: [Int]) -> [Int] {
    var tails: [Int] = []
    var previous = [Int](repeating: -1, count: values.count)
    for (index, value) in values.enumerated() {
      var low = 0
      var high = tails.count
      while low < high {
        let middle = (low + high) / 2
        if values[tails[middle]] < value { low = middle + 1 } else { high = middle }
      }
      previous[index] = low > 0 ? tails[low - 1] : -1
      if low == tails.count { tails.append(index) } else { tails[low] = index }
    }
    var result: [Int] = []
    var index = tails.last ?? -1
    while index >= 0 {
      result.append(index)
      index = previous[index]
    }
    return result.reversed()
  }

  // MARK: Repeated tokens

  /// Myers' greedy algorithm ("An O(ND) Difference Algorithm", 1986); nil when the lists differ by
  /// more than the limit.
  private static func matchExactly(
    _ left: [Item], _ right: [Item]
  ) -> [(left: Int, right: Int)]? {
    let limit = min(differenceLimit, left.count + right.count)
    var furthest = [Int](repeating: 0, count: 2 * limit + 3)
    var trace: [[Int]] = []
    for distance in 0...limit {
      trace.append(Array(furthest[(limit + 1 - distance - 1)...(limit + 1 + distance + 1)]))
      for diagonal in stride(from: -distance, through: distance, by: 2) {
        let center = limit + 1 + diagonal
        let isDown =
          diagonal == -distance
          || (diagonal != distance && furthest[center - 1] < furthest[center + 1])
        var x = isDown ? furthest[center + 1] : furthest[center - 1] + 1
        while x < left.count, x - diagonal < right.count,
          left[x].token == right[x - diagonal].token
        { x += 1 }
        furthest[center] = x
        if x >= left.count, x - diagonal >= right.count {
          return walkBack(trace, left, right)
        }
      }
    }
    return nil
  }

  /// Follows the trace from the end to the start and collects the diagonal steps.
  private static func walkBack(
    _ trace: [[Int]], _ left: [Item], _ right: [Item]
  ) -> [(left: Int, right: Int)] {
    var pairs: [(left: Int, right: Int)] = []
    var x = left.count
    var y = right.count
    for distance in stride(from: trace.count - 1, through: 0, by: -1) {
      let furthest = trace[distance]
      let diagonal = x - y
      let center = distance + 1 + diagonal
      let isDown =
        diagonal == -distance
        || (diagonal != distance && furthest[center - 1] < furthest[center + 1])
      let before = isDown ? diagonal + 1 : diagonal - 1
      let startX = distance == 0 ? 0 : furthest[distance + 1 + before]
      let startY = distance == 0 ? 0 : startX - before
      while x > startX, y > startY, left[x - 1].token == right[y - 1].token {
        x -= 1
        y -= 1
        pairs.append((left[x].position, right[y].position))
      }
      (x, y) = (startX, startY)
    }
    return pairs.reversed()
  }

  /// Splits at the tokens that stand once on both sides, and matches between them.
  private static func matchAroundAnchors(
    _ left: [Item], _ right: [Item]
  ) -> [(left: Int, right: Int)] {
    let leftOnce = positionsOfUnique(left)
    let rightOnce = positionsOfUnique(right)
    let pairs = left.indices.compactMap { index -> (Int, Int)? in
      guard leftOnce[left[index].token] == index, let other = rightOnce[left[index].token] else {
        return nil
      }
      return (index, other)
    }
    let anchors = longestRising(pairs.map(\.1)).map { pairs[$0] }
    guard !anchors.isEmpty else { return matchGreedily(left, right) }
    var result: [(left: Int, right: Int)] = []
    var (x, y) = (0, 0)
    for (nextX, nextY) in anchors + [(left.count, right.count)] {
      result += matchMiddle(Array(left[x..<nextX]), Array(right[y..<nextY]))
      if nextX < left.count { result.append((left[nextX].position, right[nextY].position)) }
      (x, y) = (nextX + 1, nextY + 1)
    }
    return result
  }

  private static func positionsOfUnique(_ items: [Item]) -> [Int: Int] {
    var positions: [Int: Int] = [:]
    var repeated: Set<Int> = []
    for (index, item) in items.enumerated()
    where positions.updateValue(index, forKey: item.token) != nil { repeated.insert(item.token) }
    for token in repeated { positions[token] = nil }
    return positions
  }

  /// Takes each token's next occurrence on the other side: in order, fast, maybe not the longest.
  private static func matchGreedily(_ left: [Item], _ right: [Item]) -> [(left: Int, right: Int)] {
    var places: [Int: [Int]] = [:]
    for (index, item) in right.enumerated() { places[item.token, default: []].append(index) }
    var pairs: [(left: Int, right: Int)] = []
    var after = -1
    for item in left {
      guard let candidates = places[item.token] else { continue }
      var low = 0
      var high = candidates.count
      while low < high {
        let middle = (low + high) / 2
        if candidates[middle] <= after { low = middle + 1 } else { high = middle }
      }
      guard low < candidates.count else { continue }
      // A match far ahead would shut out everything before it.
      guard candidates[low] - after <= 64 else { continue }
      after = candidates[low]
      pairs.append((item.position, right[after].position))
    }
    return pairs
  }
}
