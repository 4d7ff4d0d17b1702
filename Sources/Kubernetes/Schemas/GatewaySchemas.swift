internal import YAMLDiff

/// The kinds of `gateway.networking.k8s.io` (the `+listType` markers of gateway-api's `apis/v1`,
/// release 1.4; kinds that are not in v1 yet have the same lists in their alphas).
enum GatewaySchemas {
  static let kinds: [String: Schema] = [
    "BackendTLSPolicy": .kind([
      "spec": .object([
        "targetRefs": .atomic,
        "validation": .object(["caCertificateRefs": .atomic, "subjectAltNames": .atomic]),
      ])
    ]),
    "GRPCRoute": route(rule: grpcRule),
    "Gateway": .kind(["spec": gatewaySpec, "status": gatewayStatus]),
    "GatewayClass": .kind([
      "status": .object([
        "conditions": MetaSchemas.conditions, "supportedFeatures": .keyed("name"),
      ])
    ]),
    "HTTPRoute": route(rule: httpRule),
    "ReferenceGrant": .kind(["spec": .object(["from": .atomic, "to": .atomic])]),
    "TCPRoute": route(rule: plainRule),
    "TLSRoute": route(rule: plainRule),
    "UDPRoute": route(rule: plainRule),
  ]

  private static func route(rule: Schema) -> Schema {
    .kind([
      "spec": .object(["hostnames": .atomic, "parentRefs": .atomic, "rules": .atomic(of: rule)]),
      "status": .object([
        "parents": .atomic(of: .object(["conditions": MetaSchemas.conditions]))
      ]),
    ])
  }

  private static let gatewaySpec = Schema.object([
    "addresses": .atomic,
    "allowedListeners": .object([
      "namespaces": .object(["selector": MetaSchemas.labelSelector])
    ]),
    "listeners": .keyed(
      "name",
      of: .object([
        "allowedRoutes": .object([
          "kinds": .atomic,
          "namespaces": .object(["selector": MetaSchemas.labelSelector]),
        ]),
        "tls": .object(["certificateRefs": .atomic]),
      ])),
  ])

  private static let gatewayStatus = Schema.object([
    "addresses": .atomic,
    "conditions": MetaSchemas.conditions,
    "listeners": .keyed(
      "name", of: .object(["conditions": MetaSchemas.conditions, "supportedKinds": .atomic])),
  ])

  private static let plainRule = Schema.object(["backendRefs": .atomic])

  private static let httpRule = Schema.object([
    "backendRefs": backends,
    "filters": filters,
    "matches": .atomic(
      of: .object(["headers": .keyed("name"), "queryParams": .keyed("name")])),
  ])

  private static let grpcRule = Schema.object([
    "backendRefs": backends,
    "filters": filters,
    "matches": .atomic(of: .object(["headers": .keyed("name")])),
  ])

  private static let backends = Schema.atomic(of: .object(["filters": filters]))

  private static let filters = Schema.atomic(
    of: .object([
      "cors": .object([
        "allowHeaders": .set, "allowMethods": .set, "allowOrigins": .set, "exposeHeaders": .set,
      ]),
      "externalAuth": .object([
        "grpc": .object(["allowedHeaders": .set]),
        "http": .object(["allowedHeaders": .set, "allowedResponseHeaders": .set]),
      ]),
      "requestHeaderModifier": headers,
      "responseHeaderModifier": headers,
    ]))

  private static let headers = Schema.object([
    "add": .keyed("name"), "remove": .set, "set": .keyed("name"),
  ])
}
