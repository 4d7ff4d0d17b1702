internal import YAMLDiff

/// The kinds of `networking.k8s.io` and `discovery.k8s.io` (OpenAPI `io.k8s.api.networking.v1`,
/// `io.k8s.api.discovery.v1`).
enum NetworkSchemas {
  static let networking: [String: Schema] = [
    "Ingress": .kind(["spec": ingressSpec, "status": ingressStatus]),
    "IngressClass": .kind([:]),
    "NetworkPolicy": .kind(["spec": policySpec]),
    "ServiceCIDR": .kind(["spec": .object(["cidrs": .atomic]), "status": MetaSchemas.status]),
  ]

  static let discovery: [String: Schema] = [
    "EndpointSlice": .kind([
      "endpoints": .atomic(
        of: .object([
          "addresses": .set,
          "hints": .object(["forNodes": .atomic, "forZones": .atomic]),
        ])),
      "ports": .atomic,
    ])
  ]

  private static let ingressSpec = Schema.object([
    "rules": .atomic(of: .object(["http": .object(["paths": .atomic(of: ingressPath)])])),
    "tls": .atomic(of: .object(["hosts": .atomic])),
  ])

  /// `HTTPIngressPath`; the port of a backend is int-or-string in the betas only.
  private static let ingressPath = Schema.object([
    "backend": .object(["servicePort": .intOrString])
  ])

  private static let ingressStatus = Schema.object([
    "loadBalancer": .object(["ingress": .atomic(of: .object(["ports": .atomic]))])
  ])

  private static let policySpec = Schema.object([
    "egress": .atomic(of: .object(["ports": policyPorts, "to": policyPeers])),
    "ingress": .atomic(of: .object(["from": policyPeers, "ports": policyPorts])),
    "podSelector": MetaSchemas.labelSelector,
    "policyTypes": .atomic,
  ])

  private static let policyPorts = Schema.atomic(of: .object(["port": .intOrString]))

  private static let policyPeers = Schema.atomic(
    of: .object([
      "ipBlock": .object(["except": .atomic]),
      "namespaceSelector": MetaSchemas.labelSelector,
      "podSelector": MetaSchemas.labelSelector,
    ]))
}
