internal import YAML

/// Lists: which item is which, and what was added, removed, moved or changed.
extension NodeDiff {
  mutating func compareItems(_ from: [Node], _ to: [Node], at place: NodePlace) {
    let keys = place.schema.list.identityKeys(from, to)
    let olds = ListItem.counting(from, keys: keys, ignored: place.ignored?.old)
    let news = ListItem.counting(to, keys: keys, ignored: place.ignored?.new)
    var tokens = ItemTokens(
      keys: keys, schema: place.schema.item, prunes: place.ignored != nil)
    let matching = ListMatching(olds, news, tokens: &tokens)
    for (index, item) in olds.enumerated() where !matching.staysOrMoves(index) {
      let label = Self.label(of: item.node, keys: keys, index: item.position)
      add(.removed, item.node, nil, at: place.item(item, item, label))
    }
    for (index, new) in news.enumerated() {
      let origin = matching.origins[index]
      let old = origin.map { olds[$0.position] }
      // Most items stay as they are: they get no label.
      let isEqual =
        origin?.isEdited != true
        && old.map { tokens.proveEquality || $0.node.isEqual(to: new.node) } ?? false
      if isEqual, origin?.isMoved == false { continue }
      let label = Self.label(of: new.node, keys: keys, index: new.position)
      let item = place.item(old ?? new, new, label)
      guard let origin, let old else {
        add(.added, nil, new.node, at: item)
        continue
      }
      if origin.isMoved { add(.moved, old.node, new.node, at: item) }
      if !isEqual { compare(old.node, new.node, at: item) }
    }
  }

  /// How a keyed path names an item: `[name=web]`, `[port=80,protocol=TCP]`, or `/3`.
  static func label(of item: Node, keys: [ListKey]?, index: Int) -> String {
    guard let keys, let identity = ListRule.identity(of: item, by: keys) else {
      return "/\(index)"
    }
    return ListRule.label(of: identity, by: keys)
  }
}

/// An item of a list that counts: where it stands, and what of it does not count.
struct ListItem {
  let position: Int
  let node: Node
  let ignored: IgnoredParts?

  /// The items of a list of which rules leave something.
  static func counting(
    _ nodes: [Node], keys: [ListKey]?, ignored: IgnoredParts?
  ) -> [ListItem] {
    nodes.enumerated().compactMap { position, node in
      let parts = ignored?.entering(item: node, at: position, keys: keys)
      if parts?.ignoresAll(of: node) == true { return nil }
      return ListItem(position: position, node: node, ignored: parts)
    }
  }
}

/// Numbers that items share when they are the same: by their keys, else when they are equal.
struct ItemTokens {
  let keys: [ListKey]?
  let schema: Schema
  /// Whether rules may leave less of an item than all of it.
  let prunes: Bool
  private var byKey: [[Value]: Int] = [:]
  private var byData: [Int: [(node: Node, token: Int)]] = [:]
  private var count = 0

  init(keys: [ListKey]?, schema: Schema, prunes: Bool) {
    self.keys = keys
    self.schema = schema
    self.prunes = prunes
  }

  /// Whether items with the same number are equal in all that counts.
  var proveEquality: Bool { keys == nil && prunes }

  mutating func token(of item: ListItem) -> Int {
    if let identity = identity(of: item) {
      if let token = byKey[identity] { return token }
      count += 1
      byKey[identity] = count
      return count
    }
    let fingerprint = item.node.fingerprint
    if let known = byData[fingerprint]?.first(where: { $0.node.isEqual(to: item.node) }) {
      return known.token
    }
    count += 1
    byData[fingerprint, default: []].append((item.node, count))
    return count
  }

  /// What an item is known by, when that is not its data: its keys, or what is left of it and
  /// what its scalars mean.
  private func identity(of item: ListItem) -> [Value]? {
    if let keys { return ListRule.identity(of: item.node, by: keys) }
    guard prunes || schema.hasMeanings, let value = try? item.node.value() else { return nil }
    let rest = item.ignored.map { $0.rest(of: value) ?? .null } ?? value
    return [schema.meaning(of: rest)]
  }
}

/// Which item of a list was which before.
struct ListMatching {
  /// Where an item was, and whether it stands elsewhere among those that stay.
  struct Origin {
    let position: Int
    let isMoved: Bool
    /// Whether it is known by what is left of it alone.
    var isEdited = false
  }

  /// For each new position, the old one; nil for an item that is new.
  private(set) var origins: [Origin?]
  private var matched: Set<Int>

  /// Whether the item at an old position is still there.
  func staysOrMoves(_ position: Int) -> Bool { matched.contains(position) }

  /// Takes an item for one that was edited.
  mutating func pair(_ old: Int, _ new: Int) {
    origins[new] = Origin(position: old, isMoved: false, isEdited: true)
    matched.insert(old)
  }

  /// Matches two lists of tokens; as few items as possible are moved.
  init(_ from: [Int], _ to: [Int]) {
    var origins = [Origin?](repeating: nil, count: to.count)
    let kept = LongestCommonSubsequence.matches(from, to)
    for pair in kept { origins[pair.right] = Origin(position: pair.left, isMoved: false) }
    var matched = Set(kept.map(\.left))
    // What is left on both sides and is the same has moved, first to first.
    var waiting: [Int: [Int]] = [:]
    for index in from.indices.reversed() where !matched.contains(index) {
      waiting[from[index], default: []].append(index)
    }
    for index in to.indices where origins[index] == nil {
      guard let position = waiting[to[index]]?.popLast() else { continue }
      origins[index] = Origin(position: position, isMoved: true)
      matched.insert(position)
    }
    self.origins = origins
    self.matched = matched
  }
}
