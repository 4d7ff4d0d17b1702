internal import YAML
internal import YAMLDiff

/// A definition of a kind, as far as a comparison needs it (`apiextensions.k8s.io/v1`, `v1beta1`).
struct CustomResourceDefinition {
  private let spec: Node

  /// Takes a document that is a definition; nil when it is something else.
  init?(_ node: Node) {
    guard node.kind == .mapping, node["kind"]?.text == "CustomResourceDefinition",
      node["apiVersion"]?.text?.hasPrefix("apiextensions.k8s.io/") == true,
      let spec = node["spec"]?.resolved, spec.kind == .mapping
    else { return nil }
    self.spec = spec
  }

  /// Whether it defines this kind.
  func defines(_ type: GroupVersionKind) -> Bool {
    spec["group"]?.text == type.group && spec["names"]?.resolved["kind"]?.text == type.kind
  }

  /// The schema of a version; that of the version which is stored when this one is not defined.
  func schema(ofVersion name: String, meanings: Bool) -> Schema {
    let versions = (spec["versions"]?.resolved.items ?? []).map(\.resolved)
    let version =
      versions.first { $0["name"]?.text == name }
      ?? versions.first { $0["storage"]?.text == "true" } ?? versions.first
    let validation = version?["schema"] ?? spec["validation"]
    guard let root = validation?.resolved["openAPIV3Schema"] else { return KnownKinds.anyKind }
    var reader = StructuralSchemaReader(meanings: meanings)
    return reader.schema(of: root, isObject: true)
  }
}

/// Reads a structural schema: the OpenAPI of a definition with Kubernetes' extensions.
private struct StructuralSchemaReader {
  let meanings: Bool
  /// How many schemas may still be read: aliases can make a small text an endless tree.
  private var budget = 100_000

  init(meanings: Bool) { self.meanings = meanings }

  /// Reads a node; an object has metadata that the definition does not describe.
  mutating func schema(of node: Node, isObject: Bool = false) -> Schema {
    let node = node.resolved
    budget -= 1
    guard node.kind == .mapping, budget > 0 else { return .unknown }
    var properties: [String: Schema] = [:]
    for pair in node["properties"]?.resolved.pairs ?? [] {
      guard let key = pair.key.resolved.text else { continue }
      let property = schema(of: pair.value)
      if !property.isUnknown { properties[key] = property }
    }
    let isEmbedded = node["x-kubernetes-embedded-resource"]?.text == "true"
    if isObject || isEmbedded {
      properties["metadata"] = MetaSchemas.objectMeta
    }
    let items = node["items"].map { schema(of: $0) }
    return Schema(
      list: rule(of: node), meaning: meaning(of: node), properties: properties,
      additional: node["additionalProperties"].map { schema(of: $0) },
      items: items?.isUnknown == true ? nil : items, isEmbeddedObject: isEmbedded)
  }

  private func rule(of node: Node) -> ListRule {
    switch node["x-kubernetes-list-type"]?.text {
    case "atomic": return .atomic
    case "set": return .set
    case "map":
      let properties = node["items"]?.resolved["properties"]?.resolved
      let names = (node["x-kubernetes-list-map-keys"]?.resolved.items ?? [])
        .compactMap { $0.resolved.text }
      let keys = names.map { name in
        let value = properties?[name]?.resolved["default"]
        return ListKey(name, default: value.flatMap { try? $0.value() })
      }
      return keys.isEmpty ? .inferred : .map(keys: keys)
    default: return .inferred
    }
  }

  /// Quantities are int-or-string with a pattern that allows for their suffixes.
  private func meaning(of node: Node) -> Schema.Meaning? {
    guard meanings, node["x-kubernetes-int-or-string"]?.text == "true" else { return nil }
    let isQuantity = node["pattern"]?.text?.contains("[KMGTPE]i") == true
    return (isQuantity ? Schema.quantity : Schema.intOrString).meaning
  }
}

extension Schema {
  /// Whether it says nothing at all.
  fileprivate var isUnknown: Bool {
    list == .inferred && meaning == nil && properties.isEmpty && additional == nil && items == nil
  }
}
