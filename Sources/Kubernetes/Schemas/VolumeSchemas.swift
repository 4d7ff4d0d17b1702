internal import YAMLDiff

/// Volumes, claims and what they are made of (OpenAPI `io.k8s.api.core.v1`).
enum VolumeSchemas {
  /// `Volume`.
  static let volume = Schema.object([
    "cephfs": monitors,
    "configMap": items,
    "downwardAPI": downwardAPI,
    "emptyDir": .object(["sizeLimit": .quantity]),
    "ephemeral": .object([
      "volumeClaimTemplate": .object(["metadata": MetaSchemas.objectMeta, "spec": claimSpec])
    ]),
    "fc": fibreChannel,
    "iscsi": portals,
    "projected": .object(["sources": .atomic(of: projection)]),
    "rbd": monitors,
    "secret": items,
  ])

  /// `PersistentVolumeClaim`.
  static let claim = Schema.kind([
    "spec": claimSpec,
    "status": .object([
      "accessModes": .atomic,
      "allocatedResources": .quantities,
      "capacity": .quantities,
      "conditions": MetaSchemas.conditions,
    ]),
  ])

  /// `PersistentVolumeClaimSpec`.
  static let claimSpec = Schema.object([
    "accessModes": .atomic,
    "resources": .object(["limits": .quantities, "requests": .quantities]),
    "selector": MetaSchemas.labelSelector,
  ])

  /// `PersistentVolumeSpec`.
  static let volumeSpec = Schema.object([
    "accessModes": .atomic,
    "capacity": .quantities,
    "cephfs": monitors,
    "fc": fibreChannel,
    "iscsi": portals,
    "mountOptions": .atomic,
    "nodeAffinity": .object(["required": PodSchemas.nodeSelector]),
    "rbd": monitors,
  ])

  private static let projection = Schema.object([
    "clusterTrustBundle": .object(["labelSelector": MetaSchemas.labelSelector]),
    "configMap": items,
    "downwardAPI": downwardAPI,
    "secret": items,
  ])

  private static let downwardAPI = Schema.object([
    "items": .atomic(of: .object(["resourceFieldRef": PodSchemas.resourceField]))
  ])

  private static let items = Schema.object(["items": .atomic])
  private static let monitors = Schema.object(["monitors": .atomic])
  private static let portals = Schema.object(["portals": .atomic])
  private static let fibreChannel = Schema.object(["targetWWNs": .atomic, "wwids": .atomic])
}
