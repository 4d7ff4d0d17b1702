internal import YAMLDiff

/// The types of `meta/v1` that other kinds are made of (OpenAPI `io.k8s.apimachinery…meta.v1`).
enum MetaSchemas {
  static let objectMeta = Schema.object([
    "finalizers": .set,
    "managedFields": .atomic,
    "ownerReferences": .keyed("uid"),
  ])

  static let labelSelector = Schema.object([
    "matchExpressions": .atomic(of: .object(["values": .atomic]))
  ])

  /// The status of a kind of which there is no more to say.
  static let status = Schema.object(["conditions": conditions])

  static let conditions = Schema.keyed("type")
}
