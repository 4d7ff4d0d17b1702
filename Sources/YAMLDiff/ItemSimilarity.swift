internal import YAML

/// Items of a list without keys that are the same item, edited.
///
/// Between two items that stay, what is gone on one side and new on the other is matched where
/// both are mostly equal: so one value that changes is told as that, and an edit of the text
/// leaves the rest of the item as it is written.
extension ListMatching {
  /// Matches items by their numbers; then, where no keys tell them apart, by what they share.
  init(_ from: [ListItem], _ to: [ListItem], tokens: inout ItemTokens) {
    self.init(from.map { tokens.token(of: $0) }, to.map { tokens.token(of: $0) })
    guard tokens.keys == nil else { return }
    var (old, new) = (0, 0)
    for index in to.indices + [to.count] {
      let stays = index < to.count ? origins[index] : nil
      guard index == to.count || stays?.isMoved == false else { continue }
      let end = stays?.position ?? from.count
      pairSimilar(
        (old..<end).filter { !staysOrMoves($0) }, (new..<index).filter { origins[$0] == nil },
        from, to)
      (old, new) = (end + 1, index + 1)
    }
  }

  /// How many pairs of items of a gap are compared; of more, the first is compared with the first.
  private static let mostPairs = 1 << 12

  private mutating func pairSimilar(
    _ olds: [Int], _ news: [Int], _ from: [ListItem], _ to: [ListItem]
  ) {
    guard !olds.isEmpty, !news.isEmpty else { return }
    let left = olds.map { ItemLeaves(from[$0].node) }
    let right = news.map { ItemLeaves(to[$0].node) }
    guard left.count * right.count <= Self.mostPairs else {
      for (old, new) in zip(olds.indices, news.indices)
      where left[old].similarity(to: right[new]) > 0 {
        pair(olds[old], news[new])
      }
      return
    }
    // The pairs in order that share the most: from the end, what the rest can come to at most.
    var best = [[Int]](
      repeating: [Int](repeating: 0, count: right.count + 1), count: left.count + 1)
    var score = best
    for old in left.indices.reversed() {
      for new in right.indices.reversed() {
        score[old][new] = left[old].similarity(to: right[new])
        let paired = score[old][new] > 0 ? score[old][new] + best[old + 1][new + 1] : 0
        best[old][new] = max(paired, best[old + 1][new], best[old][new + 1])
      }
    }
    var (old, new) = (0, 0)
    while old < left.count, new < right.count {
      if score[old][new] > 0, best[old][new] == score[old][new] + best[old + 1][new + 1] {
        pair(olds[old], news[new])
        (old, new) = (old + 1, new + 1)
      } else if best[old][new] == best[old + 1][new] {
        old += 1
      } else {
        new += 1
      }
    }
  }
}

/// The values in an item with the ways to them, each as one number; positions in lists do not count.
private struct ItemLeaves {
  private var values: Set<Int> = []
  private var ways: Set<Int> = []
  private let kind: NodeKind

  init(_ item: Node) {
    kind = item.resolved.kind
    if kind != .scalar { visit(item.resolved, 0) }
  }

  /// How much two items share, in thousandths of the larger; 0 where that is not enough: less than
  /// half, unless one value is all that differs.
  func similarity(to other: ItemLeaves) -> Int {
    guard kind == other.kind, kind != .scalar else { return 0 }
    let common = values.intersection(other.values).count
    let all = max(values.count, other.values.count)
    let isOneValue = values.count == other.values.count && common == all - 1 && ways == other.ways
    return 2 * common >= all || isOneValue ? max(common * 1000 / max(all, 1), 1) : 0
  }

  private mutating func visit(_ node: Node, _ way: Int) {
    let children = node.children
    switch node.kind {
    case .mapping where !children.isEmpty:
      for pair in node.pairs {
        visit(pair.value.resolved, Self.hash(way, pair.key.resolved.fingerprint))
      }
    case .sequence where !children.isEmpty:
      for item in children { visit(item.resolved, way &+ 1) }
    default:
      ways.insert(way)
      values.insert(Self.hash(way, node.fingerprint))
    }
  }

  private static func hash(_ way: Int, _ value: Int) -> Int {
    var hasher = Hasher()
    hasher.combine(way)
    hasher.combine(value)
    return hasher.finalize()
  }
}
