internal import Files
internal import Kubernetes
internal import YAML

/// What Argo CD makes of one state of a repository, and what of that will not do what it seems to.
///
/// Only what files show is judged: an Application whose source is a template, or that somebody made
/// by hand, is not known here. Findings are about the objects of the mesh.
struct ArgoReview {
  let repository: MeshRepository
  let state: MeshState
  /// Which Applications sync which files, and the kustomizations on the way.
  let map: ApplicationMap
  let graph: KustomizationGraph

  init(repository: MeshRepository, state: MeshState) {
    self.init(repository: repository, state: state, map: state.applications, graph: state.graph)
  }

  /// Looks at files that have changed since the state was indexed.
  init(
    repository: MeshRepository, state: MeshState, map: ApplicationMap, graph: KustomizationGraph
  ) {
    self.repository = repository
    self.state = state
    self.map = map
    self.graph = graph
  }

  /// Every finding about the state by itself.
  func findings() -> [Finding] {
    guard !map.applications.isEmpty else { return [] }
    let files = Array(Set(meshObjects.map(\.file)))
    return standing() + sharedFiles(files, what: "holds objects of the mesh")
      + ignoredMarks(of: markedWorkloads()) + unprotectedNamespaces(meshNamespaces())
  }

  /// What is there whatever a plan edits.
  func standing() -> [Finding] {
    misreadFiles() + webhooks() + uselessIgnoreDifferences() + namespaceMetadata() + tagReleases()
  }

  // MARK: Objects

  /// The objects that make up the mesh: its namespaces, webhooks and the Services of istiod.
  var meshObjects: [ManifestObject] {
    definitions.filter { object in
      switch (object.key.group, object.key.kind) {
      case ("", "Namespace"): Self.isInMesh(object)
      case ("", "Service"): object.key.name.hasPrefix("istiod")
      default: Self.isWebhookOfIstio(object)
      }
    }
  }

  /// Every object that is no patch of another.
  var definitions: [ManifestObject] {
    repository.objects.map(\.object).filter { !graph.patchFiles.contains($0.file) }
  }

  func meshNamespaces() -> [ManifestObject] {
    meshObjects.filter { $0.key.kind == "Namespace" }
  }

  /// Whether a namespace carries a mesh label.
  static func isInMesh(_ namespace: ManifestObject) -> Bool {
    MeshLabels.ofNamespaces.contains { namespace.labels[$0] != nil }
  }

  /// Whether an object is a webhook configuration that istiod writes into: by its name or label, as
  /// istiod finds it.
  static func isWebhookOfIstio(_ object: ManifestObject) -> Bool {
    guard object.key.group == MeshLabels.admissionGroup,
      object.key.kind.hasSuffix("WebhookConfiguration")
    else { return false }
    return object.key.name.hasPrefix("istio") || object.labels[MeshLabels.revision] != nil
      || object.labels[MeshLabels.tag] != nil
  }

  /// The Applications that sync a file, in the order of the repository.
  func holders(of file: RepositoryPath) -> [ArgoApplication] {
    map.applications(holding: file).sorted().map { map.applications[$0] }
  }

  // MARK: Findings

  /// The text of a file of this state.
  func source(of file: RepositoryPath) -> SourceFile {
    repository.file(file)?.source
      ?? SourceFile(name: file.description, bytes: repository.contents[file] ?? [])
  }

  /// A finding about an object, at a node of it.
  func finding(
    _ rule: Rule, _ severity: Finding.Severity = .warning, about object: ManifestObject,
    at node: Node? = nil, message: String, hint: String, notes: [Finding.Note] = []
  ) -> Finding {
    let source = source(of: object.file)
    let isNamespace = object.key.kind == "Namespace" && object.key.group.isEmpty
    return Finding(
      rule, severity, in: source, at: (node ?? object.node).range.prefixLine(source),
      namespace: isNamespace ? object.key.name : object.key.namespace, object: object.reference,
      message: message, hint: hint, notes: notes)
  }

  /// A finding about an Application, at a node of its spec.
  func finding(
    _ rule: Rule, _ severity: Finding.Severity = .warning, about application: ArgoApplication,
    at node: Node? = nil, message: String, hint: String, notes: [Finding.Note] = []
  ) -> Finding {
    let source = source(of: application.object.file)
    return Finding(
      rule, severity, in: source,
      at: (node ?? application.object.node).range.prefixLine(source),
      object: application.object.reference, message: message, hint: hint, notes: notes)
  }

  /// A note that points at an object.
  func note(_ object: ManifestObject, _ message: String) -> Finding.Note {
    Finding.Note(
      place: source(of: object.file).place(at: object.node.range.lowerBound), message: message)
  }
}

extension Finding {
  /// Findings in the order of their places; those without one come last, then by rule and text.
  static func inOrderOfPlaces(_ findings: [Finding]) -> [Finding] {
    func key(_ finding: Finding) -> [String] { [finding.rule.code, finding.message] }
    return findings.sorted { left, right in
      if left.place != right.place {
        guard let one = left.place, let other = right.place else { return left.place != nil }
        return one < other
      }
      return key(left).lexicographicallyPrecedes(key(right)) {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    }
  }
}
