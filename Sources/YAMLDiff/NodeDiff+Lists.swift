internal import YAML

/// Lists: which item is which, and what was added, removed, moved or changed.
extension NodeDiff {
  mutating func compareItems(_ from: [Node], _ to: [Node], at place: NodePlace) {
    let keys = place.schema.list.identityKeys(from, to)
    var tokens = ItemTokens(keys: keys, schema: place.schema.item)
    let matching = ListMatching(from.map { tokens.token(of: $0) }, to.map { tokens.token(of: $0) })
    for index in from.indices where !matching.staysOrMoves(index) {
      let label = Self.label(of: from[index], keys: keys, index: index)
      add(.removed, from[index], nil, at: place.item(index, index, label))
    }
    for index in to.indices {
      let origin = matching.origins[index]
      let old = origin.map { from[$0.position] }
      // Most items stay as they are: they get no label.
      let isEqual = old.map { $0.isEqual(to: to[index]) } ?? false
      if isEqual, origin?.isMoved == false { continue }
      let label = Self.label(of: to[index], keys: keys, index: index)
      let item = place.item(origin?.position ?? index, index, label)
      guard let origin, let old else {
        add(.added, nil, to[index], at: item)
        continue
      }
      if origin.isMoved { add(.moved, old, to[index], at: item) }
      if !isEqual { compare(old, to[index], at: item) }
    }
  }

  /// How a keyed path names an item: `[name=web]`, `[port=80,protocol=TCP]`, or `/3`.
  static func label(of item: Node, keys: [ListKey]?, index: Int) -> String {
    guard let keys, let identity = ListRule.identity(of: item, by: keys) else {
      return "/\(index)"
    }
    let parts = zip(keys, identity).filter { $1 != .null }.map { key, value in
      "\(key.name)=\(value.string ?? value.json(isPretty: false))"
    }
    return "[" + parts.joined(separator: ",") + "]"
  }
}

/// Numbers that items share when they are the same: by their keys, else when they are equal.
struct ItemTokens {
  let keys: [ListKey]?
  let schema: Schema
  private var byKey: [[Value]: Int] = [:]
  private var byData: [Int: [(node: Node, token: Int)]] = [:]
  private var count = 0

  init(keys: [ListKey]?, schema: Schema) {
    self.keys = keys
    self.schema = schema
  }

  mutating func token(of item: Node) -> Int {
    if let identity = identity(of: item) {
      if let token = byKey[identity] { return token }
      count += 1
      byKey[identity] = count
      return count
    }
    let fingerprint = item.fingerprint
    if let known = byData[fingerprint]?.first(where: { $0.node.isEqual(to: item) }) {
      return known.token
    }
    count += 1
    byData[fingerprint, default: []].append((item, count))
    return count
  }

  /// What an item is known by, when that is not its data: its keys, or what its scalars mean.
  private func identity(of item: Node) -> [Value]? {
    if let keys { return ListRule.identity(of: item, by: keys) }
    guard schema.hasMeanings, let value = try? item.value() else { return nil }
    return [schema.meaning(of: value)]
  }
}

/// Which item of a list was which before.
struct ListMatching {
  /// Where an item was, and whether it stands elsewhere among those that stay.
  struct Origin {
    let position: Int
    let isMoved: Bool
  }

  /// For each new position, the old one; nil for an item that is new.
  let origins: [Origin?]
  private let matched: Set<Int>

  /// Whether the item at an old position is still there.
  func staysOrMoves(_ position: Int) -> Bool { matched.contains(position) }

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
