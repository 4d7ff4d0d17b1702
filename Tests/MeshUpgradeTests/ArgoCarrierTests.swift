import Testing

@testable import MeshUpgrade

/// Mesh labels that Applications and ApplicationSets put on what they sync, or on its namespace.
@Suite struct `Carriers in Argo CD` {
  typealias Row = `Carriers of mesh labels`.Row

  private static let base = [
    "base/shop.yaml": PlanningCase.namespace("shop"),
    "base/kustomization.yaml": "resources: [shop.yaml]\n",
    "prod/kustomization.yaml": "resources: [../base]\n",
    "other/kustomization.yaml": "resources: [x.yaml]\n",
    "other/x.yaml": PlanningCase.namespace("x", "team: a"),
  ]

  private func check(_ row: Row) {
    let files = Self.base.merging(row.files) { $1 }
    #expect(PlanningCase(files: files).errors == (row.place.map { ["MP205 \($0) shop"] } ?? []))
  }

  // MARK: The options of a source

  private static func options(_ options: String, path: String = "prod") -> [String: String] {
    ["argocd/a.yaml": Manifests.application("a", path: path, to: "argocd", "kustomize: \(options)")]
  }

  private static let operation =
    "- {op: replace, value: x, path: /metadata/labels/istio.io~1rev}"

  /// A set whose template has options of kustomize for a path.
  private static func set(_ path: String, _ elements: String) -> [String: String] {
    [
      "argocd/set.yaml": """
      apiVersion: argoproj.io/v1alpha1
      kind: ApplicationSet
      metadata: {name: apps, namespace: argocd}
      spec:
        generators: [\(elements)]
        template:
          metadata: {name: '{{name}}'}
          spec:
            source:
              path: '\(path)'
              kustomize: {commonLabels: {istio.io/rev: x}}
            destination: {namespace: argocd}

      """
    ]
  }

  private static let inSet = "argocd/set.yaml:11:36"

  static let options = [
    Row("commonLabels", "argocd/a.yaml:7:32", options("{commonLabels: {istio.io/rev: x}}")),
    Row("labels", "argocd/a.yaml:7:35", options("{labels: [{pairs: {istio.io/rev: x}}]}")),
    Row(
      "of the base that the overlay takes in", "argocd/a.yaml:7:32",
      options("{commonLabels: {istio.io/rev: x}}", path: "base")),
    Row(
      "a patch", "argocd/a.yaml:7:112",
      options("{patches: [{target: {kind: Namespace}, patch: '\(operation)'}]}")),
    Row(
      "a patch in a file", "prod/p.yaml:1:50",
      options("{patches: [{target: {kind: Namespace}, path: p.yaml}]}").merging(
        ["prod/p.yaml": operation + "\n"]) { $1 }),
    Row(
      "a component", "mesh/kustomization.yaml:2:11",
      options("{components: [../mesh]}").merging([
        "mesh/kustomization.yaml": "labels:\n- pairs: {istio-injection: enabled}\n"
      ]) { $1 }),
    Row(
      "a file that overrides them", "prod/.argocd-source-a.yaml:1:28",
      ["prod/.argocd-source-a.yaml": "kustomize: {commonLabels: {istio.io/rev: x}}\n"]),
    Row("a set's template, for any path", inSet, set("{{path}}", "{git: {}}")),
    Row("for paths that may be this", inSet, set("./pr{{ .x }}/", "{git: {}}")),
    Row(
      "for a path that the list names", inSet, set("{{name}}", "{list: {elements: [{name: prod}]}}")
    ),
    Row("of another folder", nil, options("{commonLabels: {istio.io/rev: x}}", path: "other")),
    Row("of other labels", nil, options("{commonLabels: {team: a}}")),
    Row(
      "a patch of Deployments", nil,
      options("{patches: [{target: {kind: Deployment}, patch: '\(operation)'}]}")),
    Row(
      "a patch that names the namespace, where it is not", nil,
      options(
        "{patches: [{target: {kind: Namespace, name: shop}, patch: '\(operation)'}]}",
        path: "other")),
    Row(
      "a patch that names the namespace, where another repository may have it",
      "argocd/a.yaml:7:124",
      options(
        "{patches: [{target: {kind: Namespace, name: shop}, patch: '\(operation)'}]}",
        path: "other"
      ).merging(["other/kustomization.yaml": "resources: ['https://git.example/x']\n"]) { $1 }),
    Row("for paths that cannot be this", nil, set("apps/{{ .x }}", "{git: {}}")),
    Row("for other paths of a list", nil, set("{{name}}", "{list: {elements: [{name: other}]}}")),
    Row(
      "a file that overrides another folder", nil,
      ["other/.argocd-source.yaml": "kustomize: {commonLabels: {istio.io/rev: x}}\n"]),
  ]

