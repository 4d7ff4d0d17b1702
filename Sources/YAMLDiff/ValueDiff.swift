package import YAML

/// The structural difference of two values.
///
/// Key order is never a difference; lists are compared by their ``ListRule``.
package struct ValueDiff {
  private let rules: ListRules
  private var changes: [ValueChange] = []

  private init(rules: @escaping ListRules) { self.rules = rules }

  /// The changes that turn `from` into `to`, in the order of the document; none when they are
  /// equal as data.
  package static func changes(
    from: Value, to: Value, rules: @escaping ListRules = { _ in .inferred }
  ) -> [ValueChange] {
    var diff = ValueDiff(rules: rules)
    diff.compare(from, to, at: Place(old: Path(), new: Path(), keyed: ""))
    return diff.changes
  }

  /// The same node's way in the old document, in the new one, and by keys.
  private struct Place {
    var old: Path
    var new: Path
    var keyed: String

    func key(_ key: String) -> Place {
      Place(
        old: old.appending(key), new: new.appending(key), keyed: keyed + "/" + Path.escape(key))
    }

    func item(_ old: Int, _ new: Int, _ label: String) -> Place {
      Place(
        old: self.old.appending(.index(old)), new: self.new.appending(.index(new)),
        keyed: keyed + label)
    }
  }

  private mutating func compare(_ from: Value, _ to: Value, at place: Place) {
    guard from != to else { return }
    switch (from, to) {
    case (.mapping(let old), .mapping(let new)): compare(old, new, at: place)
    case (.sequence(let old), .sequence(let new)) where rules(place.new) != .atomic:
      compare(old, new, at: place)
    default: add(.changed, from, to, at: place)
    }
  }

  private mutating func compare(_ from: Mapping, _ to: Mapping, at place: Place) {
    for (key, old) in from.entries {
      if let new = to[key] {
        compare(old, new, at: place.key(key))
      } else {
        add(.removed, old, nil, at: place.key(key))
      }
    }
    for (key, new) in to.entries where from[key] == nil {
      add(.added, nil, new, at: place.key(key))
    }
  }

  private mutating func compare(_ from: [Value], _ to: [Value], at place: Place) {
    let keys = rules(place.new).identityKeys(from, to)
    func identity(_ item: Value) -> Value {
      guard let keys, let mapping = item.mapping else { return item }
      return .sequence(keys.map { mapping[$0] ?? .null })
    }
    var tokens: [Value: Int] = [:]
    func token(_ item: Value) -> Int {
      let identity = identity(item)
      if let token = tokens[identity] { return token }
      tokens[identity] = tokens.count
      return tokens.count - 1
    }
    let kept = LongestCommonSubsequence.matches(from.map(token), to.map(token))
    let removed = Set(from.indices).subtracting(kept.map(\.left))
    let inserted = Set(to.indices).subtracting(kept.map(\.right))
    for index in removed.sorted() {
      let label = Self.label(of: from[index], keys: keys, index: index)
      add(.removed, from[index], nil, at: place.item(index, index, label))
    }
    var old = 0
    for index in to.indices {
      let label = Self.label(of: to[index], keys: keys, index: index)
      if inserted.contains(index) {
        add(.added, nil, to[index], at: place.item(index, index, label))
        continue
      }
      while removed.contains(old) { old += 1 }
      compare(from[old], to[index], at: place.item(old, index, label))
      old += 1
    }
  }

  /// How a keyed path names an item: `[name=web]`, `[port=80,protocol=TCP]`, or `/3`.
  private static func label(of item: Value, keys: [String]?, index: Int) -> String {
    guard let keys, let mapping = item.mapping else { return "/\(index)" }
    let parts = keys.compactMap { key in
      mapping[key].map { value in "\(key)=\(value.string ?? value.json(isPretty: false))" }
    }
    return "[" + parts.joined(separator: ",") + "]"
  }

  private mutating func add(_ kind: ValueChange.Kind, _ from: Value?, _ to: Value?, at place: Place)
  {
    changes.append(
      ValueChange(
        kind, path: kind == .removed ? place.old : place.new, keyedPath: place.keyed, from: from,
        to: to))
  }
}
