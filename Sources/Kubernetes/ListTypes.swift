internal import YAML
package import YAMLDiff

/// How Kubernetes treats the lists of its own kinds, where the names of their items do not say it.
package enum ListTypes {
  /// The list rules for objects of a kind (`x-kubernetes-list-map-keys` of the built-in schemas).
  package static func rules(forKind kind: String) -> ListRules {
    let pointers = table[kind] ?? [:]
    return { path in pointers[path.pointer] ?? .inferred }
  }

  private static let table: [String: [String: ListRule]] = [
    "Service": ["/spec/ports": .map(keys: ["port", "protocol"])],
    "MutatingWebhookConfiguration": ["/webhooks": .map(keys: ["name"])],
    "ValidatingWebhookConfiguration": ["/webhooks": .map(keys: ["name"])],
    "Kustomization": ["/resources": .set],
  ]
}
