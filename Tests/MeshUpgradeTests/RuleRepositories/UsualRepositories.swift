import Testing

@testable import MeshUpgrade

/// A repository as many teams have it, and everything that its upgrade says.
struct UsualRepository: Sendable, CustomTestStringConvertible {
  let name: String
  let spec: String
  let files: [String: String]
  /// The phases that change files.
  let phases: [String]
  /// Every finding, as `MP014 warning promote - injector.yaml`.
  var told: [String] = []
  /// How many steps people have to take, rollbacks included.
  var byHand = 0

  var testDescription: String { name }
}

extension UsualRepository {
  private static let old = RuleRepository.old
  private static let revisions = RuleRepository.revisions

  private static let workloads = [
    "apps/shop.yaml": Manifests.deployment("web", in: "shop"),
    "apps/batch.yaml": RuleRepository.pod(
      "batch", in: "batch", #"sidecar.istio.io/inject: "false""#),
    "apps/agent.yaml": Manifests.deployment("agent", in: "shop").replacing(
      "      containers", with: "      hostNetwork: true\n      containers"),
    "apps/tools.yaml": MeshForms.stream(
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: tools}\n",
      Manifests.deployment("tools", in: "tools")),
    "gateways/gateway.yaml": gateway(""),
  ]

  private static func namespaces(_ label: String) -> [String: String] {
    [
      "namespaces/all.yaml": MeshForms.stream(
        Manifests.namespace("shop", label), Manifests.namespace("batch", label),
        Manifests.namespace("istio-ingress", label))
    ]
  }

  private static func gateway(_ labels: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: istio-ingressgateway, namespace: istio-ingress}
    spec:
      replicas: 2
      selector: {matchLabels: {app: istio-ingressgateway, istio: ingressgateway}}
      template:
        metadata:
          annotations: {inject.istio.io/templates: gateway}
          labels: {app: istio-ingressgateway, istio: ingressgateway\(labels)}
        spec:
          containers: [{name: istio-proxy, image: auto}]

