internal import Files
internal import Kubernetes
internal import YAML

/// Why a namespace cannot be moved, told with the places that say so.
extension NamespaceSelection {
  mutating func refuseSeveral(
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

  /// A kustomization's `namespace` is a Namespace's name as well: labels in the manifest are then
  /// those of another namespace, or of several.
  mutating func refuse(_ name: String, _ renamed: RenamedNamespace) {
    guard let bytes = repository.contents[renamed.override.file] else { return }
    let object = repository.object(at: renamed.locator)
    let definition = object.flatMap { object in
      repository.file(object.file).map {
        Finding.Note(place: $0.place(of: object.node), message: "the Namespace is defined here")
      }
    }
    let other = renamed.override.namespace
    findings.append(
      Finding(
        .labelCarrier, in: SourceFile(name: renamed.override.file.description, bytes: bytes),
        at: renamed.override.range, namespace: name, object: object?.reference,
        message: "namespace: \(other) makes the Namespace \(renamed.name) one of the name \(other),"
          + " so the labels in its manifest are not those of one namespace of its own name",
        hint: "write a Namespace with the name \(other) in a file that this does not reach, or give"
          + " the manifest that name",
        notes: definition.map { [$0] } ?? []))
  }

  /// A kustomization beside a definition may patch it: what cannot be read cannot be ruled out.
  mutating func refuseUnreadable(_ name: String, _ source: SourceFile, _ error: ParseError) {
    findings.append(
      Finding(
        .unreadableFile, in: source, at: error.range, namespace: name,
        message: "the kustomization beside the namespace \(name) cannot be read: \(error.message)",
        hint: error.hint))
  }

  mutating func refuseMissing(
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
    let nearest = NearestName.of(name, among: PhaseList.bytewise(Array(state.namespaces.keys)))
    findings.append(
      source.finding(
        .notFound, at: path, namespace: name,
        message: "the namespace \(name) is defined neither in the repository nor in a dump of the"
          + " cluster's objects",
        hint: (nearest.map { "did you mean \"\($0)\"? Else, " } ?? "")
          + "if it exists in the cluster only, write it into the file that"
          + " spec.controlPlane.clusterObjects names: kubectl get namespace \(name) -o yaml"))
  }

  mutating func refuseTemplate(_ name: String, _ carrier: LabelCarrier) {
    findings.append(
      Finding(
        .labelCarrier, in: carrier.source, at: carrier.range, namespace: name,
        message: "the namespace \(name) seems to be defined by a template ({{ … }}),"
          + " which cannot be edited safely",
        hint: "move the Namespace into a plain manifest, or exclude the file if it is not of"
          + " this mesh: spec.repository.exclude"))
  }

  mutating func refuseUnreadable(_ name: String, _ document: Unreadable) {
    findings.append(
      Finding(
        .unreadableFile, in: document.source, at: document.error.range, namespace: name,
        message: "the namespace \(name) seems to be defined in a document that cannot be read: "
          + document.error.message,
        hint: document.error.hint))
  }

  mutating func refuse(
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

  func hint(for kind: LabelCarrier.Kind) -> String {
    switch kind {
    case .kptSetter, .patchWithSetter: "set the label with kpt, or remove the setter comment"
    case .template: "move the Namespace into a plain manifest, or exclude the file"
    case .labelRemoval:
      "let the patch add, change or remove each label by its own name (/metadata/labels/NAME), or"
        + " exclude the file if it is not of this mesh: spec.repository.exclude"
    case .unreadableKustomization:
      "make it YAML that can be read, or exclude the file if it is not of this mesh:"
        + " spec.repository.exclude"
    case .managedByTemplate:
      "set the label in the Namespace manifest only; or, if this never is the destination, give"
        + " that in a form that cannot be it, or exclude the file: spec.repository.exclude"
    default: "set the label in the Namespace manifest only"
    }
  }

  func notes(_ carriers: some Sequence<LabelCarrier>) -> [Finding.Note] {
    carriers.map { Finding.Note(place: $0.place, message: "set by \($0.kind.rawValue) here too") }
  }
}
