internal import YAML

/// How the items of a list find their partners in another version of the list.
///
/// The values are Kubernetes' `x-kubernetes-list-type` and `x-kubernetes-list-map-keys`.
package enum ListRule: Hashable, Sendable {
  /// Items are the same when these keys of them are.
  case map(keys: [String])
  /// Items are values that stand once; they are the same when they are equal.
  case set
  /// The list is one value.
  case atomic
  /// Nothing is known: by a unique `name`, `id` or `key`, else by position in the common part.
  case inferred
}

extension ListRule {
  /// The keys that tell the items of both lists apart, or nil when the items have none.
  func identityKeys(_ from: [Node], _ to: [Node]) -> [String]? {
    switch self {
    case .map(let keys): Self.areUnique(keys, from) && Self.areUnique(keys, to) ? keys : nil
    case .inferred:
      [["name"], ["id"], ["key"]].first { Self.areUnique($0, from) && Self.areUnique($0, to) }
    case .set, .atomic: nil
    }
  }

  /// What these keys say about an item; nil when it has none of them.
  static func identity(of item: Node, by keys: [String]) -> [Value]? {
    let item = item.resolved
    guard item.kind == .mapping else { return nil }
    var isKnown = false
    let values = keys.map { key -> Value in
      guard let value = item[key].flatMap({ try? $0.value() }) else { return .null }
      isKnown = true
      return value
    }
    return isKnown ? values : nil
  }

  private static func areUnique(_ keys: [String], _ items: [Node]) -> Bool {
    var seen: Set<[Value]> = []
    return items.allSatisfy { item in
      identity(of: item, by: keys).map { seen.insert($0).inserted } ?? false
    }
  }
}
