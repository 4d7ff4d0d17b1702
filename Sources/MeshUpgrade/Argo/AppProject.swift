internal import Kubernetes
internal import YAML

/// An AppProject as far as it says what its Applications may sync.
///
/// Rules and defaults are those of Argo CD (pkg/apis/application/v1alpha1, AppProject): an object of
/// the cluster has to be on `clusterResourceWhitelist`; one of a namespace has to be on
/// `namespaceResourceWhitelist` where there is such a list, and its namespace among `destinations`;
/// what is on a blacklist is forbidden. Groups and kinds are globs.
struct AppProject: Sendable {
  let object: ManifestObject

  /// Reads an AppProject; nil for any other object.
  init?(_ object: ManifestObject) {
    guard object.key.group == "argoproj.io", object.key.kind == "AppProject" else { return nil }
    self.object = object
  }

  /// Why something is forbidden, the node that forbids it, and what to write.
  struct Refusal {
    let reason: String
    let node: Node?
    let hint: String
  }

  private var spec: Node? { object.node["spec"] }

  // MARK: Kinds

  /// Why an object's kind is forbidden; nil when it is not.
  func refusal(ofKindOf key: ObjectKey, isNamespaced: Bool) -> Refusal? {
    let scope = isNamespaced ? "namespaceResource" : "clusterResource"
    let blacklist = spec?["\(scope)Blacklist"]
    if let item = (blacklist?.items ?? []).map(\.resolved).first(where: { Self.means($0, key) }) {
      return Refusal(
        reason: "\(scope)Blacklist names its kind", node: item,
        hint: "take {group: \(Self.quoted(key.group)), kind: \(key.kind)} out of"
          + " \(scope)Blacklist")
    }
    let whitelist = spec?.ownPair("\(scope)Whitelist")
    let items = (whitelist?.value.resolved.items ?? []).map(\.resolved)
    if items.contains(where: { Self.means($0, key) }) { return nil }
    // A list that is absent, or null, allows every kind of a namespace and none of the cluster.
    let isAbsent = whitelist == nil || whitelist?.value.resolved.kind == .scalar
    if isNamespaced, isAbsent { return nil }
    return Refusal(
      reason: isAbsent
        ? "it has no \(scope)Whitelist, which allows no object of the cluster"
        : "\(scope)Whitelist does not name its kind",
      node: whitelist?.key,
      hint: "write in spec, \(scope)Whitelist: [{group: \(Self.quoted(key.group)), kind:"
        + " \(key.kind)}], with what is there already")
  }

  private static func quoted(_ group: String) -> String { group.isEmpty ? "\"\"" : group }

  private static func means(_ item: Node, _ key: ObjectKey) -> Bool {
    ArgoGlob(item["group"]?.text ?? "").matches(key.group)
      && ArgoGlob(item["kind"]?.text ?? "").matches(key.kind)
      && item["name"]?.filledText.map { ArgoGlob($0).matches(key.name) } ?? true
  }

  // MARK: Destinations

  /// Why a namespace of an Application's cluster is no destination; nil when it is one.
  func refusal(ofNamespace namespace: String, for application: ArgoApplication) -> Refusal? {
    let destination = application.spec["destination"]
    let fields = ["server", "name"].compactMap { field in
      destination?[field]?.filledText.map { (field, $0) }
    }
    guard !fields.isEmpty, fields.allSatisfy({ ArgoApplication.literal($0.1) != nil }) else {
      return nil
    }
    let list = spec?.ownPair("destinations")
    var isAllowed = false
    for item in (list?.value.resolved.items ?? []).map(\.resolved) {
      let isCluster = fields.contains { field, value in
        item[field]?.filledText.map { Self.matches($0, value) } ?? false
      }
      // A cluster that the project knows by its other name cannot be compared.
      if !isCluster, !fields.contains(where: { item[$0.0]?.filledText != nil }) { return nil }
      guard isCluster, let pattern = item["namespace"]?.text else { continue }
      if pattern.hasPrefix("!") {
        if ArgoGlob(String(pattern.dropFirst())).matches(namespace) {
          return refusal(ofNamespace: namespace, at: item)
        }
      } else if ArgoGlob(pattern).matches(namespace) {
        isAllowed = true
      }
    }
    return isAllowed ? nil : refusal(ofNamespace: namespace, at: list?.key)
  }

  private static func matches(_ pattern: String, _ value: String) -> Bool {
    pattern.hasPrefix("!")
      ? !ArgoGlob(String(pattern.dropFirst())).matches(value) : ArgoGlob(pattern).matches(value)
  }

  private func refusal(ofNamespace namespace: String, at node: Node?) -> Refusal {
    Refusal(
      reason: "its destinations leave out the namespace \(namespace)", node: node,
      hint: "add to spec.destinations the Application's server with namespace: \(namespace)")
  }

  // MARK: Repositories

  /// Why a repository is no source; nil when it is one, or a template.
  func refusal(ofRepository url: String) -> Refusal? {
    guard ArgoApplication.literal(url) != nil else { return nil }
    let list = spec?.ownPair("sourceRepos")
    var isAllowed = false
    for item in (list?.value.resolved.items ?? []).map(\.resolved) {
      guard let text = item.filledText else { continue }
      let isDenied = text.hasPrefix("!")
      let pattern = Self.normalized(isDenied ? String(text.dropFirst()) : text)
      let isMatch =
        pattern == "*" || ArgoGlob(pattern, separator: "/").matches(Self.normalized(url))
      if isMatch, isDenied { return refusal(ofRepository: url, at: item) }
      if isMatch { isAllowed = true }
    }
    return isAllowed ? nil : refusal(ofRepository: url, at: list?.key)
  }

  private func refusal(ofRepository url: String, at node: Node?) -> Refusal {
    Refusal(
      reason: "its sourceRepos leave out \(url)", node: node,
      hint: "add \(url) to spec.sourceRepos")
  }

  /// A repository's address as Argo CD compares it: without its case and the ending `.git`.
  private static func normalized(_ url: String) -> String {
    var text = url.lowercased()
    if text.hasSuffix("/") { text.removeLast() }
    return text.hasSuffix(".git") ? String(text.dropLast(4)) : text
  }
}
