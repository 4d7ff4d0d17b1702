import Testing

@testable import MeshUpgrade

/// Mesh labels that transformers and replacements of kustomize set.
extension `Carriers of mesh labels` {
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
