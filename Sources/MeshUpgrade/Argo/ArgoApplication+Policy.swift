internal import Files
internal import Kubernetes
internal import YAML

/// How an Application syncs: what of its `spec` decides over more than files.
extension ArgoApplication {
  /// How messages call it.
  var title: String { "the \(object.key.kind) \(object.key.name)" }

  /// The name of its AppProject; nil when it is a template.
  var project: String? {
    guard let text = spec["project"]?.filledText else { return "default" }
    return Self.literal(text)
  }

  private var policy: Node? { spec["syncPolicy"] }

  /// The sync options of the whole Application, such as `CreateNamespace=true`.
  var syncOptions: [String] {
    (policy?["syncOptions"]?.items ?? []).compactMap { $0.resolved.text }
  }

  /// Whether it syncs by itself; `enabled: false` turns that off (Argo CD 3.1).
  var isAutomated: Bool {
    guard let automated = policy?["automated"], automated.kind == .mapping else { return false }
    return automated["enabled"]?.text != "false"
  }

  var prunes: Bool { isAutomated && policy?[["automated", "prune"]]?.text == "true" }
  var selfHeals: Bool { isAutomated && policy?[["automated", "selfHeal"]]?.text == "true" }

  /// What of its objects is left out of comparisons.
  var ignoredFields: [IgnoredFields] {
    (spec["ignoreDifferences"]?.items ?? []).map { IgnoredFields($0.resolved) }
  }

  /// Whether what is ignored keeps its live value when something is synced, rather than being
  /// overwritten with the value from Git.
  var respectsIgnoredFields: Bool { syncOptions.contains("RespectIgnoreDifferences=true") }

  /// The cluster that it syncs to, as it is written; nil when it is a template or not said.
  var cluster: String? {
    let destination = spec["destination"]
    return (destination?["server"]?.filledText ?? destination?["name"]?.filledText)
      .flatMap(Self.literal)
  }

  /// Whether it fits into one Argo CD with another: one of its name there is is another's.
  func isBeside(_ other: ArgoApplication) -> Bool { object.key != other.object.key }

  static let syncOptionsAnnotation = LiveManifest.syncOptions

  /// What keeps Argo CD from reading a file, anywhere in it (Argo CD 3.1, "Skipping File
  /// Rendering").
  private static let skipMarker = Array("+argocd:skip-file-rendering".utf8)

  /// Whether a file says that it is not to be rendered.
  static func isSkipped(_ bytes: [UInt8]) -> Bool {
    bytes.firstRange(of: skipMarker) != nil
  }
}
