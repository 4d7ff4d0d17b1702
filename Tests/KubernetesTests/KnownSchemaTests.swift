import Kubernetes
import Testing
import YAML
import YAMLDiff

/// What the table says about the lists of Kubernetes' kinds.
@Suite struct `lists are told apart as Kubernetes defines them` {
  static func schema(_ apiVersion: String, _ kind: String) throws -> Schema {
    let text = "apiVersion: \(apiVersion)\nkind: \(kind)\n"
    return KnownSchemas.schema(of: try #require(try Document.parseSingle(Array(text.utf8))).root)
  }

  /// The schema at a path such as `spec.containers[].ports`.
  static func schema(_ path: String, in root: Schema) -> Schema {
    path.split(separator: ".").reduce(root) { schema, step in
      let value = schema[String(step.prefix { $0 != "[" })]
      return step.hasSuffix("[]") ? value.item : value
    }
  }

  static let protocolKey = ListKey("protocol", default: "TCP")

  @Test(arguments: [
    ("v1", "Service", "spec.ports", ListRule.map(keys: ["port", protocolKey])),
    ("v1", "Service", "spec.clusterIPs", .atomic),
    ("v1", "Pod", "spec.containers", .map(keys: ["name"])),
    ("v1", "Pod", "spec.initContainers", .map(keys: ["name"])),
    ("v1", "Pod", "spec.ephemeralContainers[].env", .map(keys: ["name"])),
    ("v1", "Pod", "spec.containers[].ports", .map(keys: ["containerPort", protocolKey])),
    ("v1", "Pod", "spec.containers[].env", .map(keys: ["name"])),
    ("v1", "Pod", "spec.containers[].envFrom", .atomic),
    ("v1", "Pod", "spec.containers[].args", .atomic),
    ("v1", "Pod", "spec.containers[].volumeMounts", .map(keys: ["mountPath"])),
    ("v1", "Pod", "spec.containers[].volumeDevices", .map(keys: ["devicePath"])),
    ("v1", "Pod", "spec.containers[].resources.claims", .map(keys: ["name"])),
    ("v1", "Pod", "spec.volumes", .map(keys: ["name"])),
    ("v1", "Pod", "spec.imagePullSecrets", .map(keys: ["name"])),
    ("v1", "Pod", "spec.hostAliases", .map(keys: ["ip"])),
    ("v1", "Pod", "spec.tolerations", .atomic),
    ("v1", "Pod", "spec.resourceClaims", .map(keys: ["name"])),
    ("v1", "Pod", "spec.readinessGates", .atomic),
    ("v1", "Pod", "spec.schedulingGates", .map(keys: ["name"])),
    (
      "v1", "Pod", "spec.topologySpreadConstraints",
      .map(keys: ["topologyKey", "whenUnsatisfiable"])
    ),
    (
      "v1", "Pod",
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
      .atomic
    ),
    ("v1", "Pod", "status.conditions", .map(keys: ["type"])),
    ("v1", "Pod", "metadata.finalizers", .set),
    ("v1", "Pod", "metadata.ownerReferences", .map(keys: ["uid"])),
    ("v1", "Pod", "metadata.managedFields", .atomic),
    ("v1", "ServiceAccount", "secrets", .map(keys: ["name"])),
    ("v1", "ServiceAccount", "imagePullSecrets", .atomic),
    ("v1", "Node", "status.addresses", .map(keys: ["type"])),
    ("v1", "Endpoints", "subsets", .atomic),
    ("v1", "Namespace", "spec.finalizers", .atomic),
    ("apps/v1", "Deployment", "spec.template.spec.containers", .map(keys: ["name"])),
    ("apps/v1beta1", "Deployment", "spec.template.spec.containers", .map(keys: ["name"])),
    ("apps/v1", "StatefulSet", "spec.volumeClaimTemplates", .atomic),
    ("batch/v1", "CronJob", "spec.jobTemplate.spec.template.spec.volumes", .map(keys: ["name"])),
    ("batch/v1", "Job", "status.uncountedTerminatedPods.failed", .set),
    ("autoscaling/v2", "HorizontalPodAutoscaler", "spec.metrics", .atomic),
    ("policy/v1", "PodDisruptionBudget", "status.conditions", .map(keys: ["type"])),
    ("networking.k8s.io/v1", "Ingress", "spec.rules", .atomic),
    ("networking.k8s.io/v1", "Ingress", "spec.tls", .atomic),
    ("networking.k8s.io/v1", "NetworkPolicy", "spec.ingress[].ports", .atomic),
    ("discovery.k8s.io/v1", "EndpointSlice", "endpoints", .atomic),
    ("discovery.k8s.io/v1", "EndpointSlice", "endpoints[].addresses", .set),
    ("rbac.authorization.k8s.io/v1", "ClusterRole", "rules", .atomic),
    ("rbac.authorization.k8s.io/v1", "RoleBinding", "subjects", .atomic),
    (
      "admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "webhooks",
      .map(keys: ["name"])
    ),
    (
      "admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration",
      "webhooks[].matchConditions", .map(keys: ["name"])
    ),
    (
      "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "spec.variables",
      .map(keys: ["name"])
    ),
    (
      "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding",
      "spec.validationActions", .set
    ),
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition", "spec.versions", .atomic),
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition", "spec.names.shortNames", .atomic),
    ("storage.k8s.io/v1", "CSINode", "spec.drivers", .map(keys: ["name"])),
    ("gateway.networking.k8s.io/v1", "Gateway", "spec.listeners", .map(keys: ["name"])),
    ("gateway.networking.k8s.io/v1", "HTTPRoute", "spec.rules", .atomic),
    (
      "gateway.networking.k8s.io/v1", "HTTPRoute", "spec.rules[].matches[].headers",
      .map(keys: ["name"])
    ),
    (
      "gateway.networking.k8s.io/v1beta1", "HTTPRoute",
      "spec.rules[].filters[].requestHeaderModifier.remove", .set
    ),
    ("gateway.networking.k8s.io/v1alpha2", "TLSRoute", "spec.parentRefs", .atomic),
    ("networking.istio.io/v1", "ServiceEntry", "spec.ports", .map(keys: ["name"])),
    ("networking.istio.io/v1", "VirtualService", "spec.http", .inferred),
    ("networking.istio.io/v1", "Gateway", "spec.servers", .inferred),
    (
      "install.istio.io/v1alpha1", "IstioOperator", "spec.components.pilot.k8s.service.ports",
      .map(keys: ["port", protocolKey])
    ),
    (
      "argoproj.io/v1alpha1", "Rollout", "spec.template.spec.containers[].ports",
      .map(keys: ["containerPort", protocolKey])
    ),
    ("argoproj.io/v1alpha1", "WorkflowTemplate", "spec.templates", .map(keys: ["name"])),
    ("argoproj.io/v1alpha1", "Application", "metadata.finalizers", .set),
    ("kustomize.config.k8s.io/v1beta1", "Kustomization", "resources", .set),
    // The same name in another group is another kind.
    ("serving.knative.dev/v1", "Service", "spec.ports", .inferred),
    ("example.com/v1", "Deployment", "spec.template.spec.containers", .inferred),
    ("example.com/v1", "Anything", "metadata.ownerReferences", .map(keys: ["uid"])),
  ])
  func rule(apiVersion: String, kind: String, path: String, rule: ListRule) throws {
    #expect(Self.schema(path, in: try Self.schema(apiVersion, kind)).list == rule)
  }

  @Test func `nothing is known of what is no object`() throws {
    let text = "kind: Service\nspec: {ports: []}\n"
    let node = try #require(try Document.parseSingle(Array(text.utf8))).root
    #expect(Self.schema("spec.ports", in: KnownSchemas.schema(of: node)).list == .inferred)
  }

  static let service = """
    apiVersion: v1
    kind: Service
    metadata: {name: dns}
    spec:
      ports:
      - {port: 53, targetPort: 53}
      - {port: 53, protocol: UDP}

    """

  @Test func `sides of a merge that write the same port in two ways edit the same port`() throws {
    let ours = Self.service.replacing("targetPort: 53", with: "targetPort: 53, protocol: TCP")
    let theirs = Self.service.replacing("targetPort: 53", with: "targetPort: 5353")
    let merged = try StreamMerge(
      base: SourceFile(name: "b", bytes: Array(Self.service.utf8)),
      ours: SourceFile(name: "o", bytes: Array(ours.utf8)),
      theirs: SourceFile(name: "t", bytes: Array(theirs.utf8)))
    #expect(merged.conflicts.isEmpty)
    #expect(
      String(decoding: merged.text, as: UTF8.self)
        == Self.service.replacing("targetPort: 53", with: "targetPort: 5353, protocol: TCP"))
  }

