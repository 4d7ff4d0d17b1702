internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// Entries of ignoreDifferences about webhook configurations that do not do what they seem to
/// (MP108).
///
/// They are judged in the Applications that sync one of Istio's webhook configurations, from a file
/// of this repository or from one of Istio's charts.
extension ArgoReview {
  func uselessIgnoreDifferences() -> [Finding] {
    let webhooks = definitions.filter(Self.isWebhookOfIstio)
    var synced: [Int: [ManifestObject]] = [:]
    for object in webhooks {
      for index in map.applications(holding: object.file) {
        synced[index, default: []].append(object)
      }
    }
    return map.applications.enumerated().flatMap { index, application -> [Finding] in
      let objects = synced[index] ?? []
      guard !objects.isEmpty || Self.installsIstio(application) else { return [] }
      return uselessEntries(of: application, syncing: objects)
    }
  }

  /// Whether an Application installs a chart of Istio that has webhook configurations.
  static func installsIstio(_ application: ArgoApplication) -> Bool {
    let sources =
      [application.spec["source"]].compactMap { $0 }
      + (application.spec["sources"]?.items.map(\.resolved) ?? [])
    return sources.contains { source in
      let name =
        source["chart"]?.text
        ?? source["path"]?.text?.split(separator: "/").last.map(String.init) ?? ""
      if name == "istiod" || name == "istio-discovery" { return true }
      let isIstio = source["repoURL"]?.text?.contains("istio") ?? false
      return isIstio && ["base", "istio-base", "istio-control"].contains(name)
    }
  }

  private static let kinds = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]

  func uselessEntries(
    of application: ArgoApplication, syncing objects: [ManifestObject]
  ) -> [Finding] {
    application.ignoredFields.flatMap { entry -> [Finding] in
      // A glob such as `*` is about more than webhooks.
      guard entry.kind.hasSuffix("WebhookConfiguration") else { return [] }
      let meant = Self.kinds.filter { ArgoGlob(entry.kind).matches($0) }
      guard !meant.isEmpty else { return [] }
      if let finding = foreignGroup(entry, of: application) { return [finding] }
      let about = objects.filter { entry.means($0.key) }
      return byPosition(entry, meaning: meant, among: about, of: application)
        + notRespected(entry, among: about, of: application)
    }
  }

  private func foreignGroup(
    _ entry: IgnoredFields, of application: ArgoApplication
  ) -> Finding? {
    guard !ArgoGlob(entry.group).matches(MeshLabels.admissionGroup) else { return nil }
    let pair = entry.node.ownPair("group") ?? entry.node.ownPair("kind")
    let found = entry.group.isEmpty ? "no group, which means the core group" : entry.group
    return finding(
      .uselessIgnoreDifferences, about: application, at: pair?.key ?? entry.node,
      message: "ignoreDifferences of \(application.title) matches no \(entry.kind): found \(found),"
        + " expected \(MeshLabels.admissionGroup)",
      hint: "write group: \(MeshLabels.admissionGroup)")
  }

  // MARK: Positions

  /// How many webhooks an injector may have (Istio 1.10 to 1.30), and a validator has.
  private static func usualCount(_ kind: String) -> Int { kind.hasPrefix("Mutating") ? 5 : 1 }

  /// A field that is ignored for some webhooks of an object, and not for all.
  private func byPosition(
    _ entry: IgnoredFields, meaning kinds: [String], among objects: [ManifestObject],
    of application: ArgoApplication
  ) -> [Finding] {
    var positions: [String: Set<Int>] = [:]
    var nodes: [String: Node] = [:]
    for field in entry.fields {
      guard let steps = field.pattern?.steps, steps.count > 2, case .key(let root) = steps[0],
        root.matches("webhooks"), case .position(let position) = steps[1]
      else { continue }
      let rest = steps.dropFirst(2).compactMap(Self.name).joined(separator: ".")
      positions[rest, default: []].insert(position)
      nodes[rest] = nodes[rest] ?? field.node
    }
    let counts = objects.map { $0.node["webhooks"]?.items.count ?? 0 }
    let count = counts.max() ?? kinds.map(Self.usualCount).max() ?? 0
    return positions.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { rest in
      let missing = (0..<count).filter { positions[rest]?.contains($0) != true }
      let isForAll = entry.fields.contains { field in
        guard let steps = field.pattern?.steps, steps.count > 2 else { return false }
        return steps[1] == .any
          && steps.dropFirst(2).compactMap(Self.name).joined(separator: ".") == rest
      }
      guard !missing.isEmpty, !isForAll, let node = nodes[rest] else { return nil }
      let what =
        counts.isEmpty
        ? "istiod's have up to \(count)" : "it has \(count) of them"
      return finding(
        .uselessIgnoreDifferences, about: application, at: node,
        message: "ignoreDifferences of \(application.title) ignores \(rest) of"
          + " \(Self.ordinals(positions[rest] ?? [])) of a \(entry.kind), and \(what)",
        hint: "write jqPathExpressions: ['.webhooks[]?.\(rest)'] in place of positions")
    }
  }

  private static func name(_ step: PathPattern.Step) -> String? {
    guard case .key(let glob) = step else { return nil }
    return [WrittenField.caBundle, .failurePolicy].flatMap(\.path).first { glob.matches($0) }
  }

  private static func ordinals(_ positions: Set<Int>) -> String {
    let list = positions.sorted().map { "\($0)" }.joined(separator: ", ")
    return "webhook\(positions.count == 1 ? "" : "s") \(list) only"
  }

  // MARK: Respect

  /// A field that a manifest writes and an Application ignores, but still writes when it syncs.
  private func notRespected(
    _ entry: IgnoredFields, among objects: [ManifestObject], of application: ArgoApplication
  ) -> [Finding] {
    guard !application.respectsIgnoredFields else { return [] }
    for object in objects {
      for field in WrittenField.all(of: object.key.kind) {
        let places = written(field, in: object).filter { entry.covers($0.path, of: object.node) }
        guard let first = places.first else { continue }
        let source = source(of: object.file)
        return [
          finding(
            .uselessIgnoreDifferences, about: application, at: entry.node,
            message: "\(application.title) ignores \(field.name) of \(object.key) when it compares,"
              + " and still writes the value from Git when it syncs",
            hint: "write syncPolicy: {syncOptions: [RespectIgnoreDifferences=true]}, or leave"
              + " \(field.name) out of the manifest",
            notes: [
              Finding.Note(
                place: source.place(at: first.key.range.lowerBound),
                message: "\(field.name) is written here")
            ])
        ]
      }
    }
    return []
  }
}
