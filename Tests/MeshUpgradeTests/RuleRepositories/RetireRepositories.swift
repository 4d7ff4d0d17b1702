@testable import MeshUpgrade

extension RuleRepository {
  /// What still names a revision that Retire removes (MP009).
  private static func named(
    _ name: String, _ path: String, _ text: String, told: String, mended: String?
  ) -> RuleRepository {
    RuleRepository(
      name, .revisionStillNamed, revisions + shop + phases(move, retire),
      of(app, with: [path: text]),
      told: ["error retire \(told) \(path)"], mended: nil, [path: mended])
  }

  /// The same with the target's name in place of the old one.
  private static func named(
    _ name: String, _ path: String, _ text: String, told: String
  ) -> RuleRepository {
    named(name, path, text, told: told, mended: text.replacing(old, with: new))
  }

  private static func chart(_ chart: String, _ name: String, _ helm: String) -> String {
    """
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: \(name), namespace: argocd}
    spec:
      project: default
      source:
        repoURL: https://charts.example/istio
        chart: \(chart)
        targetRevision: 1.14.0
        helm:
          \(helm)
      destination: {server: https://kubernetes.default.svc, namespace: istio-system}

    """
  }

  static let retirement: [RuleRepository] = [
    named(
      "the pod template of a gateway", "gateway.yaml",
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: istio-ingressgateway, namespace: istio-ingress}
      spec:
        selector: {matchLabels: {app: istio-ingressgateway, istio: ingressgateway}}
        template:
          metadata:
            annotations: {inject.istio.io/templates: gateway}
            labels:
              app: istio-ingressgateway
              istio: ingressgateway
              istio.io/rev: \(old)
          spec:
            containers: [{name: istio-proxy, image: auto}]

      """, told: "istio-ingress"),
    named(
      "the value of a gateway's chart", "argocd/ingress.yaml",
      chart("gateway", "ingress", "valuesObject: {revision: \(old)}"), told: "argocd"),
    named(
      "the values of a gateway's chart as a text", "argocd/ingress.yaml",
      chart("gateway", "ingress", "values: |\n        revision: \(old)"), told: "argocd"),
    named(
      "a parameter of the base chart, which has the default validator", "argocd/base.yaml",
      chart("base", "base", "parameters: [{name: defaultRevision, value: \(old)}]"),
      told: "argocd"),
    named(
      "the Application that installs it", "argocd/istiod.yaml",
      chart("istiod", "istiod-old", "valuesObject: {revision: \(old)}"), told: "argocd", mended: nil
    ),
    named(
      "the IstioOperator that installs it", "istio.yaml",
      """
      apiVersion: install.istio.io/v1alpha1
      kind: IstioOperator
      metadata: {name: old, namespace: istio-system}
      spec: {profile: minimal, revision: \(old)}

      """, told: "istio-system", mended: nil),
    named(
      "a NetworkPolicy", "policy.yaml",
      """
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: from-istiod, namespace: shop}
      spec:
        podSelector: {}
        ingress:
        - from:
          - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: istio-system}}
            podSelector: {matchLabels: {app: istiod, istio.io/rev: \(old)}}

      """, told: "shop"),
    named(
      "a monitor", "monitor.yaml",
      """
      apiVersion: monitoring.coreos.com/v1
      kind: ServiceMonitor
      metadata: {name: istiod, namespace: monitoring}
      spec:
        selector: {matchLabels: {app: istiod, istio.io/rev: \(old)}}
        endpoints: [{port: http-monitoring}]

      """, told: "monitoring"),
    named(
      "an alert's expression", "alert.yaml",
      """
      apiVersion: monitoring.coreos.com/v1
      kind: PrometheusRule
      metadata: {name: istiod, namespace: monitoring}
      spec:
        groups:
        - name: istiod
          rules:
          - alert: IstiodDown
            expr: absent(up{service="istiod-\(old)"})

      """, told: "monitoring"),
    named("a tag", "tag.yaml", MeshForms.tag("prod", names: old), told: "-"),
    named(
      "the default validator", "validator.yaml", MeshForms.defaultValidator(old), told: "-"),
    named(
      "a kustomization's patch", "overlay/kustomization.yaml",
      """
      resources: [gateway.yaml]
      patches:
      - target: {kind: Deployment, name: istio-ingressgateway}
        patch: |-
          - op: add
            path: /spec/template/metadata/labels/istio.io~1rev
            value: \(old)

      """, told: "-"),
    RuleRepository(
      "a namespace that nobody listed", .revisionStillNamed,
      revisions + shop + phases(move, retire),
      of(app, with: ["legacy.yaml": Manifests.namespace("legacy")]),
      told: ["error retire legacy legacy.yaml"],
      mended: revisions + "namespaces: [shop, legacy]\n" + phases(move, retire)),
    RuleRepository(
      "a tag that only the cluster has", .revisionStillNamed,
      revisions + shop + "controlPlane: {clusterObjects: live.yaml}\n",
      of(app, with: ["live.yaml": MeshForms.tag("prod", names: old)]),
      told: ["error retire - live.yaml"],
      mended: revisions + shop + "tags: [prod]\ncontrolPlane: {clusterObjects: live.yaml}\n"),
  ]
}
