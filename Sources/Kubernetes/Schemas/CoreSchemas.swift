internal import YAMLDiff

/// The kinds of the core group (OpenAPI `io.k8s.api.core.v1`).
///
/// `Binding`, `ConfigMap`, `Event` and `Secret` hold no list and no quantity.
enum CoreSchemas {
  static let kinds: [String: Schema] = [
    "ConfigMap": .kind([:]),
    "Endpoints": .kind([
      "subsets": .atomic(
        of: .object(["addresses": .atomic, "notReadyAddresses": .atomic, "ports": .atomic]))
    ]),
    "LimitRange": .kind([
      "spec": .object([
        "limits": .atomic(
          of: .object([
            "default": .quantities,
            "defaultRequest": .quantities,
            "max": .quantities,
            "maxLimitRequestRatio": .quantities,
            "min": .quantities,
          ]))
      ])
    ]),
    "Namespace": .kind(["spec": .object(["finalizers": .atomic]), "status": MetaSchemas.status]),
    "Node": .kind(["spec": nodeSpec, "status": nodeStatus]),
    "PersistentVolume": .kind(["spec": VolumeSchemas.volumeSpec]),
    "PersistentVolumeClaim": VolumeSchemas.claim,
    "Pod": .kind(["spec": PodSchemas.spec, "status": PodSchemas.status]),
    "PodTemplate": .kind(["template": PodSchemas.template]),
    "ReplicationController": .kind([
      "spec": .object(["template": PodSchemas.template]), "status": MetaSchemas.status,
    ]),
    "ResourceQuota": .kind(["spec": quotaSpec, "status": quotaStatus]),
    "Secret": .kind([:]),
    "Service": .kind(["spec": serviceSpec, "status": serviceStatus]),
    "ServiceAccount": .kind(["imagePullSecrets": .atomic, "secrets": .keyed("name")]),
  ]

  /// `ServiceSpec`.
  static let serviceSpec = Schema.object([
    "clusterIPs": .atomic,
    "externalIPs": .atomic,
    "ipFamilies": .atomic,
    "loadBalancerSourceRanges": .atomic,
    "ports": .keyed("port", .protocol, of: .object(["targetPort": .intOrString])),
  ])

  private static let serviceStatus = Schema.object([
    "conditions": MetaSchemas.conditions,
    "loadBalancer": .object(["ingress": .atomic(of: .object(["ports": .atomic]))]),
  ])

  private static let quotaSpec = Schema.object([
    "hard": .quantities,
    "scopeSelector": .object(["matchExpressions": .atomic(of: .object(["values": .atomic]))]),
    "scopes": .atomic,
  ])

  private static let quotaStatus = Schema.object(["hard": .quantities, "used": .quantities])

  private static let nodeSpec = Schema.object(["podCIDRs": .set, "taints": .atomic])

  private static let nodeStatus = Schema.object([
    "addresses": .keyed("type"),
    "allocatable": .quantities,
    "capacity": .quantities,
    "conditions": MetaSchemas.conditions,
    "images": .atomic(of: .object(["names": .atomic])),
    "runtimeHandlers": .atomic,
    "volumesAttached": .atomic,
    "volumesInUse": .atomic,
  ])
}
