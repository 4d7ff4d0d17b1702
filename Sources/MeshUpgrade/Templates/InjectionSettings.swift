internal import YAML

/// How webhooks reach a control plane and what else their manifests carry: what `istioctl` copies
/// from the webhooks of a cluster, and Git has to be told.
package struct InjectionSettings: Hashable, Sendable {
  /// The URL that injection calls in place of a Service; its path begins with `/inject` somewhere.
  package var url: String?
  /// The cluster that the injected proxies belong to, where istiod serves several.
  package var cluster: String?
  /// The network that the injected proxies belong to, where istiod serves several.
  package var network: String?
  /// The name of the MutatingWebhookConfiguration, in place of the usual one.
  package var webhookName: String?
  /// Further labels.
  package var labels: [String: String] = [:]
  /// Annotations.
  package var annotations: [String: String] = [:]

  package init() {}

  /// The path of a Service that injection calls, such as `/inject/cluster/one/net/two`.
  var path: String {
    var path = "/inject"
    if let cluster { path += "/cluster/" + cluster }
    if let network { path += "/net/" + network }
    return path
  }

  /// The URL that validation calls: that of injection with `/validate` in place of its path.
  var validationURL: String? {
    guard let url, let range = Self.injectionPath(of: url) else { return nil }
    return url[..<range.lowerBound] + "/validate"
  }

  /// Where the path `/inject` begins in a URL; nil where the URL has none.
  static func injectionPath(of url: String) -> Range<String.Index>? {
    let parts = url.split(separator: "/", omittingEmptySubsequences: false)
    // Before the path stand the scheme, an empty part and the host.
    guard let part = parts.dropFirst(3).first(where: { $0 == "inject" }) else { return nil }
    return url.index(before: part.startIndex)..<url.endIndex
  }

  /// A manifest with these labels and annotations, which win over the template's own.
  func marking(_ manifest: Value) -> Value {
    guard !(labels.isEmpty && annotations.isEmpty), var object = manifest.mapping,
      var metadata = object["metadata"]?.mapping
    else { return manifest }
    for (field, marks) in [("labels", labels), ("annotations", annotations)] where !marks.isEmpty {
      var mapping = metadata[field]?.mapping ?? Mapping([])
      for (key, text) in marks.sorted(by: { $0.key < $1.key }) { mapping[key] = .string(text) }
      metadata[field] = .mapping(mapping)
    }
    object["metadata"] = .mapping(metadata)
    return .mapping(object)
  }
}
