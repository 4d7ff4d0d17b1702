package import YAML
package import YAMLDiff

/// What Kubernetes says about the values of its own kinds, where the names of items do not say it.
package enum KnownSchemas {
  /// What is known about an object, by its kind.
  package static func schema(of object: Node) -> Schema {
    table[object["kind"]?.text ?? ""] ?? .unknown
  }

  private static let table: [String: Schema] = [
    "Service": object(["spec": object(["ports": list(.map(keys: ["port", "protocol"]))])]),
    "MutatingWebhookConfiguration": object(["webhooks": list(.map(keys: ["name"]))]),
    "ValidatingWebhookConfiguration": object(["webhooks": list(.map(keys: ["name"]))]),
    "Kustomization": object(["resources": list(.set)]),
  ]

  private static func object(_ properties: [String: Schema]) -> Schema {
    Schema(properties: properties)
  }

  private static func list(_ rule: ListRule) -> Schema { Schema(list: rule) }
}
