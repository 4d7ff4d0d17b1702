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
}

/// Finds the namespaces that are to be moved, and refuses those that cannot be.
struct NamespaceSelection {
  /// A document that cannot be read and seems to define a Namespace.
  private struct Unreadable {
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
  let cluster: ClusterObjects
  private let unreadable: [Unreadable]
  private(set) var selected: [SelectedNamespace] = []
  private(set) var findings: [Finding] = []

  init(
    desired: DesiredState, source: DesiredStateSource, repository: MeshRepository,
    state: MeshState, cluster: ClusterObjects
  ) {
    self.desired = desired
    self.source = source
    self.repository = repository
    self.state = state
    self.cluster = cluster
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
    let definitions = state.namespaces[name] ?? []
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

  // MARK: Refusals

  private mutating func refuseSeveral(
    _ name: String, _ definitions: [MeshRepository.Locator], namedAt path: Path
  ) {
    let places = definitions.compactMap { locator in
      repository.object(at: locator).flatMap { object in
        repository.file(locator.file).map { (file: $0, object: object) }
      }
    }
    guard let first = places.first else { return }
    findings.append(
      Finding(
        .definedTwice, in: first.file.source, at: first.object.node.range.prefix,
        namespace: name, object: first.object.reference,
        message: "the namespace \(name) is defined \(places.count) times, expected once",
        hint: "name the files of this mesh in spec.repository.include or exclude",
        notes: places.dropFirst().map {
          Finding.Note(place: $0.file.place(of: $0.object.node), message: "defined here too")
        }))
  }

  /// A kustomization beside a definition may patch it: what cannot be read cannot be ruled out.
  private mutating func refuseUnreadable(_ name: String, _ source: SourceFile, _ error: ParseError)
  {
    findings.append(
      Finding(
        .unreadableFile, in: source, at: error.range, namespace: name,
        message: "the kustomization beside the namespace \(name) cannot be read: \(error.message)",
        hint: error.hint))
  }

  private mutating func refuseMissing(
    _ name: String, carriers: [LabelCarrier], namedAt path: Path
  ) {
    if let carrier = carriers.first {
      findings.append(
        Finding(
          .labelCarrier, in: carrier.source, at: carrier.range, namespace: name,
          message: "the mesh label of namespace \(name) is set by \(carrier.kind.rawValue)"
            + ", and no file in scope defines the namespace plainly",
          hint: "meshphase edits labels in plain Namespace manifests so far",
          notes: notes(carriers.dropFirst())))
      return
    }
    if let document = unreadable(of: name).first {
      return document.isTemplate
        ? refuseTemplate(name, document.carrier) : refuseUnreadable(name, document)
    }
    if let object = cluster.object(kind: "Namespace", name: name) {
      findings.append(cluster.needsBaseline(object))
      return
    }
    let nearest = NearestName.of(name, among: PhaseList.bytewise(Array(state.namespaces.keys)))
    findings.append(
      source.finding(
        .notFound, at: path, namespace: name,
        message: "the namespace \(name) is defined neither in the repository nor in a dump of the"
          + " cluster's objects",
        hint: nearest.map { "did you mean \"\($0)\"?" }
          ?? "if it exists in the cluster only, write it into the file that"
          + " spec.controlPlane.clusterObjects names: kubectl get namespace \(name) -o yaml"))
  }

  private mutating func refuseTemplate(_ name: String, _ carrier: LabelCarrier) {
    findings.append(
      Finding(
        .labelCarrier, in: carrier.source, at: carrier.range, namespace: name,
        message: "the namespace \(name) seems to be defined by a template ({{ … }}),"
          + " which cannot be edited safely",
        hint: "move the Namespace into a plain manifest, or exclude the file if it is not of"
          + " this mesh: spec.repository.exclude"))
  }

  private mutating func refuseUnreadable(_ name: String, _ document: Unreadable) {
    findings.append(
      Finding(
        .unreadableFile, in: document.source, at: document.error.range, namespace: name,
        message: "the namespace \(name) seems to be defined in a document that cannot be read: "
          + document.error.message,
        hint: document.error.hint))
  }

  private mutating func refuse(
    _ name: String, object: ManifestObject, carriers: [LabelCarrier]
  ) {
    guard let first = carriers.first else { return }
    let definition = repository.file(object.file).map {
      Finding.Note(place: $0.place(of: object.node), message: "the namespace is defined here")
    }
    findings.append(
      Finding(
        .labelCarrier, in: first.source, at: first.range, namespace: name,
        object: object.reference,
        message: "the mesh label of namespace \(name) is set by \(first.kind.rawValue),"
          + " expected one plain definition and nothing else",
        hint: hint(for: first.kind),
        notes: (definition.map { [$0] } ?? []) + notes(carriers.dropFirst())))
  }

  private func hint(for kind: LabelCarrier.Kind) -> String {
    switch kind {
    case .kptSetter, .patchWithSetter: "set the label with kpt, or remove the setter comment"
    case .template: "move the Namespace into a plain manifest, or exclude the file"
    default: "set the label in the Namespace manifest only"
    }
  }

  private func notes(_ carriers: some Sequence<LabelCarrier>) -> [Finding.Note] {
    carriers.map { Finding.Note(place: $0.place, message: "set by \($0.kind.rawValue) here too") }
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
  private func templates(of name: String) -> [LabelCarrier] {
    unreadable(of: name).filter(\.isTemplate).map(\.carrier)
  }

  /// Documents that cannot be read and name this namespace.
  private func unreadable(of name: String) -> [Unreadable] {
    unreadable.filter { $0.names.contains(name) }
  }

  /// The documents of the repository that cannot be read and seem to define a Namespace.
  private static func unreadable(in repository: MeshRepository) -> [Unreadable] {
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

/// Small questions about the text of files that are not YAML.
enum TextSearch {
  /// The values of lines such as `name: app` or `- name: "app"  # comment`.
  static func names(in text: String) -> Set<String> {
    var names: Set<String> = []
    for line in text.split(whereSeparator: \.isNewline) {
      let bare = line.drop { $0 == " " || $0 == "\t" || $0 == "-" }
      guard bare.hasPrefix("name: ") else { continue }
      let value = bare.dropFirst(6).prefix { $0 != " " }
      let isQuoted = value.count > 1 && value.first == value.last && "\"'".contains(value.prefix(1))
      names.insert(String(isQuoted ? value.dropFirst().dropLast() : value))
    }
    return names
  }
}

extension Range<Int> {
  /// A range that starts where this one does and points at little more than its start.
  var prefix: Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + 1) }
}
