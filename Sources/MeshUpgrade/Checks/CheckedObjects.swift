internal import Files
internal import Kubernetes
internal import YAML

/// An object of the repository, else of the dump, with the namespaces it may be in.
struct CheckedObject {
  let object: ManifestObject
  let source: SourceFile
  let namespaces: Set<String>

  /// The one namespace it is in; nil where files disagree or none says it.
  var namespace: String? { namespaces.count == 1 ? namespaces.first : nil }

  /// The object as messages name it, with the namespace that it gets.
  var name: String {
    let key = object.key
    return namespace.map { "\(key.kind) \($0)/\(key.name)" } ?? "\(key.kind) \(key.name)"
  }

  /// Where a node of the object stands.
  func place(of node: Node) -> Place { source.place(at: node.range.lowerBound) }
}

/// The objects that the checks of a plan look at, found in one look at the repository before the
/// first phase and at the dump of the cluster; what is in both is the repository's.
struct CheckedObjects {
  /// Configuration of Istio and of the Gateway API.
  private(set) var configuration: [CheckedObject] = []
  /// What may hold the mesh configuration of a revision: ConfigMaps and IstioOperators.
  private(set) var meshConfigs: [CheckedObject] = []
  /// PodDisruptionBudgets and HorizontalPodAutoscalers.
  private(set) var budgets: [CheckedObject] = []
  private(set) var autoscalers: [CheckedObject] = []

  /// The names of the ConfigMaps with the mesh configurations of the two revisions.
  private let configMaps: Set<String>

  /// The API groups whose objects istiod reads.
  private static let configurationGroups: Set<String> = [
    "networking.istio.io", "security.istio.io", "telemetry.istio.io", "extensions.istio.io",
    "gateway.networking.k8s.io",
  ]

  init(context: PlanningContext, base: MeshRepository) {
    var resolver = NamespaceResolver(
      graph: context.state.graph, applications: context.state.applications)
    configMaps = Set([context.from, context.to].map(MeshConfigSource.name))
    let patches = context.state.graph.patchFiles
    var known: Set<ObjectKey> = []
    for file in base.manifestFiles where !patches.contains(file.path) {
      for object in file.objects {
        guard let list = list(of: object.key) else { continue }
        let namespaces = resolver.namespaces(of: object)
        let checked = CheckedObject(object: object, source: file.source, namespaces: namespaces)
        known.insert(Self.key(of: checked))
        self[keyPath: list].append(checked)
      }
    }
    guard let source = context.cluster.source else { return }
    for object in context.cluster.objects {
      guard let list = list(of: object.key) else { continue }
      let checked = CheckedObject(
        object: object, source: source, namespaces: Set([object.key.namespace].compactMap { $0 }))
      if !known.contains(Self.key(of: checked)) { self[keyPath: list].append(checked) }
    }
  }

  /// The list that an object belongs to; nil for what no check looks at.
  private func list(of key: ObjectKey) -> WritableKeyPath<CheckedObjects, [CheckedObject]>? {
    if key.name.isEmpty { return nil }
    if Self.configurationGroups.contains(key.group) { return \.configuration }
    switch (key.group, key.kind) {
    case ("", "ConfigMap"): return configMaps.contains(key.name) ? \.meshConfigs : nil
    case ("install.istio.io", "IstioOperator"): return \.meshConfigs
    case ("policy", "PodDisruptionBudget"): return \.budgets
    case ("autoscaling", "HorizontalPodAutoscaler"): return \.autoscalers
    default: return nil
    }
  }

  /// The object's identity in the namespace that it gets.
  private static func key(of checked: CheckedObject) -> ObjectKey {
    let key = checked.object.key
    return ObjectKey(
      group: key.group, kind: key.kind, namespace: checked.namespace, name: key.name)
  }
}
