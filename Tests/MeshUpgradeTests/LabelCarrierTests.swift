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

  func check(_ row: Row) {
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
  static let path = "/metadata/labels"

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
      "labels of one of this name, where another overlay has none", nil,
      [
        "other/kustomization.yaml": "resources: [x.yaml]\npatches:\n"
          + "- target: {kind: Namespace, name: shop}\n"
          + "  patch: '[{op: remove, path: \(path)}]'\n",
        "other/x.yaml": PlanningCase.namespace("x", "team: a"),
      ]),
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
}
