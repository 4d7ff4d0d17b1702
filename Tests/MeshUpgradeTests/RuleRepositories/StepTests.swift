import Kubernetes
import Testing

@testable import MeshUpgrade

/// Commits that teams make by hand, and what they take down.
struct StepTests {
  private static let old = RuleRepository.old
  private static let new = RuleRepository.new
  private static let bare = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"

  /// A commit that breaks rules, and the commits that do the same without.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let files: [String: String]
    let broken: [String: String?]
    let told: [String]
    /// Where the first finding happens, and what has been applied by then.
    let state: String
    let applied: [String]
    let mended: [[String: String?]]

    var testDescription: String { name }
  }

  /// Namespaces of one Application, the mesh of another, which sync in any order.
  private static func apart(_ files: [String: String]) -> [String: String] {
    [
      "argocd/mesh.yaml": Manifests.application("mesh", path: "mesh", to: "istio-system"),
      "argocd/shop.yaml": Manifests.application("shop", path: "shop", to: "shop"),
      "mesh/old.yaml": MeshForms.controlPlane(old),
    ].merging(files) { _, own in own }
  }

  private static func labelled(_ label: String) -> String { Manifests.namespace("shop", label) }

  static let rows = [
    Row(
      name: "a label and the revision that it names, in Applications that sync independently",
      files: apart(["shop/ns.yaml": labelled("istio.io/rev: \(old)")]),
      broken: [
        "mesh/new.yaml": MeshForms.controlPlane(new),
        "shop/ns.yaml": labelled("istio.io/rev: \(new)"),
      ],
      told: [
        "MP001 error step-1 shop", "MP003 error step-1 shop", "MP005 error step-1 shop",
        "MP006 error step-1 shop",
      ],
      state: "while phase step-1 syncs", applied: ["Namespace shop"],
      mended: [
        ["mesh/new.yaml": MeshForms.controlPlane(new)],
        ["shop/ns.yaml": labelled("istio.io/rev: \(new)")],
      ]),
    Row(
      name: "a tag is removed while a namespace follows it",
      files: apart([
        "mesh/tag.yaml": MeshForms.tag("prod", names: old),
        "shop/ns.yaml": labelled("istio.io/rev: prod"),
      ]),
      broken: ["mesh/tag.yaml": nil],
      // Back again, it has no caBundle for a while.
      told: ["MP001 error step-1 shop", "MP003 error step-1 shop", "MP006 error step-1 shop"],
      state: "once phase step-1 has synced",
      applied: ["MutatingWebhookConfiguration istio-revision-tag-prod"],
      mended: [["shop/ns.yaml": labelled("istio.io/rev: \(old)")], ["mesh/tag.yaml": nil]]),
    Row(
      name: "istio-injection is removed, and no revision takes its place",
      files: apart([
        "mesh/tag.yaml": MeshForms.tag("default", names: old),
        "shop/ns.yaml": labelled("istio-injection: enabled"),
      ]),
      broken: ["shop/ns.yaml": bare], told: ["MP001 error step-1 shop"],
      state: "once phase step-1 has synced", applied: ["Namespace shop"],
      mended: [["shop/ns.yaml": labelled("istio.io/rev: \(old)")]]),
    Row(
      name: "a revision is added beside istio-injection",
      files: apart([
        "mesh/tag.yaml": MeshForms.tag("default", names: old),
        "shop/ns.yaml": labelled("istio-injection: enabled"),
      ]),
      broken: [
        "shop/ns.yaml": labelled("istio-injection: enabled\n    istio.io/rev: \(old)")
      ],
      told: ["MP004 error step-1 shop"], state: "once phase step-1 has synced", applied: [],
      mended: [["shop/ns.yaml": labelled("istio.io/rev: \(old)")]]),
    Row(
      name: "the old revision goes while the default validator calls it",
      files: apart([
        "mesh/new.yaml": MeshForms.controlPlane(new),
        "mesh/validator.yaml": MeshForms.defaultValidator(old),
        "shop/ns.yaml": labelled("istio.io/rev: \(new)"),
      ]),
      broken: ["mesh/old.yaml": nil],
      told: ["MP005 error step-1 -", "MP006 error step-1 -"],
      state: "while phase step-1 syncs", applied: ["Service istio-system/istiod-asm-1130-0"],
      mended: [
        ["mesh/validator.yaml": MeshForms.defaultValidator(new)], ["mesh/old.yaml": nil],
      ]),
    Row(
      name: "the old revision goes while a tag calls it",
      files: apart([
        "mesh/new.yaml": MeshForms.controlPlane(new),
        "mesh/tag.yaml": MeshForms.tag("prod", names: old),
        "shop/ns.yaml": labelled("istio.io/rev: prod"),
      ]),
      broken: ["mesh/old.yaml": nil],
      told: ["MP005 error step-1 shop", "MP006 error step-1 shop"],
      state: "while phase step-1 syncs", applied: ["Service istio-system/istiod-asm-1130-0"],
      mended: [["mesh/tag.yaml": MeshForms.tag("prod", names: new)], ["mesh/old.yaml": nil]]),
    Row(
      name: "a namespace follows a tag that is new in the same commit",
      files: apart(["shop/ns.yaml": labelled("istio.io/rev: \(old)")]),
      broken: [
        "mesh/tag.yaml": MeshForms.tag("prod", names: old),
        "shop/ns.yaml": labelled("istio.io/rev: prod"),
      ],
      told: [
        "MP001 error step-1 shop", "MP003 error step-1 shop", "MP006 error step-1 shop",
      ],
      state: "while phase step-1 syncs", applied: ["Namespace shop"],
      mended: [
        ["mesh/tag.yaml": MeshForms.tag("prod", names: old)],
        ["shop/ns.yaml": labelled("istio.io/rev: prod")],
      ]),
    Row(
      name: "an un-revisioned install arrives and takes the tag default along",
      files: apart([
        "mesh/tag.yaml": MeshForms.tag("default", names: old),
        "mesh/validator.yaml": MeshForms.defaultValidator(old),
        "shop/ns.yaml": labelled("istio-injection: enabled"),
      ]),
      broken: [
        "mesh/install.yaml": MeshForms.stream(
          MeshForms.neutralisedInjector, MeshForms.service("default"),
          MeshForms.istiod("default")),
        "mesh/tag.yaml": MeshForms.tag("default", names: "default"),
      ],
      told: ["MP008 error step-1 -", "MP005 error step-1 shop", "MP006 error step-1 shop"],
      state: "once phase step-1 has synced", applied: [],
      mended: [
        [
          "mesh/install.yaml": MeshForms.stream(
            MeshForms.neutralisedInjector, MeshForms.service("default"),
            MeshForms.istiod("default"))
        ]
      ]),
    Row(
      name: "self-heal puts the un-revisioned selectors back beside the tag default",
      files: apart([
        "mesh/install.yaml": MeshForms.stream(
          MeshForms.neutralisedInjector, MeshForms.service("default"),
          MeshForms.istiod("default")),
        "mesh/tag.yaml": MeshForms.tag("default", names: old),
        "shop/ns.yaml": labelled("istio-injection: enabled"),
      ]),
      broken: [
        "mesh/install.yaml": MeshForms.stream(
          MeshForms.injector("default"), MeshForms.service("default"),
          MeshForms.istiod("default"))
      ],
      told: ["MP002 error step-1 shop", "MP014 warning step-1 -"],
      state: "while phase step-1 syncs",
      applied: ["MutatingWebhookConfiguration istio-sidecar-injector"],
      mended: []),
  ]

  @Test(arguments: rows) func `a commit by hand is told`(_ row: Row) throws {
    let fixture = StepFixture(files: row.files, steps: [row.broken])
    #expect(fixture.told().sorted() == row.told.sorted())
    let first = try #require(
      fixture.findings().first { row.told.first?.hasPrefix($0.rule.code) == true })
    #expect(first.counterexample?.state == row.state)
    #expect(first.counterexample?.applied.map(\.description) == row.applied)
  }

  @Test(arguments: rows) func `the same in steps that are safe`(_ row: Row) {
    #expect(StepFixture(files: row.files, steps: row.mended).told() == [])
  }
}
