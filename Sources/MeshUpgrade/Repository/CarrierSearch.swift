internal import Files
internal import Kubernetes
internal import YAML

/// Finds everything beside plain definitions that sets a mesh label of a namespace, or takes it away.
struct CarrierSearch: Sendable {
  private let graph: KustomizationGraph
  /// The kustomizations, and what Applications put over them, that do something to mesh labels.
  private let layers: [Layer]
  /// The components that Applications add to the kustomization of a folder.
  private let addedComponents: [(folder: RepositoryPath?, component: RepositoryPath)]
  /// The Applications that label their namespaces.
  private let managing: [(application: ArgoApplication, carriers: [LabelCarrier])]
  /// The kustomizations that cannot be read and name a mesh label.
  private let unreadable: [UnreadableKustomization]

  private struct Layer: Sendable {
    /// The kustomization that works on the same files; nil is the repository's root.
    let folder: RepositoryPath?
    let origin: KustomizeLayer.Origin
    /// Whether it may work on what is in no file here: of another repository, or of a chart.
    let isOpen: Bool
    let effects: [LabelEffect]
  }

  init(_ repository: MeshRepository, graph: KustomizationGraph, applications: ApplicationMap) {
    self.graph = graph
    managing = applications.applications.compactMap { application in
      let carriers = Self.managedLabels(of: application, in: repository)
      return carriers.isEmpty ? nil : (application, carriers)
    }
    unreadable = graph.unreadable.compactMap { UnreadableKustomization($0.path, $0.source) }
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
      let isOpen = graph.kustomization(in: layer.folder).map {
        Self.takesInUnknown($0, graph: graph, repository)
      }
      return Layer(
        folder: layer.folder, origin: layer.origin, isOpen: isOpen ?? true, effects: effects)
    }
  }

  /// Whether a kustomization itself takes in something that no file in scope has.
  private static func takesInUnknown(
    _ kustomization: Kustomization, graph: KustomizationGraph, _ repository: MeshRepository
  ) -> Bool {
    let root = kustomization.root
    let entries = ["resources", "bases"].flatMap { root[$0]?.items ?? [] }
    let known = kustomization.resources.filter { resource in
      resource.list != "components"
        && (graph.kustomization(in: resource.target) != nil
          || resource.target.map { repository.contents[$0] != nil } ?? false)
    }
    return known.count < entries.count || root["helmCharts"] != nil || root["generators"] != nil
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
      result += layer.effects.filter { effect in
        guard let name = effect.name else { return reaches ?? false }
        // What says that it sets the label of a namespace of this name is one wherever it stands.
        let isByName = layer.isOpen || (layer.origin == .kustomization && effect.carrier.kind.sets)
        return name == namespace && (reaches ?? true || isByName)
      }.map(\.carrier)
    }
    for unreadable in unreadable where file.map({ reads(unreadable, $0) }) ?? false {
      result.append(unreadable.carrier)
    }
    for (application, carriers) in managing where application.mayDeploy(to: namespace) {
      result += carriers
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

  /// Whether a kustomization that cannot be read seems to work on a file: it is a component of what
  /// takes the file in, or names the file or the folder of what does.
  private func reads(_ unreadable: UnreadableKustomization, _ file: RepositoryPath) -> Bool {
    let (takingIn, components) = graph.applied(to: file)
    let folders = Set(takingIn.map(\.path.folder))
    let isComponent = (takingIn + components).contains { kustomization in
      kustomization.resources.contains {
        $0.list == "components" && $0.target == unreadable.folder
      }
    }
    return isComponent || unreadable.resources.contains { $0 == file || folders.contains($0) }
  }

  private static func managedLabels(
    of application: ArgoApplication, in repository: MeshRepository
  ) -> [LabelCarrier] {
    guard let source = repository.file(application.object.file)?.source else { return [] }
    let patched = application.templatePatch.flatMap { patch in
      KustomizeLayer.labelRange(in: source.bytes, within: patch.range).map {
        LabelCarrier(kind: .templatePatch, source: source, range: $0)
      }
    }
    let isOfTemplate = application.destinationNamespace == nil
    // Without this option such labels are never used; who has a literal destination is told so (MP110).
    guard let labels = application.managedLabels,
      !isOfTemplate || application.mayCreateNamespace
    else { return patched.map { [$0] } ?? [] }
    let kind: LabelCarrier.Kind = isOfTemplate ? .managedByTemplate : .managedNamespaceMetadata
    return MeshLabels.ofNamespaces.compactMap { label in
      labels.ownPair(label).map {
        LabelCarrier(kind: kind, source: source, range: $0.key.range)
      }
    } + (patched.map { [$0] } ?? [])
  }
}
