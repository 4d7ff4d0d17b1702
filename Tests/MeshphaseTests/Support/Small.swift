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

  /// The branch of its one phase.
  static let branch = "meshphase/prod/asm-1140-0/phase/01-all"
}
