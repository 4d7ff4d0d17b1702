internal import Files
internal import Kubernetes
internal import YAML

/// Where the mesh objects of a repository stand: an index made once, of places, not of contents.
struct MeshState: Sendable {
  typealias Locator = MeshRepository.Locator

  /// The plain definitions of each namespace; more than one is refused when it is edited.
  let namespaces: [String: [Locator]]
  /// The namespaces that are some Namespace under another name, or whose definition gets one, by
  /// both names.
  let renamedNamespaces: [String: RenamedNamespace]
  /// Every workload, by the namespaces it may be in.
  let workloads: [Workload]
  /// The custom resources whose controllers make Pods, by the namespaces they may be in.
  let podOwners: [String: [Locator]]
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

  /// - Parameter url: what Applications call this repository; nil to find that out.
  init(_ repository: MeshRepository, controlPlaneNamespace: String, url: String? = nil) {
    let graph = KustomizationGraph(repository)
    let all = repository.objects.filter { !graph.patchFiles.contains($0.object.file) }
    let found = all.compactMap { ArgoApplication($0.object) }
    let foreign = ForeignSources(found, in: repository, own: url)
    let applications = ApplicationMap(
      found.map { $0.without(foreign) }, graph: graph, of: repository)
    var index = Index(
      resolver: NamespaceResolver(graph: graph, applications: applications),
      controlPlaneNamespace: controlPlaneNamespace)
    for (locator, object) in all where !object.key.name.isEmpty {
      index.add(object, at: locator)
    }
    self.graph = graph
    self.applications = applications
    namespaces = index.namespaces
    renamedNamespaces = index.renamedNamespaces
    workloads = index.workloads
    podOwners = index.podOwners
    tagWebhooks = index.tagWebhooks
    injectors = index.injectors
    services = index.services
    validators = index.validators
    controlPlanes = index.controlPlanes
    carriers = CarrierSearch(repository, graph: graph, applications: applications)
  }

  /// The namespaces of an object: what kustomizations and Applications give it, else its own.
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

/// A Namespace that is rendered under another name than its own.
struct RenamedNamespace: Sendable {
  let locator: MeshRepository.Locator
  /// The name in its manifest.
  let name: String
  /// What gives it the other.
  let override: NamespaceOverride
}

/// Collects the objects of a ``MeshState``.
private struct Index {
  typealias Locator = MeshRepository.Locator

  var resolver: NamespaceResolver
  let controlPlaneNamespace: String
  var namespaces: [String: [Locator]] = [:]
  var renamedNamespaces: [String: RenamedNamespace] = [:]
  var workloads: [Workload] = []
  var podOwners: [String: [Locator]] = [:]
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
    case ("", "Namespace"): addNamespace(object, at: locator)
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
      if PodOwner.row(of: key) != nil {
        for namespace in resolver.namespaces(of: object) {
          podOwners[namespace, default: []].append(locator)
        }
      }
      guard Workload.isWorkload(key) else { return }
      let namespaces = resolver.namespaces(of: object)
      workloads.append(
        Workload(locator: locator, reference: object.reference, namespaces: namespaces))
      if key.kind == "Deployment", namespaces.contains(controlPlaneNamespace) {
        controlPlanes.append(locator)
      }
    }
  }

  private mutating func addNamespace(_ object: ManifestObject, at locator: Locator) {
    let name = object.key.name
    let (overrides, keepsItsName) = resolver.renamings(of: object)
    for override in overrides {
      let renamed = RenamedNamespace(locator: locator, name: name, override: override)
      for name in [name, override.namespace] where renamedNamespaces[name] == nil {
        renamedNamespaces[name] = renamed
      }
    }
    if keepsItsName { namespaces[name, default: []].append(locator) }
  }

  private mutating func isInControlPlane(_ object: ManifestObject) -> Bool {
    resolver.namespaces(of: object).contains(controlPlaneNamespace)
  }
}
