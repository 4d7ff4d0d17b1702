import Files
import Testing

@testable import MeshUpgrade

/// Retire removes the old revision's objects, and nothing else with them.
struct PlannerRetireTests {
  private func retire(_ files: [String: String]) throws -> (plan: Plan, phase: Phase) {
    let files = files.merging(["ns.yaml": Manifests.namespace()]) { $1 }
    let plan = try PlanFixture.upgrade("app", files: files).plan()
    return (plan, try plan.phase("retire"))
  }

  @Test func `several files leave one kustomization, whatever their order in it`() throws {
    let (plan, phase) = try retire([
      "a.yaml": Manifests.configMap("istio-asm-1130-0"),
      "b.yaml": Manifests.configMap("values-asm-1130-0"),
      "c.yaml": Manifests.configMap("istio-sidecar-injector-asm-1130-0"),
      "d.yaml": Manifests.deployment("istiod-asm-1130-0", in: "istio-system"),
      "keep.yaml": Manifests.configMap("keep"),
      "kustomization.yaml": """
      resources:
      - ns.yaml
      - a.yaml
      - b.yaml
      - keep.yaml
      - d.yaml
      - c.yaml

      """,
    ])
    #expect(plan.text("kustomization.yaml") == "resources:\n- ns.yaml\n- keep.yaml\n")
    #expect(
      phase.fileLines == [
        "deleted a.yaml +0 -4", "deleted b.yaml +0 -4", "deleted c.yaml +0 -4",
        "deleted d.yaml +0 -10", "modified kustomization.yaml +0 -4",
        "added mesh/prod/retired-asm-1130-0.for-asm-1140-0.txt +2 -0",
      ])
  }

  @Test func `the folder of a revision goes with its kustomization`() throws {
    var files = [
      "i/kustomization.yaml": "resources: [asm-1130-0, asm-1140-0]\n",
      "i/asm-1130-0/kustomization.yaml": "namespace: istio-system\nresources: [./x.yaml]\n",
      "i/asm-1130-0/x.yaml": Manifests.configMap("istio-asm-1130-0"),
      "i/asm-1140-0/kustomization.yaml": "resources: [x.yaml]\n",
      "i/asm-1140-0/x.yaml": Manifests.configMap("istio-asm-1140-0"),
    ]
    let (plan, phase) = try retire(files)
    #expect(plan.text("i/kustomization.yaml") == "resources: [asm-1140-0]\n")
    #expect(
      phase.fileLines == [
        "deleted i/asm-1130-0/kustomization.yaml +0 -2", "deleted i/asm-1130-0/x.yaml +0 -4",
        "modified i/kustomization.yaml +1 -1",
        "added mesh/prod/retired-asm-1130-0.for-asm-1140-0.txt +2 -0",
      ])
    // An Application that reads the folder keeps it, and still names the revision.
    files["a.yaml"] = Manifests.application("a", path: "i/asm-1130-0", to: "istio-system")
    files["ns.yaml"] = Manifests.namespace()
    #expect(PlanFixture.upgrade("app", files: files).refusedRules().contains("MP009 argocd"))
  }

  @Test func `items of a long list go and the others stay`() throws {
    func item(_ name: String) -> String {
      "- {apiVersion: v1, kind: ConfigMap, metadata: {name: \(name), namespace: istio-system}}\n"
    }
    let head = "apiVersion: v1\nkind: List\nitems:\n"
    let names = (0..<9).map { "c\($0)" }
    let old = ["istio-asm-1130-0", "values-asm-1130-0"]
    let list = head + (names + old + ["last"]).map(item).joined()
    let (plan, phase) = try retire(["list.yaml": list])
    #expect(plan.text("list.yaml") == head + (names + ["last"]).map(item).joined())
    #expect(
      phase.changeLines == [
        "removed ConfigMap istio-system/istio-asm-1130-0 ",
        "removed ConfigMap istio-system/values-asm-1130-0 ",
      ])
  }

  @Test func `a list of which every item goes is a document that goes`() throws {
    let list = """
      apiVersion: v1
      kind: List
      items:
      - {apiVersion: v1, kind: ConfigMap, metadata: {name: istio-asm-1130-0, namespace: istio-system}}

      """
    let (plan, phase) = try retire([
      "list.yaml": list, "kustomization.yaml": "resources: [ns.yaml, list.yaml]\n",
    ])
    #expect(
      phase.fileLines == [
        "modified kustomization.yaml +1 -1", "deleted list.yaml +0 -4",
        "added mesh/prod/retired-asm-1130-0.for-asm-1140-0.txt +2 -0",
      ])
    #expect(plan.text("kustomization.yaml") == "resources: [ns.yaml]\n")
  }

  @Test func `the comment that heads a file stays with what is left of it`() throws {
    let old = Manifests.configMap("istio-asm-1130-0")
    let rest = "---\n" + Manifests.configMap("keep")
    let (plan, _) = try retire(["f.yaml": "# Copyright\n# Licence\n\n# Old\n" + old + rest])
    #expect(plan.text("f.yaml") == "# Copyright\n# Licence\n\n" + rest)
    let (bare, _) = try retire(["f.yaml": "# Old\n" + old + rest])
    #expect(bare.text("f.yaml") == rest)
  }

  @Test func `a document that shares a directive with others is not removed`() {
    let stream =
      "%YAML 1.1\n---\n" + Manifests.configMap("istio-asm-1130-0") + "---\n"
      + Manifests.configMap("keep")
    let fixture = PlanFixture.upgrade(
      "app", files: ["ns.yaml": Manifests.namespace(), "f.yaml": stream])
    #expect(
      fixture.errors() == [
        "MP206 f.yaml:1:1 ConfigMap istio-system/istio-asm-1130-0 cannot be removed alone: a"
          + " directive (%) makes one piece of its file"
      ])
  }

  @Test func `an upgrade in place retires nothing`() throws {
    let fixture = PlanFixture(
      """
      from: {revision: asm-1130-0, version: 1.13.0}
      to: {revision: asm-1130-0, version: 1.13.2}
      namespaces: [app]
      """,
      files: [
        "ns.yaml": Manifests.namespace(), "web.yaml": Manifests.deployment("web"),
        "istiod.yaml": Manifests.deployment("istiod-asm-1130-0", in: "istio-system"),
      ])
    let plan = try fixture.plan()
    #expect(try plan.phase("canary").fileLines == ["modified web.yaml +3 -0"])
    let retire = try plan.phase("retire")
    #expect(retire.files.isEmpty && retire.manualSteps.isEmpty && retire.checks.isEmpty)
  }

  @Test func `a line without its end counts as git counts it`() throws {
    let files = ["ns.yaml": "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: app"]
    let plan = try PlanFixture.upgrade("app", files: files).plan()
    #expect(try plan.phase("canary").fileLines == ["modified ns.yaml +3 -1"])
  }

  @Test func `phases that follow each other enter one kustomization`() throws {
    let fixture = PlanFixture.upgrade(
      "app",
      """
      distribution: ASM
      tags: [default]
      phases:
      - {name: app, actions: [Relabel, Restart], namespaces: [app]}
      - {name: tags, actions: [MoveTags]}
      - {name: service, actions: [MoveService]}
      - {name: validator, actions: [MoveValidator]}
      """,
      files: [
        "ns.yaml": Manifests.namespace(), "mesh/prod/kustomization.yaml": "kind: Kustomization\n",
      ])
    let plan = try fixture.plan()
    let entered = try #require(plan.text("mesh/prod/kustomization.yaml"))
    #expect(
      entered == """
        kind: Kustomization
        resources:
        - istio-revision-tag-default.yaml
        - istiod.yaml
        - istiod-default-validator.yaml

        """)
  }
}
