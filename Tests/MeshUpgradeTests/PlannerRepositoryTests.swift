import Files
import Kubernetes
import Testing

@testable import MeshUpgrade

/// What counts as a definition, what patches it, and which namespace a workload is in.
struct PlannerRepositoryTests {
  private static let canary = "phases: [{name: a, actions: [Relabel, Restart], namespaces: [app]}]"

  private func restarts(_ files: [String: String]) throws -> [String] {
    let files = files.merging(["ns.yaml": Manifests.namespace()]) { $1 }
    let plan = try PlanFixture.upgrade("app", Self.canary, files: files).plan()
    return plan.phases.flatMap(\.restarts).map(\.object.description)
  }

  private func refusals(_ files: [String: String]) -> [String] {
    let files = files.merging(["ns.yaml": Manifests.namespace()]) { $1 }
    return PlanFixture.upgrade("app", Self.canary, files: files).errors()
  }

  @Test func `a patch file is for the target that its kustomization names`() {
    let operations = """
      - op: replace
        path: /metadata/labels/istio.io~1rev
        value: asm-1120-0

      """
    let kustomization = """
      resources: [ns.yaml]
      patches:
      - path: p.yaml
        target: {kind: Namespace, name: app}

      """
    let message =
      "the mesh label of namespace app is set by a kustomize patch, expected one plain definition"
      + " and nothing else"
    #expect(
      refusals(["kustomization.yaml": kustomization, "p.yaml": operations])
        == ["MP205 p.yaml:2:26 \(message)"])
    let merge = Manifests.namespace("any-name")
    let all = kustomization.replacing(", name: app", with: "")
    #expect(
      refusals(["kustomization.yaml": all, "p.yaml": merge]) == ["MP205 p.yaml:6:5 \(message)"])
  }

  @Test func `a patch with a target but no kind may mean the namespace`() {
    let kustomization = """
      resources: [ns.yaml]
      patches:
      - target: {name: app}
        patch: |
          - op: replace
            path: /metadata/labels/istio.io~1rev
            value: asm-1120-0

      """
    #expect(refusals(["kustomization.yaml": kustomization]).count == 1)
    let other = kustomization.replacing("name: app", with: "kind: Deployment, name: app")
    #expect(refusals(["kustomization.yaml": other]).isEmpty)
  }

  @Test func `a patch of every namespace means those that its kustomization reaches`() {
    let patch = """
      patches:
      - target: {kind: Namespace}
        patch: '[{op: add, path: /metadata/labels/istio-injection, value: enabled}]'

      """
    #expect(refusals(["other/kustomization.yaml": "resources: [x.yaml]\n" + patch]).isEmpty)
    #expect(refusals(["other/kustomization.yaml": "resources: [../ns.yaml]\n" + patch]).count == 1)
    #expect(
      refusals([
        "kustomization.yaml": "resources: [ns.yaml]\n",
        "other/kustomization.yaml": "resources: [../]\n" + patch,
      ]).count == 1)
  }

  @Test func `a kustomization that cannot be read is refused beside a namespace, else skipped`()
    throws
  {
    let broken = "resources: [ns.yaml\npatches: {{ x }}\n"
    #expect(refusals(["kustomization.yaml": broken]).count == 1)
    let files = ["ns.yaml": Manifests.namespace(), "other/kustomization.yaml": broken]
    let plan = try PlanFixture.upgrade("app", Self.canary, files: files).plan()
    #expect(plan.skipped.map(\.path.description) == ["other/kustomization.yaml"])
  }

  @Test
  func `a kustomization that cannot be read and names a mesh label is refused where it reaches`() {
    let labels = "{{ if .on }}\nlabels:\n- pairs: {istio-injection: enabled}\n{{ end }}\n"
    let rest = [
      "base/ns.yaml": Manifests.namespace(), "base/kustomization.yaml": "resources: [ns.yaml]\n",
    ]
    func refusals(_ files: [String: String]) -> [String] {
      PlanFixture.upgrade("app", Self.canary, files: rest.merging(files) { $1 }).refusedRules()
    }
    for resources in ["resources: [../base]\n", "resources:\n- ../base # ours\n"] {
      #expect(refusals(["o/kustomization.yaml": resources + labels]) == ["MP205 app"])
    }
    #expect(refusals(["o/kustomization.yaml": "resources: [../b]\n" + labels]) == [])
    let comment = labels.replacing("- pairs", with: "# pairs")
    #expect(refusals(["o/kustomization.yaml": "resources: [../base]\n" + comment]) == [])
    let user = "resources: [../base]\ncomponents: [../c]\n"
    #expect(
      refusals(["o/kustomization.yaml": user, "c/kustomization.yaml": labels]) == ["MP205 app"])
    #expect(refusals(["c/kustomization.yaml": labels]) == [])
  }

  @Test(arguments: ["resources: [../]", "bases: [..]", "components: [../c/]", "resources: [../c]"])
  func `a folder is taken in whatever way it is written`(_ entry: String) throws {
    let kustomization = "resources: [./web.yaml]"
    let folder = entry.contains("c") && entry.hasSuffix("c]") || entry.hasSuffix("c/]") ? "c/" : ""
    #expect(
      try restarts([
        "\(folder)kustomization.yaml": kustomization,
        "\(folder)web.yaml": Manifests.deployment("web", in: nil),
        "o/kustomization.yaml": "namespace: app\n\(entry)\n",
      ]) == ["Deployment app/web"])
  }

  @Test(arguments: ["''", "null", "~", ""])
  func `a namespace that says nothing is absent`(_ text: String) throws {
    #expect(
      try restarts([
        "c/kustomization.yaml": "namespace: app\nresources: [web.yaml]\n",
        "c/web.yaml": Manifests.deployment("web", in: text),
      ]) == ["Deployment app/web"])
    #expect(
      try restarts([
        "c/web.yaml": Manifests.deployment("web", in: nil),
        "a.yaml": Manifests.application("a", path: "c", to: text),
        "b.yaml": Manifests.application("b", path: "c", to: "app"),
      ]).isEmpty == false)
  }
}

