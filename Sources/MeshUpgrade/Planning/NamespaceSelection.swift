internal import Files
internal import Kubernetes
internal import YAML

/// A namespace that the upgrade moves.
struct SelectedNamespace: Sendable {
  let name: String
  let isGateway: Bool
  let locator: MeshRepository.Locator
  let object: ManifestObject

  /// The value of `istio.io/rev`.
  var revision: String? { object.labels[MeshLabels.revision] }
  /// The value of `istio-injection`.
  var injection: String? { object.labels[MeshLabels.injection] }
  /// Whether it has a label that chooses who injects.
  var hasMeshLabel: Bool { revision != nil || injection != nil }
}

/// Finds the namespaces that are to be moved, and refuses those that cannot be.
struct NamespaceSelection {
  /// A document that cannot be read and seems to define a Namespace.
  struct Unreadable {
    /// What its lines give as a `name`.
    let names: Set<String>
    /// Whether it looks like a Helm template rather than a mistake.
    let isTemplate: Bool
    let source: SourceFile
    let error: ParseError

    var carrier: LabelCarrier {
      LabelCarrier(kind: .template, source: source, range: error.range)
    }
  }

  let desired: DesiredState
  let source: DesiredStateSource
  let repository: MeshRepository
  let state: MeshState
  let unreadable: [Unreadable]
  private(set) var selected: [SelectedNamespace] = []
  var findings: [Finding] = []

  init(
    desired: DesiredState, source: DesiredStateSource, repository: MeshRepository,
    state: MeshState
  ) {
    self.desired = desired
    self.source = source
    self.repository = repository
    self.state = state
    unreadable = Self.unreadable(in: repository)
    for (name, path) in wanted() { select(name, namedAt: path) }
  }

  /// The names in the order they are listed, then what the selector finds, bytewise.
  private func wanted() -> [(name: String, path: Path)] {
    var result: [(name: String, path: Path)] = []
    for (index, name) in desired.namespaces.enumerated() {
      result.append((name, Path(keys: ["spec", "namespaces"]).appending(.index(index))))
    }
    for (index, name) in desired.gatewayNamespaces.enumerated() {
      result.append((name, Path(keys: ["spec", "gatewayNamespaces"]).appending(.index(index))))
    }
    guard let selector = desired.namespaceSelector else { return result }
    let named = Set(result.map(\.name))
    let found = state.namespaces.keys.filter { name in
      // A name that no namespace can have, such as APP_NAME, is a placeholder of a scaffold.
      !named.contains(name) && NameSyntax.isLabel(name)
        && (state.namespaces[name] ?? []).contains { locator in
          var labels = repository.object(at: locator)?.labels ?? [:]
          // The API server puts this label on every namespace (Kubernetes 1.22).
          labels["kubernetes.io/metadata.name"] = name
          return selector.matches(labels)
        }
    }
    let ordered = found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return result + ordered.map { ($0, Path(keys: ["spec", "namespaceSelector"])) }
  }

  private mutating func select(_ name: String, namedAt path: Path) {
    var definitions = state.namespaces[name] ?? []
    if let renamed = state.renamedNamespaces[name] {
      // What the plan puts there itself is looked at as all that it generates (MP206).
      guard definitions.isEmpty, isGenerated(renamed.locator.file) else {
        return refuse(name, renamed)
      }
      definitions = [renamed.locator]
    }
    if definitions.count > 1 { return refuseSeveral(name, definitions, namedAt: path) }
    let carriers = state.carriers.carriers(for: name, definedIn: definitions.first?.file)
    guard let locator = definitions.first, let object = repository.object(at: locator) else {
      return refuseMissing(name, carriers: carriers, namedAt: path)
    }
    if let unreadable = state.graph.unreadable.first(where: {
      $0.path.folder == locator.file.folder
    }) {
      return refuseUnreadable(name, unreadable.source, unreadable.error)
    }
    let all = carriers + ownCarriers(of: object) + templates(of: name)
    guard all.isEmpty else { return refuse(name, object: object, carriers: all) }
    guard let file = repository.file(locator.file) else { return }
    let namespace = SelectedNamespace(
      name: name, isGateway: desired.gatewayNamespaces.contains(name), locator: locator,
      object: object)
    if let finding = contradiction(in: namespace, file: file) { findings.append(finding) }
    selected.append(namespace)
  }

  private func isGenerated(_ file: RepositoryPath) -> Bool {
    RepositoryPath.resolve(desired.repository.output, from: nil).map(file.isInside) ?? false
  }

  // MARK: The definition itself

  /// What stands in the definition and makes it more than a plain one.
  private func ownCarriers(of object: ManifestObject) -> [LabelCarrier] {
    guard let source = repository.file(object.file)?.source else { return [] }
    guard let labels = object.node[["metadata", "labels"]] else { return [] }
    return MeshLabels.ofNamespaces.compactMap { label in
      guard let pair = labels.ownPair(label) else { return nil }
      let line = SourceText.line(at: pair.key.range.lowerBound, in: source.bytes)
      let text = String(decoding: source.bytes[line], as: UTF8.self)
      if text.contains("kpt-set:") {
        return LabelCarrier(kind: .kptSetter, source: source, range: pair.key.range)
      }
      if pair.value.resolved.kind != .scalar || pair.value.resolved.text?.contains("{{") == true {
        return LabelCarrier(kind: .template, source: source, range: pair.value.range)
      }
      return nil
    }
  }

  /// Templates that name this namespace.
  func templates(of name: String) -> [LabelCarrier] {
    unreadable(of: name).filter(\.isTemplate).map(\.carrier)
  }

  /// Documents that cannot be read and name this namespace.
  func unreadable(of name: String) -> [Unreadable] {
    unreadable.filter { $0.names.contains(name) }
  }

  /// The documents of the repository that cannot be read and seem to define a Namespace.
  static func unreadable(in repository: MeshRepository) -> [Unreadable] {
    repository.defectiveFiles.flatMap { file in
      file.defects.compactMap { defect in
        let text = String(decoding: file.source.bytes[defect.chunk], as: UTF8.self)
        guard text.contains("Namespace") else { return nil }
        return Unreadable(
          names: TextSearch.names(in: text), isTemplate: text.contains("{{"), source: file.source,
          error: defect.error)
      }
    }
  }

  private func contradiction(in namespace: SelectedNamespace, file: ManifestFile) -> Finding? {
    guard let labels = namespace.object.node[["metadata", "labels"]],
      let injection = labels.ownPair(MeshLabels.injection)
    else { return nil }
    if let revision = labels.ownPair(MeshLabels.revision) {
      return Finding(
        .contradictingLabels, in: file.source, at: revision.key.range, namespace: namespace.name,
        object: namespace.object.reference,
        message: "the namespace \(namespace.name) carries both istio-injection and istio.io/rev,"
          + " expected one of them",
        hint: "istio-injection wins over istio.io/rev; remove the one that is not meant",
        notes: [
          Finding.Note(
            place: file.source.place(at: injection.key.range.lowerBound),
            message: "istio-injection: \(namespace.injection ?? "")")
        ])
    }
    guard namespace.injection != "enabled" else { return nil }
    return Finding(
      .contradictingLabels, in: file.source, at: injection.value.range, namespace: namespace.name,
      object: namespace.object.reference,
      message: "the namespace \(namespace.name) keeps sidecars out with"
        + " istio-injection: \(namespace.injection ?? "null"), and it is to be moved",
      hint: "take it off the list, or remove the label if it is to join the mesh")
  }
}
