package import YAML

/// What is known about a value from the kind of its document, as a tree that follows the value's.
///
/// It holds what a comparison needs of a Kubernetes structural schema: how a list's items find
/// their partners, and which scalars mean the same though they are written differently.
package final class Schema: Sendable {
  /// What a scalar means: the same value for scalars that mean the same, such as the quantities
  /// `1` and `1000m`.
  package typealias Meaning = @Sendable (Value) -> Value

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
  /// Whether the value is an object whose own kind says what is known about it
  /// (`x-kubernetes-embedded-resource`).
  package let isEmbeddedObject: Bool
  /// Whether such objects may be in the value.
  package let holdsEmbeddedObjects: Bool
  /// Whether some scalar in the value means something else than it says.
  package let hasMeanings: Bool

  /// A schema that says nothing, also about what is inside.
  package static let unknown = Schema()

  package init(
    list: ListRule = .inferred, meaning: Meaning? = nil, properties: [String: Schema] = [:],
    additional: Schema? = nil, items: Schema? = nil, isEmbeddedObject: Bool = false
  ) {
    self.isEmbeddedObject = isEmbeddedObject
    holdsEmbeddedObjects =
      isEmbeddedObject || additional?.holdsEmbeddedObjects == true
      || items?.holdsEmbeddedObjects == true
      || properties.contains { $0.value.holdsEmbeddedObjects }
    self.list = list
    self.meaning = meaning
    self.properties = properties
    self.additional = additional
    self.items = items
    hasMeanings =
      meaning != nil || additional?.hasMeanings == true || items?.hasMeanings == true
      || properties.contains { $0.value.hasMeanings }
  }

  /// Whether nothing is known about what is inside either.
  var saysNothing: Bool { self === Schema.unknown }

  /// What is known about the value of a key.
  package subscript(key: String) -> Schema { properties[key] ?? additional ?? .unknown }

  /// What is known about each item.
  package var item: Schema { items ?? .unknown }

  /// The value with what its scalars mean in place of what they say.
  package func meaning(of value: Value) -> Value {
    guard hasMeanings else { return value }
    return switch value {
    case .mapping(let mapping):
      .mapping(Mapping(mapping.entries.map { ($0.key, self[$0.key].meaning(of: $0.value)) }))
    case .sequence(let values): .sequence(values.map { item.meaning(of: $0) })
    default: meaning?(value) ?? value
    }
  }
}
