/// Short manifests for planner tests.
enum Manifests {
  /// A namespace with one mesh label.
  static func namespace(
    _ name: String = "app", _ label: String = "istio.io/rev: asm-1130-0"
  ) -> String {
    """
    apiVersion: v1
    kind: Namespace
    metadata:
      name: \(name)
      labels:
        \(label)

    """
  }

  /// A Deployment of three pods; no namespace is written where it is nil.
  static func deployment(_ name: String, in namespace: String? = "app") -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: \(name)\(namespace.map { "\n  namespace: \($0)" } ?? "")
    spec:
      replicas: 3
      template:
        spec:
          containers: []

    """
  }

  /// A ConfigMap of the control plane's namespace.
  static func configMap(_ name: String, _ data: String = "{}") -> String {
    """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: \(name), namespace: istio-system}
    data: \(data)

    """
  }

  /// An Argo CD Application; `more` are further lines of its source.
  static func application(_ name: String, path: String, to namespace: String, _ more: String = "")
    -> String
  {
    """
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: {name: \(name), namespace: argocd}
    spec:
      source:
        path: \(path)
        \(more)
      destination: {namespace: \(namespace)}

    """
  }
}
