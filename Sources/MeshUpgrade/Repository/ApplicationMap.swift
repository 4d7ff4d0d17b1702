internal import Files
internal import Kubernetes
internal import YAML

/// Which Applications sync which files.
struct ApplicationMap: Sendable {
  /// What Argo CD makes of a source's folder (Argo CD, reposerver: GetAppSourceType).
  enum Rendering: Sendable {
    case kustomize
    case helm
    /// A plugin, which may read anything below the folder.
    case plugin
    case directory
  }

  let applications: [ArgoApplication]
  private let graph: KustomizationGraph
  /// The folders with a `Chart.yaml`; nil is the repository's root.
  private let charts: Set<RepositoryPath?>
  /// Who reads a folder, and how: a repository may have hundreds of Applications, and each file is
  /// only looked for where it can be.
  private let readers: [RepositoryPath?: [Reader]]

  /// A source of an Application.
  private struct Reader: Sendable {
    /// The Application's position.
    let application: Int
    let source: ArgoApplication.Source
    let rendering: Rendering
  }

  init(_ applications: [ArgoApplication], graph: KustomizationGraph, charts: Set<RepositoryPath?>) {
    self.applications = applications
    self.graph = graph
    self.charts = charts
    var readers: [RepositoryPath?: [Reader]] = [:]
    for (index, application) in applications.enumerated() {
      for source in application.sources {
        let rendering = Self.rendering(of: source, graph: graph, charts: charts)
        readers[source.path, default: []].append(
          Reader(application: index, source: source, rendering: rendering))
      }
    }
    self.readers = readers
  }

  /// The Applications of a repository, and what their folders are.
  init(_ applications: [ArgoApplication], graph: KustomizationGraph, of repository: MeshRepository)
  {
    let charts = repository.paths.filter { $0.isNamed("Chart.yaml") }.map(\.folder)
    self.init(applications, graph: graph, charts: Set(charts))
  }

  /// Whether an Application reads a folder itself.
  func reads(_ folder: RepositoryPath?) -> Bool { readers[folder] != nil }

  /// How Argo CD renders a source's folder.
  func rendering(of source: ArgoApplication.Source) -> Rendering {
    Self.rendering(of: source, graph: graph, charts: charts)
  }

  private static func rendering(
    of source: ArgoApplication.Source, graph: KustomizationGraph, charts: Set<RepositoryPath?>
  ) -> Rendering {
    if source.node["plugin"] != nil { return .plugin }
    if graph.kustomization(in: source.path) != nil { return .kustomize }
    return charts.contains(source.path) ? .helm : .directory
  }

  /// The positions of the Applications that read a kustomization, themselves or through others.
  func applications(reading kustomization: Kustomization) -> Set<Int> {
    var folders: Set<RepositoryPath?> = [kustomization.path.folder]
    if let folder = kustomization.path.folder {
      for outer in graph.reaching(folder) { folders.insert(outer.path.folder) }
    }
    return Set(folders.flatMap { readers[$0] ?? [] }.map(\.application))
  }

  /// The positions of the Applications that sync a file: from its folder, or through the
  /// kustomization of theirs that reaches it.
  func applications(holding file: RepositoryPath) -> Set<Int> {
    var result = directHolders(of: file)
    for kustomization in graph.reaching(file) {
      for reader in readers[kustomization.path.folder] ?? [] where reader.rendering == .kustomize {
        result.insert(reader.application)
      }
    }
    return result
  }

  /// An Application as it renders a kustomization.
  struct Builder {
    let file: RepositoryPath
    /// What its `kustomize` options put all objects into.
    let namespaceOption: (text: String, range: Range<Int>)?
    let destination: String?
  }

  /// Whether an Application builds the kustomization of a folder by itself.
  func isBuilt(_ folder: RepositoryPath?) -> Bool {
    readers[folder]?.contains { $0.rendering == .kustomize } ?? false
  }

  /// The Applications that build a kustomization themselves.
  func readers(building kustomization: Kustomization) -> [Builder] {
    (readers[kustomization.path.folder] ?? []).filter { $0.rendering == .kustomize }.map { reader in
      let application = applications[reader.application]
      let option = reader.source.node[["kustomize", "namespace"]]
      return Builder(
        file: application.object.file,
        namespaceOption: option.flatMap { node in
          node.filledText.flatMap(ArgoApplication.literal).map { ($0, node.range) }
        },
        destination: application.destinationNamespace)
    }
  }

  /// The destinations of the Applications that take a file from its folder themselves; nil for one
  /// that cannot be said.
  func destinations(holdingDirectly file: RepositoryPath) -> Set<String?> {
    Set(directHolders(of: file).map { applications[$0].destinationNamespace })
  }

  private func directHolders(of file: RepositoryPath) -> Set<Int> {
    var result: Set<Int> = []
    var folder = file.folder
    while true {
      for reader in readers[folder] ?? [] where Self.holds(file, reader) {
        result.insert(reader.application)
      }
      guard let inner = folder else { return result }
      folder = inner.folder
    }
  }

  /// Whether a source takes a file from its folder itself.
  private static func holds(_ file: RepositoryPath, _ reader: Reader) -> Bool {
    switch reader.rendering {
    case .kustomize: false
    case .plugin: reader.source.surrounds(file)
    case .helm: reader.source.relative(file).map(isTemplate) ?? false
    case .directory: reader.source.holds(file)
    }
  }

  /// Whether Helm renders a file of a chart, which it does for those of `templates` and `crds`, of
  /// the chart and of those it depends on, but for partials.
  private static func isTemplate(_ path: RepositoryPath) -> Bool {
    let parts = path.components
    guard !path.name.hasPrefix("_") else { return false }
    return parts[0] == "templates" || parts[0] == "crds"
      || (parts[0] == "charts" && parts.dropFirst(2).first == "templates")
  }
}
