import Testing

@testable import MeshUpgrade

/// A mesh label that something beside the Namespace manifest sets, or takes away, is refused where
/// that stands; what cannot touch the namespace is no concern.
@Suite struct `Carriers of mesh labels` {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let files: [String: String]
    /// Where it is refused; nil where it is not.
    let place: String?

    init(_ name: String, _ place: String?, _ files: [String: String]) {
      self.name = name
      self.place = place
      self.files = files
    }

    var testDescription: String { name }
  }

  private static let base = [
    "base/shop.yaml": PlanningCase.namespace("shop"),
    "base/kustomization.yaml": "resources: [shop.yaml]\n",
  ]

  private func check(_ row: Row) {
    let files = Self.base.merging(row.files) { $1 }
    #expect(PlanningCase(files: files).errors == (row.place.map { ["MP205 \($0) shop"] } ?? []))
  }

  // MARK: Components

  private static let component =
    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
  private static let mesh = component + "labels:\n- pairs: {istio-injection: enabled}\n"

  static let components = [
    Row(
      "a component beside the base", "mesh/kustomization.yaml:4:11",
      [
        "prod/kustomization.yaml": "resources: [../base]\ncomponents: [../mesh]\n",
        "mesh/kustomization.yaml": mesh,
      ]),
    Row(
      "a patch of a component", "mesh/kustomization.yaml:6:50",
      [
        "prod/kustomization.yaml": "resources: [../base]\ncomponents: [../mesh]\n",
        "mesh/kustomization.yaml": component + "patches:\n- target: {kind: Namespace}\n  patch:"
          + " |-\n    - {op: add, value: x, path: /metadata/labels/istio.io~1rev}\n",
      ]),
    Row(
      "a component of a component, of what takes in the overlay", "mesh/kustomization.yaml:4:11",
      [
        "prod/kustomization.yaml": "resources: [../base]\n",
        "all/kustomization.yaml": "resources: [../prod]\ncomponents: [../outer]\n",
        "outer/kustomization.yaml": component + "components: [../mesh]\n",
        "mesh/kustomization.yaml": mesh,
      ]),
    Row(
      "a component after the one with the namespace", "mesh/kustomization.yaml:4:11",
      [
        "base/kustomization.yaml": component + "resources: [shop.yaml]\n",
        "prod/kustomization.yaml": "components: [../base, ../mesh]\n",
        "mesh/kustomization.yaml": mesh,
      ]),
    Row(
      "a component before the one with the namespace", nil,
      [
        "base/kustomization.yaml": component + "resources: [shop.yaml]\n",
        "prod/kustomization.yaml": "components: [../mesh, ../base]\n",
        "mesh/kustomization.yaml": mesh,
      ]),
    Row(
      "a component of another overlay", nil,
      [
        "prod/kustomization.yaml": "resources: [../base]\n",
        "other/kustomization.yaml": "resources: [x.yaml]\ncomponents: [../mesh]\n",
        "mesh/kustomization.yaml": mesh,
      ]),
    Row(
      "a component of what the overlay takes in besides", nil,
      [
        "prod/kustomization.yaml": "resources: [../base, ../other]\n",
        "other/kustomization.yaml": "resources: [x.yaml]\ncomponents: [../mesh]\n",
        "mesh/kustomization.yaml": mesh,
      ]),
    Row(
      "a component with other labels", nil,
      [
        "prod/kustomization.yaml": "resources: [../base]\ncomponents: [../mesh]\n",
        "mesh/kustomization.yaml": component + "labels:\n- pairs: {team: a}\n",
      ]),
  ]

  @Test(arguments: components) func `a component works on all that its user has`(_ row: Row) {
    check(row)
  }

  // MARK: Labels as a whole

  private static func patch(_ target: String, _ patch: String) -> [String: String] {
    [
      "prod/kustomization.yaml":
        "resources: [../base]\npatches:\n- \(target)path: patch.yaml\n",
      "prod/patch.yaml": patch,
    ]
  }

  private static func merge(_ metadata: String, _ more: String = "") -> String {
    "\(more)apiVersion: v1\nkind: Namespace\nmetadata: {name: shop\(metadata)}\n"
  }

  private static let any = "target: {kind: Namespace}\n  "
  private static let path = "/metadata/labels"

  static let removals = [
    Row(
      "labels are replaced", "prod/patch.yaml:1:23",
      patch(any, "- {op: replace, path: \(path), value: {team: a}}\n")),
    Row(
      "labels are added anew", "prod/patch.yaml:1:19", patch(any, "- {op: add, path: \(path)}\n")),
    Row(
      "labels are removed", "prod/patch.yaml:1:22", patch(any, "- {op: remove, path: \(path)}\n")),
    Row(
      "metadata is replaced", "prod/patch.yaml:2:23",
      patch(any, "- {op: test, path: \(path)}\n- {op: replace, path: /metadata, value: {}}\n")),
    Row(
      "labels are moved away", "prod/patch.yaml:1:20",
      patch(any, "- {op: move, from: \(path), path: /metadata/annotations}\n")),
    Row("labels are null", "prod/patch.yaml:3:24", patch("", merge(", labels: null"))),
    Row(
      "labels are another mapping", "prod/patch.yaml:3:33",
      patch("", merge(", labels: {$patch: replace, team: a}"))),
    Row("metadata is another", "prod/patch.yaml:3:24", patch("", merge(", $patch: replace"))),
    Row("the namespace goes", "prod/patch.yaml:1:1", patch("", merge("", "$patch: delete\n"))),
    Row(
      "labels are null for any", "prod/patch.yaml:3:24",
      patch(any, merge(", labels: null"))),
    Row(
      "inside the kustomization", "prod/kustomization.yaml:4:32",
      [
        "prod/kustomization.yaml": "resources: [../base]\npatches:\n- target: {kind: Namespace}\n"
          + "  patch: '[{op: replace, path: \(path), value: {}}]'\n"
      ]),
    Row("labels are only looked at", nil, patch(any, "- {op: test, path: \(path), value: {}}\n")),
    Row("one label is added", nil, patch(any, "- {op: add, path: \(path)/team, value: a}\n")),
    Row("labels are merged", nil, patch("", merge(", labels: {team: a}"))),
    Row("another field is null", nil, patch("", merge(", annotations: null"))),
    Row(
      "labels of Deployments", nil,
      patch("target: {group: apps}\n  ", "- {op: replace, path: \(path), value: {}}\n")),
    Row(
      "labels of another namespace", nil,
      patch("target: {kind: Namespace, name: pay}\n  ", "- {op: remove, path: \(path)}\n")),
    Row(
      "labels of what another overlay has", nil,
      [
        "other/kustomization.yaml": "resources: [x.yaml]\npatches:\n- target: {kind: Namespace}\n"
          + "  patch: '[{op: replace, path: \(path), value: {}}]'\n"
      ]),
  ]

  @Test(arguments: removals) func `labels that are replaced as a whole never arrive`(_ row: Row) {
    check(row)
  }

  // MARK: Transformers

  private static func transformer(_ text: String) -> [String: String] {
    [
      "prod/kustomization.yaml": "resources: [../base]\ntransformers: [t.yaml]\n",
      "prod/t.yaml": "apiVersion: builtin\n\(text)\n",
    ]
  }

  private static func labels(_ label: String, _ field: String) -> String {
    "kind: LabelTransformer\nmetadata: {name: t}\nlabels: {\(label)}\nfieldSpecs:\n- \(field)"
  }

  static let transformers = [
    Row(
      "labels", "prod/t.yaml:4:10",
      transformer(labels("istio.io/rev: x", "{path: metadata/labels, create: true}"))),
    Row(
      "labels inside the kustomization", "prod/kustomization.yaml:6:12",
      [
        "prod/kustomization.yaml": "resources: [../base]\ntransformers:\n- |-\n"
          + "  kind: LabelTransformer\n  metadata: {name: t}\n  labels: {istio.io/rev: x}\n"
      ]),
    Row(
      "labels in a folder of transformers", "t/t.yaml:3:10",
      [
        "prod/kustomization.yaml": "resources: [../base]\ntransformers: [../t]\n",
        "t/kustomization.yaml": "resources: [t.yaml]\n",
        "t/t.yaml": labels("istio-injection: x", "{path: metadata/labels, kind: Namespace}"),
      ]),
    Row(
      "a patch", "prod/t.yaml:5:52",
      transformer(
        "kind: PatchTransformer\ntarget: {kind: Namespace}\npatch: |-\n"
          + "  - {op: replace, value: x, path: /metadata/labels/istio.io~1rev}")),
    Row(
      "a patch of all labels", "prod/t.yaml:4:30",
      transformer(
        "kind: PatchJson6902Transformer\ntarget: {kind: Namespace}\n"
          + "jsonOp: '[{op: remove, path: \(path)}]'")),
    Row(
      "a patch in a file", "prod/p.yaml:1:22",
      transformer("kind: PatchTransformer\ntarget: {kind: Namespace}\npath: p.yaml").merging(
        ["prod/p.yaml": "- {op: remove, path: \(path)}\n"]) { $1 }),
    Row(
      "merges in a text", "prod/t.yaml:6:14",
      transformer(
        "kind: PatchStrategicMergeTransformer\npatches: |-\n  kind: Namespace\n  metadata:\n"
          + "    labels: {istio.io/rev: x}\n    name: shop")),
    Row(
      "replacements", "prod/t.yaml:4:39",
      transformer(
        "kind: ReplacementTransformer\nreplacements:\n"
          + "- targets: [{select: {}, fieldPaths: ['metadata.labels.[istio.io/rev]']}]")),
    Row(
      "a function that names a mesh label", "prod/t.yaml:3:15",
      transformer("kind: SetMesh\nspec: {label: istio.io/rev}")),
    Row("other labels", nil, transformer(labels("team: a", "{path: metadata/labels}"))),
    Row(
      "labels of pods", nil,
      transformer(labels("istio.io/rev: x", "{path: spec/template/metadata/labels}"))),
    Row(
      "labels of Deployments", nil,
      transformer(labels("istio.io/rev: x", "{path: metadata/labels, kind: Deployment}"))),
    Row(
      "annotations", nil,
      transformer("kind: AnnotationsTransformer\nannotations: {istio.io/rev: x}")),
    Row(
      "a patch of a Deployment", nil,
      transformer(
        "kind: PatchTransformer\ntarget: {kind: Deployment}\npatch: |-\n"
          + "  - {op: replace, value: x, path: /metadata/labels/istio.io~1rev}")),
    Row(
      "of another overlay", nil,
      [
        "other/kustomization.yaml": "resources: [x.yaml]\ntransformers: [t.yaml]\n",
        "other/t.yaml": labels("istio.io/rev: x", "{path: metadata/labels, create: true}"),
      ]),
  ]

  @Test(arguments: transformers) func `transformers are read by what they do`(_ row: Row) {
    check(row)
  }

  // MARK: Replacements

  private static func replacement(_ target: String) -> [String: String] {
    [
      "prod/kustomization.yaml": "resources: [../base]\nreplacements:\n"
        + "- source: {kind: ConfigMap, name: c, fieldPath: data.rev}\n  targets:\n  - {\(target)}\n"
    ]
  }

  static let replacements = [
    Row(
      "of a label", "prod/kustomization.yaml:5:46",
      replacement("select: {kind: Namespace}, fieldPaths: ['metadata.labels.[istio.io/rev]']")),
    Row(
      "of a label with its dots escaped", "prod/kustomization.yaml:5:35",
      replacement("select: {name: shop}, fieldPaths: ['metadata.labels.istio\\.io/rev']")
        .mapValues { $0.replacing("name: shop", with: "n: x") }),
    Row(
      "of any label", "prod/kustomization.yaml:5:46",
      replacement("select: {kind: Namespace}, fieldPaths: [metadata.labels.*]")),
    Row(
      "of all labels, in a file", "prod/r.yaml:1:54",
      [
        "prod/kustomization.yaml": "resources: [../base]\nreplacements: [{path: r.yaml}]\n",
        "prod/r.yaml": "- targets: [{select: {kind: Namespace}, fieldPaths: [metadata.labels]}]\n",
      ]),
    Row(
      "of another label", nil,
      replacement("select: {kind: Namespace}, fieldPaths: [metadata.labels.team]")),
    Row(
      "of a label of pods", nil,
      replacement(
        "select: {kind: Deployment}, fieldPaths: ['metadata.labels.[istio.io/rev]']")),
    Row(
      "in another namespace", nil,
      replacement(
        "select: {kind: Namespace, name: pay}, fieldPaths: ['metadata.labels.[istio.io/rev]']")),
    Row(
      "but for namespaces", nil,
      replacement(
        "select: {version: v1}, reject: [{kind: Namespace}], fieldPaths: ['metadata.labels.*']")),
  ]

  @Test(arguments: replacements) func `replacements are read by their fields`(_ row: Row) {
    check(row)
  }
}
