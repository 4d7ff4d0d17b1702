/// A small repository that plans and commits without a word.
enum Small {
  static let desiredState = """
    apiVersion: meshphase.io/v1alpha1
    kind: MeshUpgrade
    metadata: {name: prod}
    spec:
      from: {revision: asm-1130-0}
      to: {revision: asm-1140-0}
      namespaces: [shop]
      phases:
      - {name: all, actions: [Relabel, Restart], percent: 100}

    """

  static let namespace = """
    apiVersion: v1
    kind: Namespace
    metadata:
      name: shop
      labels:
        istio.io/rev: asm-1130-0

    """

  static let deployment = """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
      namespace: shop
    spec:
      template:
        metadata:
          labels:
            app: web

    """

  static let files = [
    "meshphase.yaml": desiredState, "shop.yaml": namespace, "web.yaml": deployment,
  ]

  /// The Service of the old control plane.
  static let service = """
    apiVersion: v1
    kind: Service
    metadata: {name: istiod, namespace: istio-system, labels: {istio.io/rev: asm-1130-0}}
    spec:
      selector: {app: istiod, istio.io/rev: asm-1130-0}
      ports: [{name: https, port: 443}]

    """

  /// The same mesh with its Service, in the phases all, promote and retire.
  static let filesOfThreePhases = files.merging([
    "istiod.yaml": service,
    "meshphase.yaml": desiredState.replacing(
      "- {name: all, actions: [Relabel, Restart], percent: 100}",
      with: """
        - {name: all, actions: [Relabel, Restart], percent: 100}
          - {name: promote, actions: [MoveService]}
          - {name: retire, actions: [Retire]}
        """),
  ]) { $1 }

  /// The branch of its one phase.
  static let branch = "meshphase/prod/asm-1140-0/phase/01-all"
}
