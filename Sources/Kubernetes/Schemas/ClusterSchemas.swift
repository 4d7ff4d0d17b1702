internal import YAMLDiff

/// Kinds that a cluster is run with: access, storage, scheduling, certificates (OpenAPI
/// `io.k8s.api.rbac.v1`, `storage.v1`, `scheduling.v1`, `node.v1`, `certificates.v1`,
/// `coordination.v1`).
enum ClusterSchemas {
  static let access: [String: Schema] = [
    "ClusterRole": .kind([
      "aggregationRule": .object(["clusterRoleSelectors": .atomic(of: MetaSchemas.labelSelector)]),
      "rules": rules,
    ]),
    "ClusterRoleBinding": .kind(["subjects": .atomic]),
    "Role": .kind(["rules": rules]),
    "RoleBinding": .kind(["subjects": .atomic]),
  ]

  static let storage: [String: Schema] = [
    "CSIDriver": .kind([
      "spec": .object(["tokenRequests": .atomic, "volumeLifecycleModes": .set])
    ]),
    "CSINode": .kind([
      "spec": .object(["drivers": .keyed("name", of: .object(["topologyKeys": .atomic]))])
    ]),
    "CSIStorageCapacity": .kind([
      "capacity": .quantity,
      "maximumVolumeSize": .quantity,
      "nodeTopology": MetaSchemas.labelSelector,
    ]),
    "StorageClass": .kind(["allowedTopologies": topologies, "mountOptions": .atomic]),
    "VolumeAttachment": .kind([
      "spec": .object(["source": .object(["inlineVolumeSpec": VolumeSchemas.volumeSpec])])
    ]),
    "VolumeAttributesClass": .kind([:]),
  ]

  static let scheduling: [String: Schema] = ["PriorityClass": .kind([:])]

  static let coordination: [String: Schema] = ["Lease": .kind([:])]

  static let node: [String: Schema] = [
    "RuntimeClass": .kind([
      "overhead": .object(["podFixed": .quantities]),
      "scheduling": .object(["tolerations": .atomic]),
    ])
  ]

  static let certificates: [String: Schema] = [
    "CertificateSigningRequest": .kind([
      "spec": .object(["extra": .each(.unknown), "groups": .atomic, "usages": .atomic]),
      "status": MetaSchemas.status,
    ])
  ]

  private static let rules = Schema.atomic(
    of: .object([
      "apiGroups": .atomic,
      "nonResourceURLs": .atomic,
      "resourceNames": .atomic,
      "resources": .atomic,
      "verbs": .atomic,
    ]))

  private static let topologies = Schema.atomic(
    of: .object(["matchLabelExpressions": .atomic(of: .object(["values": .atomic]))]))
}
