internal import YAMLDiff

/// The kinds of Istio (the `+listType` markers of istio/api; `IstioOperator` of istio/istio).
///
/// Istio's definitions state a type for hardly any list. Such a list is matched by the names of
/// its items where all have one, else by what is equal; a merge works on its items.
enum IstioSchemas {
  static let networking: [String: Schema] = [
    "DestinationRule": plain, "EnvoyFilter": plain, "Gateway": plain, "ProxyConfig": plain,
    "ServiceEntry": .kind([
      "spec": .object(["ports": .keyed("name")]), "status": status,
    ]),
    "Sidecar": plain, "VirtualService": plain, "WorkloadEntry": plain,
    "WorkloadGroup": plain,
  ]

  static let security: [String: Schema] = [
    "AuthorizationPolicy": plain, "PeerAuthentication": plain, "RequestAuthentication": plain,
  ]

  static let telemetry: [String: Schema] = ["Telemetry": plain]

  static let extensions: [String: Schema] = ["WasmPlugin": plain]

  static let install: [String: Schema] = ["IstioOperator": .kind(["spec": operatorSpec])]

  private static let plain = Schema.kind(["status": status])

  /// `IstioStatus`.
  private static let status = MetaSchemas.status

  /// `IstioOperatorSpec`: what a component has below `k8s` are Kubernetes' own types.
  private static let operatorSpec = Schema.object([
    "components": .object([
      "base": component, "cni": component, "egressGateways": .list(of: component),
      "ingressGateways": .list(of: component), "istiodRemote": component,
      "pilot": component, "ztunnel": component,
    ])
  ])

  private static let component = Schema.object([
    "k8s": .object([
      "affinity": PodSchemas.affinity,
      "env": .keyed("name", of: PodSchemas.environment),
      "hpaSpec": ScalingSchemas.autoscalerSpec,
      "podDisruptionBudget": ScalingSchemas.budgetSpec,
      "readinessProbe": PodSchemas.handler,
      "resources": PodSchemas.resources,
      "service": CoreSchemas.serviceSpec,
      "strategy": WorkloadSchemas.rollingUpdate,
      "tolerations": .atomic,
      "volumeMounts": .keyed("mountPath"),
      "volumes": .keyed("name", of: VolumeSchemas.volume),
    ])
  ])
}
