internal import YAML

/// The order in which people write the fields that every Kubernetes object has.
///
/// What has no place in it keeps the order that it was given in.
enum KubernetesKeyOrder {
  private static let object = ["apiVersion", "kind", "metadata"]
  private static let metadata = ["name", "generateName", "namespace", "labels", "annotations"]

  /// The object with those fields first.
  static func ordered(_ value: Value) -> Value {
    guard case .mapping(var mapping) = first(object, of: value) else { return value }
    if let inner = mapping["metadata"] { mapping["metadata"] = first(metadata, of: inner) }
    return .mapping(mapping)
  }

  private static func first(_ keys: [String], of value: Value) -> Value {
    guard case .mapping(let mapping) = value else { return value }
    let leading = keys.compactMap { key in mapping[key].map { (key: key, value: $0) } }
    let others = mapping.entries.filter { !keys.contains($0.key) }
    return .mapping(Mapping(leading + others.map { (key: $0.key, value: $0.value) }))
  }
}
