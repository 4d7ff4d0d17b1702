package import YAML

/// How the items of a list find their partners in another version of the list.
///
/// The values are Kubernetes' `x-kubernetes-list-type` and `x-kubernetes-list-map-keys`. A rule
/// that the items of a list do not fit, such as keys that two of them share, says nothing there.
package enum ListRule: Hashable, Sendable {
  /// Items are the same when these keys of them are.
  case map(keys: [ListKey])
  /// Items are values that stand once; they are the same when they are equal.
  case set
  /// The list belongs to one writer, who replaces it whole.
  ///
  /// A merge takes it from one side or finds a conflict. A difference is told item by item all the
  /// same: a report that replaces a list of sixty rules by another hides which one was edited.
  case atomic
  /// Nothing is known: by a unique `name`, `id` or `key`, else by position in the common part.
  case inferred
}

/// A key that tells items apart, and what an item says that leaves it out.
package struct ListKey: Hashable, Sendable, ExpressibleByStringLiteral {
  package let name: String
  /// What the key is where an item does not have it: the protocol of a port is TCP.
  package let fallback: Value?

  package init(_ name: String, default fallback: Value? = nil) {
    self.name = name
    self.fallback = fallback
  }

  package init(stringLiteral name: String) { self.init(name) }

  /// What an item says by this key, given what it has.
  func value(_ given: Value?) -> Value {
    if let given, given != .null { given } else { fallback ?? .null }
  }
}

extension ListRule {
  /// The keys that may tell items apart, the likeliest first.
  private var candidates: [[ListKey]] {
    switch self {
    case .map(let keys): [keys, ["name"], ["id"], ["key"]]
    case .inferred, .atomic: [["name"], ["id"], ["key"]]
    case .set: []
    }
  }

  /// The keys that tell the items of both lists apart, or nil when the items have none.
  func identityKeys(_ from: [Node], _ to: [Node]) -> [ListKey]? {
    candidates.first { keys in
      [from, to].allSatisfy { Self.areUnique($0) { Self.identity(of: $0, by: keys) } }
    }
  }

  /// The keys that tell the items of every one of these lists apart, or nil.
  func identityKeys(_ lists: [[Value]]) -> [ListKey]? {
    candidates.first { keys in
      lists.allSatisfy { Self.areUnique($0) { Self.identity(of: $0, by: keys) } }
    }
  }

  /// What these keys say about an item; nil when it has none of them.
  static func identity(of item: Node, by keys: [ListKey]) -> [Value]? {
    let item = item.resolved
    guard item.kind == .mapping else { return nil }
    return identity(by: keys) { item[$0].flatMap { try? $0.value() } }
  }

  /// What these keys say about an item; nil when it has none of them.
  static func identity(of item: Value, by keys: [ListKey]) -> [Value]? {
    guard let mapping = item.mapping else { return nil }
    return identity(by: keys) { mapping[$0] }
  }

  /// How a keyed path names the item with an identity: `[name=web]`, `[port=80,protocol=TCP]`.
  static func label(of identity: [Value], by keys: [ListKey]) -> String {
    let parts = zip(keys, identity).filter { $1 != .null }.map { "\($0.name)=\($1.itemText)" }
    return "[" + parts.joined(separator: ",") + "]"
  }

  private static func identity(by keys: [ListKey], _ value: (String) -> Value?) -> [Value]? {
    let given = keys.map { value($0.name) }
    guard given.contains(where: { $0 != nil }) else { return nil }
    return zip(keys, given).map { $0.value($1) }
  }

  private static func areUnique<Item>(_ items: [Item], by identity: (Item) -> [Value]?) -> Bool {
    var seen: Set<[Value]> = []
    return items.allSatisfy { item in identity(item).map { seen.insert($0).inserted } ?? false }
  }
}
