/// The objects of a mesh in full, as asmcli, istioctl and the charts of Istio 1.14 leave them.
///
/// Each ends with a line end; `stream` joins them into a file.
enum MeshForms {
  /// Several manifests as one file.
  static func stream(_ manifests: String...) -> String { manifests.joined(separator: "---\n") }

  // MARK: Injectors

  /// The webhooks of a revision tag, as `istioctl tag generate` prints them.
  ///
  /// - Parameter label: the revision that the label names, where it is not the one that is called.
  /// - Parameter autoInjects: whether it was made with `--auto-inject-namespaces`.
  static func tag(
    _ tag: String, names revision: String, label: String? = nil, autoInjects: Bool = false,
    service: String? = nil
  ) -> String {
    let service = service ?? Self.service(of: revision)
    return configuration(
      "istio-revision-tag-\(tag)",
      labels: "istio.io/rev: \(label ?? revision), istio.io/tag: \(tag), release: istio",
      webhooks(selecting: tag, service: service)
        + (tag == "default" ? defaultWebhooks(service, autoInjects) : ""))
  }

  /// The injector of a revision, `default` for the un-revisioned install, as the istio-discovery
  /// chart has it.
  static func injector(_ revision: String, autoInjects: Bool = false) -> String {
    let service = service(of: revision)
    let isDefault = revision == "default"
    return configuration(
      "istio-sidecar-injector" + (isDefault ? "" : "-\(revision)"),
      labels: "istio.io/rev: \(revision), release: istiod",
      webhooks(selecting: revision, service: service)
        + (isDefault ? defaultWebhooks(service, autoInjects) : ""))
  }

  /// The un-revisioned injector as `istioctl tag set default` leaves it.
  static let neutralisedInjector = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata:
      name: istio-sidecar-injector
      labels: {app: sidecar-injector, istio.io/rev: default, release: istiod}
    webhooks:
    - name: namespace.sidecar-injector.istio.io
      clientConfig:
        service: {name: istiod, namespace: istio-system, path: /inject, port: 443}
      rules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
      failurePolicy: Fail
      sideEffects: None
      admissionReviewVersions: [v1beta1, v1]
      namespaceSelector:
        matchLabels: {istio.io/deactivated: never-match}
      objectSelector:
        matchLabels: {istio.io/deactivated: never-match}

    """

  private static func configuration(_ name: String, labels: String, _ webhooks: String) -> String {
    """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata:
      name: \(name)
      labels:
        {app: sidecar-injector, install.operator.istio.io/owning-resource: unknown,
         operator.istio.io/component: Pilot, \(labels)}
    webhooks:

    """ + webhooks
  }

  private static let isWanted =
    #"{key: sidecar.istio.io/inject, operator: NotIn, values: ["false"]}"#
  private static let isAsked = #"{key: sidecar.istio.io/inject, operator: In, values: ["true"]}"#
  private static let saysNothing = "{key: sidecar.istio.io/inject, operator: DoesNotExist}"
  private static let hasNoInjection = "{key: istio-injection, operator: DoesNotExist}"
  private static let hasNoRevision = "{key: istio.io/rev, operator: DoesNotExist}"

  private static func webhooks(selecting name: String, service: String) -> String {
    let named = "{key: istio.io/rev, operator: In, values: [\(name)]}"
    return webhook("rev.namespace", service, [named, hasNoInjection], [isWanted])
      + webhook("rev.object", service, [hasNoRevision, hasNoInjection], [isWanted, named])
  }

  /// What serves those who ask for no revision.
  private static func defaultWebhooks(_ service: String, _ autoInjects: Bool) -> String {
    let enabled = "{key: istio-injection, operator: In, values: [enabled]}"
    let kube = "[kube-system, kube-public, kube-node-lease, local-path-storage]"
    let elsewhere = "{key: kubernetes.io/metadata.name, operator: NotIn, values: \(kube)}"
    let unlabelled = [hasNoInjection, hasNoRevision]
    return webhook("namespace", service, [enabled], [isWanted])
      + webhook("object", service, unlabelled, [isAsked, hasNoRevision])
      + (autoInjects
        ? webhook("auto", service, unlabelled + [elsewhere], [saysNothing, hasNoRevision]) : "")
  }

  private static func webhook(
    _ name: String, _ service: String, _ namespaces: [String], _ pods: [String]
  ) -> String {
    """
    - name: \(name).sidecar-injector.istio.io
      clientConfig:
        service: {name: \(service), namespace: istio-system, path: /inject, port: 443}
      rules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
      failurePolicy: Fail
      sideEffects: None
      admissionReviewVersions: [v1beta1, v1]
      namespaceSelector:
        matchExpressions: [\(namespaces.joined(separator: ", "))]
      objectSelector:
        matchExpressions: [\(pods.joined(separator: ", "))]

