package import YAML

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

/// Tells the rule of the list at a path of a document.
package typealias ListRules = @Sendable (Path) -> ListRule

extension ListRule {
  /// The keys that tell the items of both lists apart, or nil when the items have none.
  func identityKeys(_ from: [Value], _ to: [Value]) -> [String]? {
    switch self {
    case .map(let keys): Self.areUnique(keys, from) && Self.areUnique(keys, to) ? keys : nil
    case .inferred:
      [["name"], ["id"], ["key"]].first { Self.areUnique($0, from) && Self.areUnique($0, to) }
    case .set, .atomic: nil
    }
  }

  private static func areUnique(_ keys: [String], _ items: [Value]) -> Bool {
    var seen: Set<[Value?]> = []
    for item in items {
      guard let mapping = item.mapping else { return false }
      let identity = keys.map { mapping[$0] }
      guard identity.contains(where: { $0 != nil }), seen.insert(identity).inserted else {
        return false
      }
    }
    return true
  }
}
