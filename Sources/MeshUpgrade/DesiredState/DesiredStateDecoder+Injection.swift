internal import Kubernetes
internal import YAML

extension DesiredStateDecoder {
  /// How generated webhooks reach the control plane, and what else generated manifests carry.
  mutating func injection(of field: Field) -> InjectionSettings {
    var settings = InjectionSettings()
    let known = ["url", "cluster", "network", "webhookName", "labels", "annotations"]
    guard let fields = reader.fields(of: field, known: known) else { return settings }
    settings.url = fields["url"].flatMap { injectionURL(of: $0) }
    // The API server takes nothing else as a part of a webhook's path.
    settings.cluster = fields["cluster"].flatMap { subdomain(of: $0) }
    settings.network = fields["network"].flatMap { subdomain(of: $0) }
    settings.webhookName = fields["webhookName"].flatMap { subdomain(of: $0) }
    settings.labels = fields["labels"].map { reader.labels(of: $0) } ?? [:]
    settings.annotations = fields["annotations"].map { reader.annotations(of: $0) } ?? [:]
    return settings
  }

  /// A URL as the API server takes it for a webhook, which leads to injection.
  private mutating func injectionURL(of field: Field) -> String? {
    guard let text = reader.text(of: field) else { return nil }
    let scheme = "https://"
    let host = text.dropFirst(scheme.count).prefix { $0 != "/" }
    let isPlain = text.utf8.allSatisfy {
      (0x21...0x7E).contains($0) && !"?#@\"\\".utf8.contains($0)
    }
    if text.hasPrefix(scheme), !host.isEmpty, host.first != ":", isPlain,
      InjectionSettings.injectionPath(of: text) != nil
    {
      return text
    }
    reader.report(
      "found \(quoted(text)), expected an https URL with /inject in its path, and without user,"
        + " query and fragment", at: field, hint: "such as https://istiod.example.com:15017/inject")
    return nil
  }

  /// A DNS-1123 subdomain.
  private mutating func subdomain(of field: Field) -> String? {
    guard let text = reader.text(of: field) else { return nil }
    if NameSyntax.isSubdomain(text) { return text }
    let repaired = text.lowercased().replacing("_", with: "-")
    reader.report(
      "found \(quoted(text)), expected a DNS-1123 subdomain: lower-case letters, digits and inner"
        + " \"-\" and \".\", at most 253 characters", at: field,
      hint: NameSyntax.isSubdomain(repaired) ? "did you mean \"\(repaired)\"?" : nil)
    return nil
  }
}
