extension TemplateManifestTests {
  /// What the templates give for the tag `default`, revision asm-1140-0 and Istio 1.14, canonically.
  static let defaultTag = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata:
      name: istio-revision-tag-default
      labels:
        app: sidecar-injector
        release: istio
        istio.io/rev: asm-1140-0
        istio.io/tag: default
        install.operator.istio.io/owning-resource: unknown
        operator.istio.io/component: Pilot
    webhooks:
    - name: rev.namespace.sidecar-injector.istio.io
      clientConfig:
        service:
          name: istiod-asm-1140-0
          namespace: istio-system
          path: /inject
          port: 443
      rules:
      - operations:
        - CREATE
        apiGroups:
        - ""
        apiVersions:
        - v1
        resources:
        - pods
      failurePolicy: Fail
      sideEffects: None
      admissionReviewVersions:
      - v1beta1
      - v1
      namespaceSelector:
        matchExpressions:
        - key: istio.io/rev
          operator: In
          values:
          - default
        - key: istio-injection
          operator: DoesNotExist
      objectSelector:
        matchExpressions:
        - key: sidecar.istio.io/inject
          operator: NotIn
          values:
          - "false"
    - name: rev.object.sidecar-injector.istio.io
      clientConfig:
        service:
          name: istiod-asm-1140-0
          namespace: istio-system
          path: /inject
          port: 443
      rules:
      - operations:
        - CREATE
        apiGroups:
        - ""
        apiVersions:
        - v1
        resources:
        - pods
      failurePolicy: Fail
      sideEffects: None
      admissionReviewVersions:
      - v1beta1
      - v1
      namespaceSelector:
        matchExpressions:
        - key: istio.io/rev
          operator: DoesNotExist
        - key: istio-injection
          operator: DoesNotExist
      objectSelector:
        matchExpressions:
        - key: sidecar.istio.io/inject
          operator: NotIn
          values:
          - "false"
        - key: istio.io/rev
          operator: In
          values:
          - default
    - name: namespace.sidecar-injector.istio.io
      clientConfig:
        service:
          name: istiod-asm-1140-0
          namespace: istio-system
          path: /inject
          port: 443
      rules:
      - operations:
        - CREATE
        apiGroups:
        - ""
        apiVersions:
        - v1
        resources:
        - pods
      failurePolicy: Fail
      sideEffects: None
      admissionReviewVersions:
      - v1beta1
      - v1
      namespaceSelector:
        matchExpressions:
        - key: istio-injection
          operator: In
          values:
          - enabled
      objectSelector:
        matchExpressions:
        - key: sidecar.istio.io/inject
          operator: NotIn
          values:
          - "false"
    - name: object.sidecar-injector.istio.io
      clientConfig:
        service:
          name: istiod-asm-1140-0
          namespace: istio-system
          path: /inject
          port: 443
      rules:
      - operations:
        - CREATE
        apiGroups:
        - ""
        apiVersions:
        - v1
        resources:
        - pods
      failurePolicy: Fail
      sideEffects: None
      admissionReviewVersions:
      - v1beta1
      - v1
      namespaceSelector:
        matchExpressions:
        - key: istio-injection
          operator: DoesNotExist
        - key: istio.io/rev
          operator: DoesNotExist
      objectSelector:
        matchExpressions:
        - key: sidecar.istio.io/inject
          operator: In
          values:
          - "true"
        - key: istio.io/rev
          operator: DoesNotExist

    """
}
