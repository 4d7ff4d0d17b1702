internal import Kubernetes
internal import YAML

/// Selectors that match nothing, as `istioctl tag set` gives them to the injector of an
/// un-revisioned install (istio.io/istio, pkg/tag: DeactivateIstioInjectionWebhook).
enum NeverMatch {
  private static let label = "istio.io/deactivated"
  private static let value = "never-match"

  /// The two selectors of a webhook.
  static let selectorKeys = ["namespaceSelector", "objectSelector"]

  /// A selector that matches nothing.
  static let selector: Value = ["matchLabels": [label: .string(value)]]

  /// Whether a webhook matches nothing, which takes one such selector.
  static func isInactive(_ webhook: Node) -> Bool {
    selectorKeys.contains { webhook.resolved[[$0, "matchLabels", label]]?.text == value }
  }

  /// Whether no webhook of a configuration matches anything.
  static func isInactive(configuration: Node) -> Bool {
    let webhooks = configuration["webhooks"]?.items ?? []
    return !webhooks.isEmpty && webhooks.allSatisfy { isInactive($0) }
  }

  /// A webhook configuration that matches nothing, and is as it was else.
  static func deactivated(_ manifest: GeneratedManifest) -> GeneratedManifest {
    guard case .mapping(var object) = manifest.value else { return manifest }
    object["webhooks"] = .sequence(
      (object["webhooks"]?.sequence ?? []).map { webhook in
        guard case .mapping(var fields) = webhook else { return webhook }
        for key in selectorKeys { fields[key] = selector }
        return .mapping(fields)
      })
    return GeneratedManifest(.mapping(object)) ?? manifest
  }
}
