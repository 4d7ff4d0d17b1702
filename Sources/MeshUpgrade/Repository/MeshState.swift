internal import Files
internal import Kubernetes
internal import YAML

/// Where the mesh objects of a repository stand: an index made once, of places, not of contents.
struct MeshState: Sendable {
  typealias Locator = MeshRepository.Locator

  /// The plain definitions of each namespace; more than one is refused when it is edited.
  let namespaces: [String: [Locator]]
  /// Every workload, by the namespaces it may be in.
  let workloads: [Workload]
  /// Revision-tag webhooks by their tag.
  let tagWebhooks: [String: [Locator]]
  /// The sidecar injectors of revisions.
  let injectors: [Locator]
  /// Services by name, of the control plane's namespace.
  let services: [String: [Locator]]
  /// Validating webhook configurations by name.
  let validators: [String: [Locator]]
  /// Deployments, IstioOperators and ControlPlaneRevisions that can show that a control plane is in the repository.
  let controlPlanes: [Locator]
  let applications: ApplicationMap
  let graph: KustomizationGraph
  let carriers: CarrierSearch

  init(_ repository: MeshRepository, controlPlaneNamespace: String) {
    let graph = KustomizationGraph(repository)
    let all = repository.objects.filter { !graph.patchFiles.contains($0.object.file) }
    let applications = ApplicationMap(
      all.compactMap { ArgoApplication($0.object) }, graph: graph, of: repository)
    var index = Index(
      resolver: NamespaceResolver(graph: graph, applications: applications),
      controlPlaneNamespace: controlPlaneNamespace)
    for (locator, object) in all where !object.key.name.isEmpty {
      index.add(object, at: locator)
    }
    self.graph = graph
    self.applications = applications
    namespaces = index.namespaces
    workloads = index.workloads
    tagWebhooks = index.tagWebhooks
    injectors = index.injectors
    services = index.services
    validators = index.validators
    controlPlanes = index.controlPlanes
    carriers = CarrierSearch(repository, graph: graph, applications: applications)
  }

  /// The namespaces of an object: its own, or what kustomizations and Applications give it.
  func resolvedNamespaces(of object: ManifestObject) -> Set<String> {
    var resolver = NamespaceResolver(graph: graph, applications: applications)
    return resolver.namespaces(of: object)
  }

  /// The tag of a revision-tag webhook: its label, else the name that istioctl gives it.
  static func tag(of object: ManifestObject) -> String? {
    if let tag = object.labels[MeshLabels.tag] { return tag }
    let prefix = "istio-revision-tag-"
    guard object.key.name.hasPrefix(prefix) else { return nil }
    return String(object.key.name.dropFirst(prefix.count))
  }
}

/// Collects the objects of a ``MeshState``.
private struct Index {
  typealias Locator = MeshRepository.Locator

  var resolver: NamespaceResolver
  let controlPlaneNamespace: String
  var namespaces: [String: [Locator]] = [:]
  var workloads: [Workload] = []
  var tagWebhooks: [String: [Locator]] = [:]
  var injectors: [Locator] = []
  var services: [String: [Locator]] = [:]
  var validators: [String: [Locator]] = [:]
  var controlPlanes: [Locator] = []

  init(resolver: NamespaceResolver, controlPlaneNamespace: String) {
    self.resolver = resolver
    self.controlPlaneNamespace = controlPlaneNamespace
  }

  mutating func add(_ object: ManifestObject, at locator: Locator) {
    let key = object.key
    switch (key.group, key.kind) {
    case ("", "Namespace"): namespaces[key.name, default: []].append(locator)
    case ("", "Service"):
      if isInControlPlane(object) { services[key.name, default: []].append(locator) }
    case ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"):
      if let tag = MeshState.tag(of: object) {
        tagWebhooks[tag, default: []].append(locator)
      } else if key.name.hasPrefix("istio-sidecar-injector") {
        injectors.append(locator)
      }
    case ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"):
      validators[key.name, default: []].append(locator)
    case ("install.istio.io", "IstioOperator"), ("mesh.cloud.google.com", "ControlPlaneRevision"):
      controlPlanes.append(locator)
    default:
      guard Workload.isWorkload(key) else { return }
      let namespaces = resolver.namespaces(of: object)
      workloads.append(
        Workload(locator: locator, reference: object.reference, namespaces: namespaces))
      if key.kind == "Deployment", namespaces.contains(controlPlaneNamespace) {
        controlPlanes.append(locator)
      }
    }
  }

  private mutating func isInControlPlane(_ object: ManifestObject) -> Bool {
    resolver.namespaces(of: object).contains(controlPlaneNamespace)
  }
}

/// Finds out which namespace an object without one goes to.
struct NamespaceResolver: Sendable {
  private let graph: KustomizationGraph
  private let applications: ApplicationMap
  private var answers: [RepositoryPath: Set<String>] = [:]

  init(graph: KustomizationGraph, applications: ApplicationMap) {
    self.graph = graph
    self.applications = applications
  }

  /// The object's own namespace, else that of the kustomizations that reach its file, else the
  /// destination of the Applications that hold it; several answers stay several.
  mutating func namespaces(of object: ManifestObject) -> Set<String> {
    if let namespace = object.key.namespace { return [namespace] }
    if let known = answers[object.file] { return known }
    var answer = graph.namespaces(for: object.file)
    if answer.isEmpty {
      let holders = applications.applications(holding: object.file)
      answer = Set(holders.compactMap { applications.applications[$0].destinationNamespace })
    }
    answers[object.file] = answer
    return answer
  }
}
