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
}
