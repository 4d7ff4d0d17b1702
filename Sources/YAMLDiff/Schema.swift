package import YAML

/// What is known about a value from the kind of its document, as a tree that follows the value's.
///
/// It holds what a comparison needs of a Kubernetes structural schema: how a list's items find
/// their partners, and which scalars mean the same though they are written differently.
package final class Schema: Sendable {
  /// How two scalars are equal that are not equal as data, such as the quantities `1` and `1000m`.
  package typealias Meaning = @Sendable (_ one: Value, _ other: Value) -> Bool

  /// How the items of a list are told apart.
  package let list: ListRule
  /// What a scalar means; nil when it means just what it says.
  package let meaning: Meaning?
  /// What is known about the entries of a mapping, by key.
  package let properties: [String: Schema]
  /// What is known about the entries that ``properties`` does not name.
  package let additional: Schema?
  /// What is known about each item of a list.
  package let items: Schema?

  /// A schema that says nothing, also about what is inside.
  package static let unknown = Schema()

  package init(
    list: ListRule = .inferred, meaning: Meaning? = nil, properties: [String: Schema] = [:],
    additional: Schema? = nil, items: Schema? = nil
  ) {
    self.list = list
    self.meaning = meaning
    self.properties = properties
    self.additional = additional
    self.items = items
  }

  /// Whether nothing is known about what is inside either.
  var saysNothing: Bool { self === Schema.unknown }

  /// What is known about the value of a key.
  package subscript(key: String) -> Schema { properties[key] ?? additional ?? .unknown }

  /// What is known about each item.
  package var item: Schema { items ?? .unknown }
}
