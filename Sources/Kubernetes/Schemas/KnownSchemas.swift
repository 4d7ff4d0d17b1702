package import YAML
package import YAMLDiff

/// What is known about objects from their kinds: about Kubernetes' own and those of the tools
/// around a mesh from a table, about others from the definitions in the input.
package struct KnownSchemas: Sendable {
  /// Whether scalars compare by what they mean: `1` as `1000m`, port `8080` as `"8080"`.
  private let meanings: Bool
  private let definitions: CustomResourceSchemas?

  /// Makes it of the table, and of the definitions where there are some.
  package init(meanings: Bool = false, definitions: CustomResourceSchemas? = nil) {
    self.meanings = meanings
    self.definitions = definitions
  }

  /// What is known about an object, by its group and kind.
  package func schema(of object: Node) -> Schema {
    guard object["apiVersion"]?.text != nil, object["kind"]?.text != nil else { return .unknown }
    return knownSchema(of: object) ?? KnownKinds.anyKind
  }

  /// What the table or a definition says about an object; nil where its kind is in neither.
  private func knownSchema(of object: Node) -> Schema? {
    guard let apiVersion = object["apiVersion"]?.text, let kind = object["kind"]?.text else {
      return nil
    }
    let type = GroupVersionKind(apiVersion: apiVersion, kind: kind)
    let table = meanings ? KnownKinds.table : KnownKinds.withoutMeanings
    if let known = table[GroupKind(group: type.group, kind: kind)] { return known }
    return definitions?.schema(of: type, meanings: meanings).map { followingKinds($0, in: object) }
  }

  /// A schema with what the kinds of the objects say that are embedded in this value.
  ///
  /// Items of a list have one schema, so their kind counts where all of them have the same. The
  /// depth is bounded by ``Document/depthLimit``.
  private func followingKinds(_ schema: Schema, in value: Node) -> Schema {
    guard schema.holdsEmbeddedObjects else { return schema }
    if schema.isEmbeddedObject, let known = knownSchema(of: value) { return known }
    var properties = schema.properties
    for pair in value.pairs {
      guard let key = pair.key.resolved.text, schema[key].holdsEmbeddedObjects else { continue }
      properties[key] = followingKinds(schema[key], in: pair.value.resolved)
    }
    let items = value.items.map(\.resolved)
    let hasOneKind = Set(items.map { [$0["apiVersion"]?.text, $0["kind"]?.text] }).count == 1
    return Schema(
      list: schema.list, meaning: schema.meaning, properties: properties,
      additional: schema.additional,
      items: hasOneKind ? items.first.map { followingKinds(schema.item, in: $0) } : schema.items)
  }

  /// What the table says about an object.
  package static func schema(of object: Node) -> Schema { KnownSchemas().schema(of: object) }

  /// What the table says about a kind, with scalars that mean what they say.
  package static func schema(group: String, kind: String) -> Schema {
    KnownKinds.withoutMeanings[GroupKind(group: group, kind: kind)] ?? KnownKinds.anyKind
  }
}

extension KnownSchemas {
  /// Every kind of the table, by group and name.
  package static var kinds: [(group: String, kind: String, schema: Schema)] {
    KnownKinds.groups.flatMap { group, kinds in
      kinds.sorted { $0.key < $1.key }.map { (group, $0.key, $0.value) }
    }
  }
}

/// A group and a kind: the versions of a kind share what is known of it.
struct GroupKind: Hashable {
  let group: String
  let kind: String
}

/// The table of the kinds that are known without a definition.
enum KnownKinds {
  /// The kinds by group.
  static let groups: KeyValuePairs<String, [String: Schema]> = [
    "": CoreSchemas.kinds,
    "admissionregistration.k8s.io": ExtensionSchemas.admission,
    "apiextensions.k8s.io": ExtensionSchemas.definitions,
    "apiregistration.k8s.io": ExtensionSchemas.services,
    "apps": WorkloadSchemas.apps,
    "argoproj.io": DeliverySchemas.argo,
    "autoscaling": ScalingSchemas.autoscaling,
    "batch": WorkloadSchemas.batch,
    "certificates.k8s.io": ClusterSchemas.certificates,
    "coordination.k8s.io": ClusterSchemas.coordination,
    "discovery.k8s.io": NetworkSchemas.discovery,
    "extensions.istio.io": IstioSchemas.extensions,
    "gateway.networking.k8s.io": GatewaySchemas.kinds,
    "install.istio.io": IstioSchemas.install,
    "kustomize.config.k8s.io": DeliverySchemas.kustomize,
    "networking.istio.io": IstioSchemas.networking,
    "networking.k8s.io": NetworkSchemas.networking,
    "node.k8s.io": ClusterSchemas.node,
    "policy": ScalingSchemas.policy,
    "rbac.authorization.k8s.io": ClusterSchemas.access,
    "scheduling.k8s.io": ClusterSchemas.scheduling,
    "security.istio.io": IstioSchemas.security,
    "storage.k8s.io": ClusterSchemas.storage,
    "telemetry.istio.io": IstioSchemas.telemetry,
  ]

  static let table: [GroupKind: Schema] = groups.reduce(into: [:]) { table, group in
    for (kind, schema) in group.value { table[GroupKind(group: group.key, kind: kind)] = schema }
  }

  /// The table for those to whom a scalar means what it says.
  static let withoutMeanings: [GroupKind: Schema] = {
    var known: [ObjectIdentifier: Schema] = [:]
    return table.mapValues { $0.withoutMeanings(&known) }
  }()

  /// What is true of objects of every kind.
  static let anyKind = Schema.kind([:])
}

extension Schema {
  /// The same, with scalars that mean what they say; `known` holds what was made already.
  fileprivate func withoutMeanings(_ known: inout [ObjectIdentifier: Schema]) -> Schema {
    guard hasMeanings else { return self }
    if let schema = known[ObjectIdentifier(self)] { return schema }
    let schema = Schema(
      list: list, properties: properties.mapValues { $0.withoutMeanings(&known) },
      additional: additional?.withoutMeanings(&known), items: items?.withoutMeanings(&known))
    known[ObjectIdentifier(self)] = schema
    return schema
  }
}