    """
  }

  // MARK: Validators

  /// `istiod-default-validator` as `istioctl tag set default` writes it.
  static func defaultValidator(_ revision: String) -> String {
    validator(
      "istiod-default-validator", revision,
      labels:
        "istio.io/rev: \(revision), istio.io/tag: default, operator.istio.io/component: Pilot",
      "validation.istio.io",
      "objectSelector: {matchExpressions: [\(hasNoRevision)]}")
  }

  /// The validator of a revision's own configuration.
  static func ownValidator(_ revision: String) -> String {
    validator(
      "istio-validator" + (revision == "default" ? "" : "-\(revision)") + "-istio-system", revision,
      labels: "istio.io/rev: \(revision), release: istiod", "rev.validation.istio.io",
      "objectSelector: {matchExpressions: [{key: istio.io/rev, operator: In, values: [\(revision)]}]}"
    )
  }

  /// The validator of the base chart up to 1.10, which looks at everything and calls `istiod`.
  static let oldValidator = validator(
    "istiod-istio-system", "default", labels: "release: istio-base", "validation.istio.io", "")

  private static func validator(
    _ name: String, _ revision: String, labels: String, _ webhook: String, _ selector: String
  ) -> String {
    """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingWebhookConfiguration
    metadata:
      name: \(name)
      labels: {app: istiod, istio: istiod, \(labels)}
    webhooks:
    - name: \(webhook)
      clientConfig:
        service: {name: \(service(of: revision)), namespace: istio-system, path: /validate}
      rules:
      - apiGroups: [security.istio.io, networking.istio.io, telemetry.istio.io, extensions.istio.io]
        apiVersions: ["*"]
        operations: [CREATE, UPDATE]
        resources: ["*"]
      failurePolicy: Ignore
      sideEffects: None
      admissionReviewVersions: [v1beta1, v1]
      \(selector)

    """
  }

  // MARK: What runs

  /// The name of a revision's Service and Deployment.
  static func service(of revision: String) -> String {
    revision == "default" ? "istiod" : "istiod-\(revision)"
  }

  /// A Service of istiod; by default the one of a revision.
  static func service(_ revision: String, name: String? = nil, selector: String? = nil) -> String {
    let selected =
      selector ?? (revision == "default" ? "istio: pilot" : "istio.io/rev: \(revision)")
    return """
      apiVersion: v1
      kind: Service
      metadata:
        name: \(name ?? service(of: revision))
        namespace: istio-system
        labels: {app: istiod, istio: pilot, istio.io/rev: \(revision), release: istio}
      spec:
        ports:
        - {name: grpc-xds, port: 15010, protocol: TCP}
        - {name: https-dns, port: 15012, protocol: TCP}
        - {name: https-webhook, port: 443, targetPort: 15017, protocol: TCP}
        - {name: http-monitoring, port: 15014, protocol: TCP}
        selector:
          app: istiod
          \(selected)

      """
  }

  /// The Deployment of a revision's istiod.
  static func istiod(_ revision: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: \(service(of: revision))
      namespace: istio-system
      labels: {app: istiod, istio.io/rev: \(revision), istio: pilot, release: istio}
    spec:
      selector: {matchLabels: {app: istiod, istio.io/rev: \(revision)}}
      template:
        metadata:
          labels:
            app: istiod
            istio: \(revision == "default" ? "pilot" : "istiod")
            istio.io/rev: \(revision)
            sidecar.istio.io/inject: "false"
        spec:
          serviceAccountName: \(service(of: revision))
          containers: [{name: discovery, image: pilot}]

    """
  }

  /// A whole control plane.
  static func controlPlane(_ revision: String) -> String {
    stream(
      injector(revision), ownValidator(revision), service(revision), istiod(revision))
  }
}