  static let role = """
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: r}
    rules:
    - {apiGroups: [""], resources: [pods], verbs: [get]}
    - {apiGroups: [apps], resources: [deployments], verbs: [get]}

    """

  @Test func `two edits of an atomic list conflict, one does not`() throws {
    let ours = Self.role.replacing("[pods]", with: "[pods, pods/log]")
    let theirs = Self.role.replacing("[deployments]", with: "[daemonsets]")
    func merge(_ ours: String, _ theirs: String) throws -> StreamMerge {
      try StreamMerge(
        base: SourceFile(name: "b", bytes: Array(Self.role.utf8)),
        ours: SourceFile(name: "o", bytes: Array(ours.utf8)),
        theirs: SourceFile(name: "t", bytes: Array(theirs.utf8)))
    }
    let merged = try merge(ours, theirs)
    #expect(merged.conflicts.map(\.conflict.path.pointer) == ["/rules"])
    #expect(String(decoding: merged.text, as: UTF8.self) == ours)
    let oneSided = try merge(Self.role, theirs)
    #expect(oneSided.conflicts.isEmpty)
    let values = try [oneSided.text, Array(theirs.utf8)].map {
      try #require(try Document.parseSingle($0)).root.value()
    }
    #expect(values[0] == values[1])
  }
}
