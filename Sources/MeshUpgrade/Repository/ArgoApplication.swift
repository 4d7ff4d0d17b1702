internal import Files
internal import Kubernetes
internal import YAML

/// An Argo CD Application (or an ApplicationSet's template) as far as it says what it syncs.
struct ArgoApplication: Sendable {
  /// A folder of this repository that the Application reads.
  struct Source: Sendable {
    let path: RepositoryPath?
    let recurses: Bool
    /// Globs of paths below the folder; empty for no condition.
    let exclude: [PathGlob]
    let include: [PathGlob]

    /// Whether a file lies in the folder and is one that Argo CD reads from it.
    func holds(_ file: RepositoryPath) -> Bool {
      if let path, !file.isInside(path) { return false }
      if !recurses, file.folder != path { return false }
      guard let inside = relative(file) else { return true }
      if exclude.contains(where: { $0.matches(inside) }) { return false }
      return include.isEmpty || include.contains { $0.matches(inside) }
    }

    private func relative(_ file: RepositoryPath) -> RepositoryPath? {
      guard let path else { return file }
      return RepositoryPath(bytes: Array(file.bytes.dropFirst(path.bytes.count + 1)))
    }
  }

  let object: ManifestObject
  let sources: [Source]
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
    let nodes = [spec["source"]].compactMap { $0 } + (spec["sources"]?.items.map(\.resolved) ?? [])
    sources = nodes.compactMap(Self.source)
    destinationNamespace = spec[["destination", "namespace"]]?.filledText
      .flatMap(Self.literal)
    managedLabels = spec[["syncPolicy", "managedNamespaceMetadata", "labels"]]
  }

  private static func source(_ node: Node) -> Source? {
    guard let text = node["path"]?.text.flatMap(literal) else { return nil }
    let isRoot = text.split(separator: "/").allSatisfy { $0 == "." }
    let path = RepositoryPath.resolve(text, from: nil)
    guard isRoot || path != nil else { return nil }
    let directory = node["directory"]
    func globs(_ key: String) -> [PathGlob] {
      guard let text = directory?[key]?.text else { return [] }
      return alternatives(text).filter { !$0.isEmpty }.map { PathGlob($0) }
    }
    return Source(
      path: path, recurses: directory?["recurse"]?.text == "true", exclude: globs("exclude"),
      include: globs("include"))
  }

  /// The patterns of a list such as `{*.json,test/*}`, or the one pattern.
  private static func alternatives(_ text: String) -> [String] {
    guard text.hasPrefix("{"), text.hasSuffix("}") else { return [text] }
    return text.dropFirst().dropLast().split(separator: ",").map(String.init)
  }

  /// The text, unless it is a template.
  private static func literal(_ text: String) -> String? { text.contains("{{") ? nil : text }
}

/// Which Applications sync which files.
struct ApplicationMap: Sendable {
  let applications: [ArgoApplication]
  private let graph: KustomizationGraph

  init(_ applications: [ArgoApplication], graph: KustomizationGraph) {
    self.applications = applications
    self.graph = graph
  }

  /// Whether an Application reads a folder itself.
  func reads(_ folder: RepositoryPath?) -> Bool {
    applications.contains { $0.sources.contains { $0.path == folder } }
  }

  /// The positions of the Applications that read a kustomization, themselves or through others.
  func applications(reading kustomization: Kustomization) -> Set<Int> {
    var folders: Set<RepositoryPath?> = [kustomization.path.folder]
    if let folder = kustomization.path.folder {
      for outer in graph.reaching(folder) { folders.insert(outer.path.folder) }
    }
    return Set(applications.indices.filter { index in folders.contains { reads($0, index) } })
  }

  private func reads(_ folder: RepositoryPath?, _ index: Int) -> Bool {
    applications[index].sources.contains { $0.path == folder }
  }

  /// The positions of the Applications that sync a file: from its folder, or through the
  /// kustomization of theirs that reaches it.
  func applications(holding file: RepositoryPath) -> Set<Int> {
    var folders: Set<RepositoryPath?> = []
    for kustomization in graph.reaching(file) { folders.insert(kustomization.path.folder) }
    var result: Set<Int> = []
    for (index, application) in applications.enumerated() {
      let holds = application.sources.contains { source in
        if graph.kustomization(in: source.path) != nil { return folders.contains(source.path) }
        return source.holds(file)
      }
      if holds { result.insert(index) }
    }
    return result
  }
}
