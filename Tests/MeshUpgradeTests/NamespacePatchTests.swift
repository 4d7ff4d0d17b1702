import Testing

@testable import MeshUpgrade

/// A mesh label that a kustomize patch sets is found however the patch is written.
@Suite struct `Patches of namespaces` {
  private static let operations =
    "- op: add\n  path: /metadata/labels/istio.io~1rev\n  value: asm-1130-0\n"
  private static let whole =
    "- {op: replace, path: /metadata/labels, value: {istio-injection: enabled}}\n"

  /// The files of a repository whose kustomization patches in some way.
  private static func files(_ patch: String, _ text: String = "") -> [String: String] {
    [
      "base/shop.yaml": PlanningCase.namespace("shop", "team: a"),
      "base/kustomization.yaml": "resources: [shop.yaml]\n",
      "prod/kustomization.yaml": "resources: [../base]\n\(patch)\n",
      "prod/patch.yaml": text,
    ]
  }

  private static let rows: [(patch: String, text: String)] = [
    ("patches: [{path: patch.yaml}]", PlanningCase.namespace("shop")),
    ("patches: [{path: patch.yaml, target: {kind: Namespace}}]", operations),
    ("patches: [{path: patch.yaml, target: {kind: Namespace}}]", whole),
    ("patches: [{path: patch.yaml, target: {name: shop}}]", operations),
    ("patches: [{path: patch.yaml, target: {name: sh.*}}]", operations),
    ("patches: [{path: patch.yaml, target: {kind: Name.*, name: shop}}]", operations),
    ("patches: [{path: patch.yaml, target: {kind: Namespace}}]", PlanningCase.namespace("any")),
    ("patchesStrategicMerge: [patch.yaml]", PlanningCase.namespace("shop")),
    (
      "patchesJson6902: [{path: patch.yaml, target: {version: v1, kind: Namespace, name: shop}}]",
      operations
    ),
  ]

  @Test(arguments: rows)
  func `a patch in a file is refused at the label`(patch: String, text: String) {
    let errors = PlanningCase(files: Self.files(patch, text)).errors
    #expect(errors.count == 1)
    #expect(errors.first?.hasPrefix("MP205 prod/patch.yaml:") == true, "\(errors)")
  }

  @Test(arguments: [
    "patches:\n- target: {kind: Namespace}\n  patch: |\n    - op: add\n"
      + "      path: /metadata/labels/istio.io~1rev\n      value: x",
    "patches:\n- target: {name: shop}\n  patch: |-\n    - op: add\n"
      + "      path: /metadata/labels/istio.io~1rev\n      value: x",
    "patches:\n- patch: |\n\n    apiVersion: v1\n    kind: Namespace\n    metadata:\n      name: shop\n"
      + "      labels: {istio.io/rev: x}",
  ])
  func `a patch inside the kustomization is refused at the label`(patch: String) {
    let errors = PlanningCase(files: Self.files(patch)).errors
    #expect(errors.count == 1)
    #expect(
      errors.first?.hasPrefix("MP205 prod/kustomization.yaml:6:") == true
        || errors.first?.hasPrefix("MP205 prod/kustomization.yaml:9:") == true, "\(errors)")
  }

  @Test(arguments: [
    ("patches: [{path: patch.yaml, target: {kind: Deployment}}]", operations),
    ("patches: [{path: patch.yaml, target: {kind: Namespace, name: other}}]", operations),
    (
      "patches: [{path: patch.yaml, target: {kind: Namespace}}]",
      "- {op: add, path: /metadata/labels/team, value: istio.io}\n"
    ),
    ("patches: [{path: patch.yaml}]", PlanningCase.namespace("shop", "team: b")),
  ])
  func `a patch of something else is no concern`(patch: String, text: String) {
    #expect(PlanningCase(files: Self.files(patch, text)).errors == [])
  }

  @Test func `a patch for any namespace concerns what its kustomization reaches`() {
    var files = Self.files(
      "patches: [{path: patch.yaml, target: {kind: Namespace}}]", Self.operations)
    files["prod/kustomization.yaml"]?.replace("resources: [../base]", with: "resources: []")
    #expect(PlanningCase(files: files).errors == [])
  }
}
