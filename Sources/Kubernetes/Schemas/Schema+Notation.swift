internal import YAML
internal import YAMLDiff

/// The notation of the tables: a schema reads as the type that it describes.
///
/// A table says what the OpenAPI document says: list types, their keys, quantities and
/// int-or-string fields. A field that is not named is one about which there is nothing to say.
extension Schema {
  /// A mapping with these fields.
  static func object(_ fields: [String: Schema]) -> Schema { Schema(properties: fields) }

  /// A kind of object: its fields, and the metadata that all kinds have.
  static func kind(_ fields: [String: Schema]) -> Schema {
    .object(fields.merging(["metadata": MetaSchemas.objectMeta]) { stated, _ in stated })
  }

  /// A mapping with any keys, each with such a value.
  static func each(_ value: Schema) -> Schema { Schema(additional: value) }

  /// `x-kubernetes-list-type: map`.
  static func keyed(_ keys: ListKey..., of item: Schema = .unknown) -> Schema {
    Schema(list: .map(keys: keys), items: item)
  }

  /// `x-kubernetes-list-type: atomic`.
  static func atomic(of item: Schema) -> Schema { Schema(list: .atomic, items: item) }

  /// `x-kubernetes-list-type: atomic`, of items about which there is nothing to say.
  static let atomic = Schema(list: .atomic)

  /// `x-kubernetes-list-type: set`.
  static let set = Schema(list: .set)

  /// A list whose type nobody states.
  static func list(of item: Schema) -> Schema { Schema(items: item) }

  /// `resource.Quantity`: `1`, `"1"` and `1000m` are the same.
  static let quantity = Schema(meaning: { value in
    switch value {
    case .string(let text): Quantity(text).map { .string($0.canonical) } ?? value
    case .number(let number): Quantity(number.json).map { .string($0.canonical) } ?? value
    default: value
    }
  })

  /// Quantities by the name of a resource: `limits`, `capacity`, `hard`.
  static let quantities = each(quantity)

  /// `intstr.IntOrString`: `8080` and `"8080"` are the same.
  static let intOrString = Schema(meaning: { value in
    if case .number(let number) = value, number.isInteger { .string(number.json) } else { value }
  })
}

extension ListKey {
  /// The protocol of a port, which is TCP where it is left out.
  static let `protocol` = ListKey("protocol", default: "TCP")
}