    """
  }

  private static let mesh = [
    "mesh/service.yaml": MeshForms.service(old, name: "istiod"),
    "mesh/tag.yaml": MeshForms.tag("default", names: old),
    "mesh/validator.yaml": MeshForms.defaultValidator(old)
      .replacing("  failurePolicy: Ignore\n", with: ""),
  ]

  private static func chart(_ name: String, _ chart: String, _ values: String) -> String {
    """
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: \(name), namespace: argocd}
    spec:
      source:
        repoURL: https://charts.example/istio
        chart: \(chart)
        targetRevision: 1.14.0
        helm: {valuesObject: {\(values)}}
      destination: {namespace: istio-system}

    """
  }

  private static let asm =
    revisions + "distribution: ASM\nnamespaces: [shop, batch]\ngatewayNamespaces: [istio-ingress]\n"

  private static let helm = RuleRepository.of(
    [
      "apps/shop/ns.yaml": Manifests.namespace("shop"),
      "apps/shop/web.yaml": Manifests.deployment("web", in: "shop"),
      "argocd/shop.yaml": Manifests.application("shop", path: "apps/shop", to: "shop"),
      "argocd/base.yaml": chart("base", "base", "defaultRevision: \(RuleRepository.new)"),
      "argocd/old.yaml": chart("istiod-old", "istiod", "revision: \(old)"),
      "argocd/new.yaml": chart("istiod-new", "istiod", "revision: \(RuleRepository.new)"),
    ])

  private static let live = [
    "live.yaml": MeshForms.stream(
      MeshForms.tag("default", names: "default"), MeshForms.neutralisedInjector,
      MeshForms.defaultValidator("default"))
  ]

  static let all = [
    UsualRepository(
      name: "ASM installed by asmcli, one folder of manifests", spec: asm,
      files: RuleRepository.of(namespaces("istio.io/rev: \(old)"), workloads),
      phases: ["canary", "wave-1", "gateways", "promote", "retire"], byHand: 7),
    UsualRepository(
      name: "ASM with the bare Service, tag and validator in Git", spec: asm + "tags: [default]\n",
      files: RuleRepository.of(namespaces("istio.io/rev: \(old)"), workloads, mesh),
      phases: ["canary", "wave-1", "gateways", "promote", "retire"], byHand: 5),
    UsualRepository(
      name: "ASM, an Application for each folder",
      spec: asm + "tags: [default]\nrepository: {output: mesh}\n",
      files: RuleRepository.of(
        namespaces("istio.io/rev: \(old)"), workloads, mesh,
        with: [
          "argocd/namespaces.yaml": Manifests.application(
            "namespaces", path: "namespaces", to: "default"),
          "argocd/apps.yaml": Manifests.application("apps", path: "apps", to: "default"),
          "argocd/gateways.yaml": Manifests.application(
            "gateways", path: "gateways", to: "istio-ingress"),
          "argocd/mesh.yaml": Manifests.application("mesh", path: "mesh", to: "istio-system"),
        ]),
      phases: [
        "canary", "canary-restart", "wave-1", "gateways", "gateways-restart", "promote", "retire",
      ], byHand: 5),
    UsualRepository(
      name: "Helm by Argo CD, without Retire",
      spec: revisions + "namespaces: [shop]\ncontrolPlane: {management: GitOps}\n"
        + RuleRepository.phases(RuleRepository.move), files: helm, phases: ["all"]),
    UsualRepository(
      name: "Helm by Argo CD: the old Application goes by itself",
      spec: revisions + "namespaces: [shop]\ncontrolPlane: {management: GitOps}\n", files: helm,
      phases: [], told: ["MP009 error retire argocd argocd/old.yaml"]),
    UsualRepository(
      name: "an un-revisioned install by istioctl, known by a dump",
      spec: RuleRepository.fromDefault
        + "namespaces: [shop, batch]\ngatewayNamespaces: [istio-ingress]\ntags: [default]\n"
        + "controlPlane: {clusterObjects: live.yaml}\n",
      files: RuleRepository.of(namespaces("istio-injection: enabled"), workloads, live),
      phases: ["baseline", "canary", "wave-1", "gateways", "promote", "retire"], byHand: 6),
    UsualRepository(
      name: "the same, following the default",
      spec: RuleRepository.fromDefault
        + "namespaces: [shop, batch]\ngatewayNamespaces: [istio-ingress]\ntags: [default]\n"
        + "strategy: {type: FollowDefault}\ncontrolPlane: {clusterObjects: live.yaml}\n",
      files: RuleRepository.of(namespaces("istio-injection: enabled"), workloads, live),
      phases: ["baseline", "canary", "promote", "gateways", "settle", "retire"], byHand: 6),
    UsualRepository(
      name: "a gateway of the chart, by the labels of its Pods",
      spec: revisions + "namespaces: [shop]\ngatewayNamespaces: [ingress]\n"
        + RuleRepository.phases(
          RuleRepository.move,
          "{name: gateways, actions: [Relabel, Restart], gatewayNamespaces: [ingress]}"),
      files: RuleRepository.of(
        RuleRepository.app,
        with: [
          "ingress.yaml": MeshForms.stream(
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: ingress}\n",
            gateway(", sidecar.istio.io/inject: \"true\", istio.io/rev: \(old)")
              .replacing("namespace: istio-ingress", with: "namespace: ingress"))
        ]),
      phases: ["all", "gateways"]),
    UsualRepository(
      name: "bases and overlays of kustomize",
      spec: revisions + "namespaces: [shop]\n" + RuleRepository.phases(RuleRepository.move),
      files: [
        "apps/shop/base/kustomization.yaml": "resources: [ns.yaml, web.yaml]\n",
        "apps/shop/base/ns.yaml": Manifests.namespace("shop"),
        "apps/shop/base/web.yaml": Manifests.deployment("web", in: nil),
        "apps/shop/prod/kustomization.yaml":
          "namespace: shop\nresources: [../base]\npatches: [{path: web.yaml}]\n",
        "apps/shop/prod/web.yaml": Manifests.deployment("web", in: nil),
        "argocd/shop.yaml": Manifests.application("shop", path: "apps/shop/prod", to: "shop"),
      ], phases: ["all"]),
  ]
}
