internal import Files
internal import Kubernetes
internal import YAML

/// An Argo CD Application (or an ApplicationSet's template) as far as it says what it syncs.
struct ArgoApplication: Sendable {
  /// A folder of this repository that the Application reads.
  struct Source: Sendable {
    /// What `spec.source` says, or an item of `spec.sources`.
    let node: Node
    /// The repository that it is in; nil when it cannot be said.
    let url: RepositoryURL?
    let path: RepositoryPath?
    let recurses: Bool
    /// Globs of paths below the folder; nil for no condition.
    let exclude: ArgoGlob?
    let include: ArgoGlob?

    /// Whether a file lies in the folder, however deep.
    func surrounds(_ file: RepositoryPath) -> Bool { path.map(file.isInside) ?? true }

    /// Whether a file is one that Argo CD reads from the folder as plain manifests.
    func holds(_ file: RepositoryPath) -> Bool {
      guard surrounds(file), recurses || file.folder == path else { return false }
      guard let inside = relative(file)?.description else { return true }
      if exclude?.matches(inside) == true { return false }
      return include?.matches(inside) ?? true
    }

    /// The path of a file seen from the folder.
    func relative(_ file: RepositoryPath) -> RepositoryPath? {
      guard let path else { return file }
      guard file.isInside(path) else { return nil }
      return RepositoryPath(bytes: Array(file.bytes.dropFirst(path.bytes.count + 1)))
    }
  }

  let object: ManifestObject
  /// The Application's own `spec`, or that of the set's template.
  let spec: Node
  private(set) var sources: [Source]
  /// Whether it has a source whose path only Argo CD knows: `{{path}}` of a set.
  let hasTemplatedSource: Bool
  /// The namespace that objects without one go to; nil when it is a template or absent.
  let destinationNamespace: String?
  /// The labels it puts on its destination namespace (`managedNamespaceMetadata`).
  let managedLabels: Node?

  /// Reads an Application or ApplicationSet; nil for any other object.
  init?(_ object: ManifestObject) {
    guard object.key.group == "argoproj.io" else { return nil }
    let spec: Node?
    switch object.key.kind {
    case "Application": spec = object.node["spec"]
    case "ApplicationSet": spec = object.node[["spec", "template", "spec"]]
    default: return nil
    }
    guard let spec else { return nil }
    self.object = object
    self.spec = spec
    let nodes =
      [spec["source"]].compactMap { $0 } + (spec["sources"]?.items.map(\.resolved) ?? [])
    sources = nodes.compactMap(Self.source)
    hasTemplatedSource = nodes.contains { $0["path"]?.text.map(Self.literal) == .some(nil) }
    destinationNamespace = spec[["destination", "namespace"]]?.filledText
      .flatMap(Self.literal)
    managedLabels = spec[["syncPolicy", "managedNamespaceMetadata", "labels"]]
  }

  /// The Application without the sources that are in other repositories.
  func without(_ foreign: ForeignSources) -> ArgoApplication {
    var application = self
    application.sources.removeAll(where: foreign.contains)
    return application
  }

  private static func source(_ node: Node) -> Source? {
    guard let text = node["path"]?.text.flatMap(literal) else { return nil }
    let isRoot = text.split(separator: "/").allSatisfy { $0 == "." }
    let path = RepositoryPath.resolve(text, from: nil)
    guard isRoot || path != nil else { return nil }
    let directory = node["directory"]
    func glob(_ key: String) -> ArgoGlob? { directory?[key]?.filledText.map { ArgoGlob($0) } }
    return Source(
      node: node, url: node["repoURL"]?.filledText.flatMap { RepositoryURL($0) }, path: path,
      recurses: directory?["recurse"]?.text == "true",
      exclude: glob("exclude"), include: glob("include"))
  }

  /// The text, unless it is a template.
  static func literal(_ text: String) -> String? { text.contains("{{") ? nil : text }
}