  @Test(arguments: options) func `the kustomize options of a source are a layer`(_ row: Row) {
    check(row)
  }

  // MARK: Namespaces of a set

  /// A set that gives its namespaces a mesh label.
  private static func managed(
    _ namespace: String, _ generators: String, _ label: String = "istio.io/rev"
  ) -> [String: String] {
    [
      "argocd/set.yaml": """
      apiVersion: argoproj.io/v1alpha1
      kind: ApplicationSet
      metadata: {name: apps, namespace: argocd}
      spec:
        generators: [\(generators)]
        template:
          metadata: {name: '{{name}}'}
          spec:
            destination: {namespace: '\(namespace)'}
            syncPolicy:
              syncOptions: [CreateNamespace=true]
              managedNamespaceMetadata: {labels: {\(label): asm-1130-0}}

      """
    ]
  }

  private static let label = "argocd/set.yaml:12:45"

  static let managed = [
    Row("of a list", label, managed("{{name}}", "{list: {elements: [{name: shop}]}}")),
    Row("in Go's form", label, managed("{{ .name }}", "{list: {elements: [{name: shop}]}}")),
    Row(
      "of a list's inner values", label,
      managed("{{values.ns}}", "{list: {elements: [{values: {ns: shop}}]}}")),
    Row("around a name", label, managed("s{{name}}p", "{list: {elements: [{name: ho}]}}")),
    Row("of what is not known", label, managed("{{path.basename}}", "{git: {}}")),
    Row(
      "of a list and what is not known", label,
      managed("{{name}}", "{list: {elements: [{name: pay}]}}, {clusters: {}}")),
    Row("of a list that lacks it", label, managed("{{ns}}", "{list: {elements: [{name: pay}]}}")),
    Row("in part", label, managed("sh{{name}}", "{clusters: {}}")),
    Row("of others", nil, managed("{{name}}", "{list: {elements: [{name: pay}]}}")),
    Row("of others in part", nil, managed("team-{{name}}", "{clusters: {}}")),
    Row("with two parts that are one in the name", nil, managed("sho{{name}}op", "{clusters: {}}")),
    Row("with other labels", nil, managed("{{name}}", "{clusters: {}}", "team")),
    Row(
      "that it never creates", nil,
      managed("{{name}}", "{clusters: {}}").mapValues { $0.replacing("=true", with: "=false") }),
    Row(
      "by a patch of its template", "argocd/set.yaml:13:29",
      managed("{{name}}", "{clusters: {}}", "team").mapValues {
        $0 + "  templatePatch: '{labels: {istio-injection: enabled}}'\n"
      }),
    Row(
      "by a patch of the template of others", nil,
      managed("pay", "{clusters: {}}", "team").mapValues {
        $0 + "  templatePatch: '{labels: {istio-injection: enabled}}'\n"
      }),
  ]

  @Test(arguments: managed) func `a set labels the namespaces that it may have`(_ row: Row) {
    check(row)
  }
}
