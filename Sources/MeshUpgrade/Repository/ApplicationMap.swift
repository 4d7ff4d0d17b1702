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

  init(_ applications: [ArgoApplication], graph: KustomizationGraph, charts: Set<RepositoryPath?>) {
    self.applications = applications
    self.graph = graph
    self.charts = charts
  }

  /// The Applications of a repository, and what their folders are.
  init(_ applications: [ArgoApplication], graph: KustomizationGraph, of repository: MeshRepository)
  {
    let charts = repository.paths.filter { $0.name == "Chart.yaml" }.map(\.folder)
    self.init(applications, graph: graph, charts: Set(charts))
  }

  /// Whether an Application reads a folder itself.
  func reads(_ folder: RepositoryPath?) -> Bool {
    applications.contains { $0.sources.contains { $0.path == folder } }
  }

  /// How Argo CD renders a source's folder.
  func rendering(of source: ArgoApplication.Source) -> Rendering {
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
    for (index, application) in applications.enumerated()
    where application.sources.contains(where: { holds(file, $0, reachedFrom: folders) }) {
      result.insert(index)
    }
    return result
  }

  private func holds(
    _ file: RepositoryPath, _ source: ArgoApplication.Source,
    reachedFrom folders: Set<RepositoryPath?>
  ) -> Bool {
    switch rendering(of: source) {
    case .kustomize: folders.contains(source.path)
    case .plugin: source.surrounds(file)
    case .helm: source.relative(file).map(Self.isTemplate) ?? false
    case .directory: source.holds(file)
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
