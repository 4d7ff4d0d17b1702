extension Manifests {
  /// The webhooks of a revision tag for namespaces, with the one of `istio-injection: enabled` for
  /// the tag `default`.
  static func tag(_ tag: String, names revision: String = "asm-1130-0") -> String {
    let service = revision == "default" ? "istiod" : "istiod-\(revision)"
    let client = "clientConfig: {service: {name: \(service), namespace: istio-system}}"
    // What asks for no revision follows the tag `default` as well.
    let more =
      tag != "default"
      ? ""
      : """

      - name: namespace.sidecar-injector.istio.io
        \(client)
        namespaceSelector:
          matchExpressions: [{key: istio-injection, operator: In, values: [enabled]}]
        objectSelector:
          matchExpressions: [{key: sidecar.istio.io/inject, operator: NotIn, values: ["false"]}]
      - name: object.sidecar-injector.istio.io
        \(client)
        namespaceSelector:
          matchExpressions:
          - {key: istio-injection, operator: DoesNotExist}
          - {key: istio.io/rev, operator: DoesNotExist}
        objectSelector:
          matchExpressions:
          - {key: sidecar.istio.io/inject, operator: In, values: ["true"]}
          - {key: istio.io/rev, operator: DoesNotExist}
      """
    return """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata:
        name: istio-revision-tag-\(tag)
        labels: {app: sidecar-injector, istio.io/rev: \(revision), istio.io/tag: \(tag)}
      webhooks:
      - name: rev.namespace.sidecar-injector.istio.io
        clientConfig: {service: {name: \(service), namespace: istio-system, path: /inject}}
        namespaceSelector:
          matchExpressions:
          - {key: istio.io/rev, operator: In, values: [\(tag)]}
          - {key: istio-injection, operator: DoesNotExist}
        objectSelector:
          matchExpressions: [{key: sidecar.istio.io/inject, operator: NotIn, values: ["false"]}]\(more)

      """
  }

  /// The injector of an un-revisioned install, as `istioctl manifest generate` writes it.
  static let oldInjector = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata:
      name: istio-sidecar-injector
      labels: {app: sidecar-injector, istio.io/rev: default}
    webhooks:
    - name: namespace.sidecar-injector.istio.io
      clientConfig: {service: {name: istiod, namespace: istio-system, path: /inject}}
      namespaceSelector:  # who wants it
        matchLabels: {istio-injection: enabled}
      objectSelector:
        matchExpressions: [{key: sidecar.istio.io/inject, operator: NotIn, values: ["false"]}]
    - name: object.sidecar-injector.istio.io
      clientConfig: {service: {name: istiod, namespace: istio-system, path: /inject}}
      namespaceSelector:
        matchExpressions:
        - {key: istio-injection, operator: DoesNotExist}
        - {key: istio.io/rev, operator: DoesNotExist}
      objectSelector: {matchLabels: {sidecar.istio.io/inject: "true"}}

    """
}
