internal import YAMLDiff

/// Pods and what they are made of (OpenAPI `io.k8s.api.core.v1`).
enum PodSchemas {
  /// `PodTemplateSpec`.
  static let template = Schema.object(["metadata": MetaSchemas.objectMeta, "spec": spec])

  /// `PodSpec`.
  static let spec = Schema.object([
    "affinity": affinity,
    "containers": .keyed("name", of: container),
    "dnsConfig": .object(["nameservers": .atomic, "options": .atomic, "searches": .atomic]),
    "ephemeralContainers": .keyed("name", of: container),
    "hostAliases": .keyed("ip", of: .object(["hostnames": .atomic])),
    "imagePullSecrets": .keyed("name"),
    "initContainers": .keyed("name", of: container),
    "overhead": .quantities,
    "readinessGates": .atomic,
    "resourceClaims": .keyed("name"),
    "resources": resources,
    "schedulingGates": .keyed("name"),
    "securityContext": .object(["supplementalGroups": .atomic, "sysctls": .atomic]),
    "tolerations": .atomic,
    "topologySpreadConstraints": .keyed(
      "topologyKey", "whenUnsatisfiable",
      of: .object(["labelSelector": MetaSchemas.labelSelector, "matchLabelKeys": .atomic])),
    "volumes": .keyed("name", of: VolumeSchemas.volume),
  ])

  /// `PodStatus`.
  static let status = Schema.object([
    "conditions": MetaSchemas.conditions,
    "containerStatuses": .atomic(of: containerStatus),
    "ephemeralContainerStatuses": .atomic(of: containerStatus),
    "extendedResourceClaimStatus": .object(["requestMappings": .atomic]),
    "hostIPs": .atomic,
    "initContainerStatuses": .atomic(of: containerStatus),
    "podIPs": .keyed("ip"),
    "resourceClaimStatuses": .keyed("name"),
  ])

  /// `Container`, and `EphemeralContainer` with the same lists.
  static let container = Schema.object([
    "args": .atomic,
    "command": .atomic,
    "env": .keyed("name", of: environment),
    "envFrom": .atomic,
    "lifecycle": .object(["postStart": handler, "preStop": handler]),
    "livenessProbe": handler,
    "ports": .keyed("containerPort", .protocol),
    "readinessProbe": handler,
    "resizePolicy": .atomic,
    "resources": resources,
    "restartPolicyRules": .atomic(of: .object(["exitCodes": .object(["values": .set])])),
    "securityContext": .object([
      "capabilities": .object(["add": .atomic, "drop": .atomic])
    ]),
    "startupProbe": handler,
    "volumeDevices": .keyed("devicePath"),
    "volumeMounts": .keyed("mountPath"),
  ])

  /// `EnvVar`.
  static let environment = Schema.object([
    "valueFrom": .object(["resourceFieldRef": resourceField])
  ])

  /// `ResourceFieldSelector`.
  static let resourceField = Schema.object(["divisor": .quantity])

  /// `ResourceRequirements`.
  static let resources = Schema.object([
    "claims": .keyed("name"),
    "limits": .quantities,
    "requests": .quantities,
  ])

  /// `Probe` and `LifecycleHandler`: what is asked of a container.
  static let handler = Schema.object([
    "exec": .object(["command": .atomic]),
    "httpGet": .object(["httpHeaders": .atomic, "port": .intOrString]),
    "tcpSocket": .object(["port": .intOrString]),
  ])

  /// `Affinity`.
  static let affinity = Schema.object([
    "nodeAffinity": .object([
      "preferredDuringSchedulingIgnoredDuringExecution": .atomic(
        of: .object(["preference": nodeSelectorTerm])),
      "requiredDuringSchedulingIgnoredDuringExecution": nodeSelector,
    ]),
    "podAffinity": podAffinity,
    "podAntiAffinity": podAffinity,
  ])

  /// `NodeSelector`.
  static let nodeSelector = Schema.object(["nodeSelectorTerms": .atomic(of: nodeSelectorTerm)])

  private static let nodeSelectorTerm = Schema.object([
    "matchExpressions": .atomic(of: .object(["values": .atomic])),
    "matchFields": .atomic(of: .object(["values": .atomic])),
  ])

  private static let podAffinity = Schema.object([
    "preferredDuringSchedulingIgnoredDuringExecution": .atomic(
      of: .object(["podAffinityTerm": podAffinityTerm])),
    "requiredDuringSchedulingIgnoredDuringExecution": .atomic(of: podAffinityTerm),
  ])

  private static let podAffinityTerm = Schema.object([
    "labelSelector": MetaSchemas.labelSelector,
    "matchLabelKeys": .atomic,
    "mismatchLabelKeys": .atomic,
    "namespaceSelector": MetaSchemas.labelSelector,
    "namespaces": .atomic,
  ])

  private static let containerStatus = Schema.object([
    "allocatedResources": .quantities,
    "allocatedResourcesStatus": .keyed("name", of: .object(["resources": .keyed("resourceID")])),
    "resources": resources,
    "user": .object(["linux": .object(["supplementalGroups": .atomic])]),
    "volumeMounts": .keyed("mountPath"),
  ])
}
