internal import Files
internal import Kubernetes
internal import YAML

/// Finds everything beside plain definitions that sets a mesh label of a namespace, or takes it away.
struct CarrierSearch: Sendable {
  private let repository: MeshRepository
  private let graph: KustomizationGraph
  private let applications: ApplicationMap
  /// The kustomizations, and what Applications put over them, that do something to mesh labels.
  private let layers: [Layer]
  /// The components that Applications add to the kustomization of a folder.
  private let addedComponents: [(folder: RepositoryPath?, component: RepositoryPath)]

  private struct Layer: Sendable {
    /// The kustomization that works on the same files; nil is the repository's root.
    let folder: RepositoryPath?
    let origin: KustomizeLayer.Origin
    let effects: [LabelEffect]
  }

  init(_ repository: MeshRepository, graph: KustomizationGraph, applications: ApplicationMap) {
    self.repository = repository
    self.graph = graph
    self.applications = applications
    let options = Self.options(repository, graph: graph, applications: applications)
    let own = graph.kustomizations.map(KustomizeLayer.init)
    addedComponents = options.flatMap { layer in
      (layer.root["components"]?.items ?? []).compactMap { item in
        item.resolved.text.flatMap { RepositoryPath.resolve($0, from: layer.folder) }
          .map { (layer.folder, $0) }
      }
    }
    layers = (own + options).compactMap { layer in
      let effects = layer.effects(in: repository)
      guard !effects.isEmpty else { return nil }
      return Layer(folder: layer.folder, origin: layer.origin, effects: effects)
    }
  }

  /// What Applications, and the files that override them (Argo CD, "Parameter Overrides"), put over
  /// kustomizations.
  private static func options(
    _ repository: MeshRepository, graph: KustomizationGraph, applications: ApplicationMap
  ) -> [KustomizeLayer] {
    let overrides = repository.paths.filter { $0.name.hasPrefix(".argocd-source") }
      .compactMap { path -> KustomizeLayer? in
        guard let bytes = repository.contents[path],
          let options = (try? Document.parseAll(bytes))?.first?.root["kustomize"]
        else { return nil }
        let file = SourceFile(name: path.description, bytes: bytes)
        return KustomizeLayer(options: options, in: file, over: path.folder)
      }
    return overrides
      + applications.applications.flatMap { application -> [KustomizeLayer] in
        guard let file = repository.file(application.object.file)?.source else { return [] }
        return application.kustomizeOptions(over: graph).map {
          KustomizeLayer(options: $0.options, in: file, over: $0.folder)
        }
      }
  }

  /// The carriers for a namespace, given the file that defines it, if one does.
  func carriers(for namespace: String, definedIn file: RepositoryPath?) -> [LabelCarrier] {
    let reached = file.map(foldersReaching)
    var result: [LabelCarrier] = []
    for layer in layers {
      let reaches = reached?[layer.origin]?.contains(layer.folder)
      // A kustomization may take in what is in no file here, so a name is enough.
      let isByName = reaches ?? true || layer.origin == .kustomization
      result += layer.effects.filter { effect in
        effect.name.map { $0 == namespace && isByName } ?? (reaches ?? false)
      }.map(\.carrier)
    }
    for application in applications.applications where application.mayDeploy(to: namespace) {
      result += managedLabels(of: application)
    }
    var seen: Set<Place> = []
    return result.filter { seen.insert($0.place).inserted }
  }

  /// The folders whose kustomizations, and whose Applications' options, work on a file.
  private func foldersReaching(
    _ file: RepositoryPath
  ) -> [KustomizeLayer.Origin: Set<RepositoryPath?>] {
    let (takingIn, components) = graph.applied(to: file)
    let taking = Set(takingIn.map(\.path.folder))
    var all = taking.union(components.map(\.path.folder))
    for added in addedComponents where taking.contains(added.folder) {
      all.formUnion(graph.components(in: added.component).map(\.path.folder))
    }
    return [.application: taking, .kustomization: all]
  }

  private func managedLabels(of application: ArgoApplication) -> [LabelCarrier] {
    guard let labels = application.managedLabels,
      let source = repository.file(application.object.file)?.source
    else { return [] }
    let kind: LabelCarrier.Kind =
      application.destinationNamespace == nil ? .managedByTemplate : .managedNamespaceMetadata
    return MeshLabels.ofNamespaces.compactMap { label in
      labels.ownPair(label).map {
        LabelCarrier(kind: kind, source: source, range: $0.key.range)
      }
    }
  }
}
