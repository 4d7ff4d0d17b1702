internal import Files
internal import Kubernetes
internal import YAML

/// Finds out which namespaces an object is in once kustomizations and Applications have rendered it.
///
/// A `namespace` of a kustomization takes the place of the object's own, and the one of an outer
/// kustomization, or of an Application's `kustomize` options, that of an inner one; a Namespace gets
/// it as its name (kustomize: NamespaceTransformer and its default configuration). What has none by
/// then goes to the Application's destination.
struct NamespaceResolver: Sendable {
  private let graph: KustomizationGraph
  private let applications: ApplicationMap
  private var answers: [RepositoryPath: [Rendering]] = [:]

  /// One way that a file takes into the cluster.
  private struct Rendering: Hashable {
    /// What all that it holds is put into; nil when each object keeps its own.
    let override: NamespaceOverride?
    /// Where what has no namespace goes to; nil when it cannot be said.
    let destination: String?
  }

  init(graph: KustomizationGraph, applications: ApplicationMap) {
    self.graph = graph
    self.applications = applications
  }

  /// The namespaces that an object may be in; several answers stay several.
  mutating func namespaces(of object: ManifestObject) -> Set<String> {
    Set(
      renderings(of: object.file).compactMap {
        $0.override?.namespace ?? object.key.namespace ?? $0.destination
      })
  }

  /// What gives a Namespace another name than its own, and whether it is rendered under its own too.
  mutating func renamings(
    of namespace: ManifestObject
  ) -> (overrides: [NamespaceOverride], keepsItsName: Bool) {
    let overrides = renderings(of: namespace.file).map(\.override)
    let renamings = overrides.compactMap { $0 }.filter { $0.namespace != namespace.key.name }
    return (renamings, renamings.count < overrides.count)
  }

  private mutating func renderings(of file: RepositoryPath) -> [Rendering] {
    if let known = answers[file] { return known }
    var found: [Rendering] = []
    for way in graph.ways(from: file, endingAt: applications.isBuilt) {
      let readers = applications.readers(building: way.last)
      if readers.isEmpty { found.append(Rendering(override: way.override, destination: nil)) }
      for reader in readers {
        let option = reader.namespaceOption.map {
          NamespaceOverride(namespace: $0.text, file: reader.file, range: $0.range)
        }
        found.append(
          Rendering(override: option ?? way.override, destination: reader.destination))
      }
    }
    for destination in applications.destinations(holdingDirectly: file) {
      found.append(Rendering(override: nil, destination: destination))
    }
    if found.isEmpty { found = [Rendering(override: nil, destination: nil)] }
    answers[file] = found
    return found
  }
}

/// A field that puts what is rendered into a namespace, whatever the manifests say.
struct NamespaceOverride: Hashable, Sendable {
  let namespace: String
  /// Where it stands.
  let file: RepositoryPath
  let range: Range<Int>
}