/// Which files an Application reads from its folder.
struct PlannerApplicationTests {
  private func phases(_ directory: String) throws -> [String] {
    let source = "directory: {recurse: true, \(directory)}"
    let files = [
      "apps/ns.yaml": Manifests.namespace(),
      "apps/web/web.yaml": Manifests.deployment("web", in: nil),
      "a.yaml": Manifests.application("a", path: "apps", to: "app", source),
    ]
    let phase = "phases: [{name: a, actions: [Relabel, Restart], namespaces: [app]}]"
    return try PlanFixture.upgrade("app", phase, files: files).plan()
      .phases.map { "\($0.name) \($0.restarts.count)" }
  }

  @Test func `globs are of paths below the folder, one or several in braces`() throws {
    #expect(try phases("exclude: ''") == ["a 1"])
    #expect(try phases("exclude: web/*") == ["a 0"])
    #expect(try phases("exclude: '{*.json,web/*}'") == ["a 0"])
    #expect(try phases("include: '{ns.yaml,web/*.yaml}'") == ["a 1"])
    #expect(try phases("include: 'apps/**'") == ["a 0"])
  }
}

/// Files that hold nothing of use, or not in the place where it belongs.
struct PlannerOddInputTests {
  @Test(arguments: [
    "", "---\n", "---\n---\n...\n", "Deployment", "- kind: Namespace\n", "# Deployment\n",
    "kind: Deployment\napiVersion: apps/v1\nmetadata: null\n",
    "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: 12, namespace: b, labels: [a]}\n",
    "kind: Namespace\napiVersion: v1\nmetadata: {name: [x], labels: {istio.io/rev: null}}\n",
    "kind: List\napiVersion: v1\nitems: null\n",
    "kind: List\napiVersion: v1\nitems: [null, {kind: List, apiVersion: v1, items: [a, {}]}]\n",
    "kind: Application\napiVersion: argoproj.io/v1alpha1\nmetadata: {}\nspec: {sources: [1]}\n",
    "kind: [Service]\napiVersion: v1\nmetadata: {name: istiod}\n",
    "kind: Kustomization\nresources: null\npatches: {a: b}\ncomponents: [1, [2]]\n",
  ])
  func `is passed over`(_ text: String) throws {
    let paths = ["a.yaml", "b/kustomization.yaml", "c.json"]
    var files = ["ns.yaml": Manifests.namespace(), "web.yaml": Manifests.deployment("web")]
    for path in paths { files[path] = text }
    let plan = try PlanFixture.upgrade("app", files: files).plan()
    let changed = plan.phases.dropLast(2).flatMap(\.files).map(\.path.description)
    #expect(changed == ["ns.yaml", "web.yaml"])
  }

  @Test func `a list in a list is edited in its place`() throws {
    let text = """
      kind: List
      apiVersion: v1
      items:
      - kind: List
        apiVersion: v1
        items:
        - null
        - {kind: StatefulSet, apiVersion: apps/v1, metadata: {name: p, namespace: app}, spec: {template: null}}

      """
    let files = ["ns.yaml": Manifests.namespace(), "list.yaml": text]
    let plan = try PlanFixture.upgrade("app", files: files).plan()
    let mark = "{metadata: {annotations: {meshphase.io/restarted-for: asm-1140-0}}}"
    #expect(plan.text("list.yaml") == text.replacing("template: null", with: "template: \(mark)"))
  }
}
