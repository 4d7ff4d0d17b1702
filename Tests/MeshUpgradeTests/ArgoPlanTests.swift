import Testing

@testable import MeshUpgrade

/// A plan that breaks a rule, and the same in a mended repository.
private struct PlanRow: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// Lines of the desired state's `spec` beside the revisions and the namespace `app`.
  var spec = ""
  let broken: [String: String]
  let found: [String]
  /// The files that mend it.
  let mended: [String: String]
  /// The un-revisioned install as the old one: namespaces lose `istio-injection`.
  var fromDefault = false

  func fixture(_ files: [String: String]) -> PlanFixture {
    PlanFixture(
      """
      from: {revision: \(fromDefault ? "default" : "asm-1130-0")}
      to: {revision: asm-1140-0}
      namespaces: [app]
      \(spec)
      """, files: files.filter { !$0.value.isEmpty })
  }
}

@Suite struct `What Argo CD makes of a plan` {
  /// A phase that generates the webhooks of a tag.
  private static let moveTags =
    "tags: [prod]\nphases: [{name: all, actions: [Relabel], percent: 100}, {name: tags, actions: [MoveTags]}]"

  private static func files(_ application: String, _ more: [String: String] = [:]) -> [String:
    String]
  {
    ["a.yaml": application, "apps/n.yaml": Manifests.namespace()].merging(more) { $1 }
  }

  private static let mesh = ArgoFixture.application()

  // MARK: MP101 and MP102

  private static let newFiles = [
    PlanRow(
      testDescription: "new files outside every Application", spec: moveTags,
      broken: files(ArgoFixture.application("apps", "source: {path: apps}")),
      found: ["MP101 error meshphase.yaml:4:1 tags"], mended: ["b.yaml": mesh]),
    PlanRow(
      testDescription: "new files below a folder that is not read with its folders", spec: moveTags,
      broken: files(ArgoFixture.application("mesh", "source: {path: mesh}")),
      found: ["MP101 error a.yaml:6:12 tags"],
      mended: [
        "a.yaml": ArgoFixture.application(
          "mesh", "source: {path: mesh, directory: {recurse: true}}")
      ]),
    PlanRow(
      testDescription: "new files that are excluded", spec: moveTags,
      broken: files(
        ArgoFixture.application(
          "mesh", "source:\n  path: mesh/prod\n  directory: {exclude: 'istio*'}")),
      found: ["MP101 error a.yaml:8:5 tags"],
      mended: [
        "a.yaml": ArgoFixture.application(
          "mesh", "source:\n  path: mesh/prod\n  directory: {exclude: '*.txt'}")
      ]),
    PlanRow(
      testDescription: "new files whose Application is a template: not known", spec: moveTags,
      broken: files(ArgoFixture.application("apps", "source: {path: apps}")),
      found: ["MP101 error meshphase.yaml:4:1 tags"],
      mended: [
        "b.yaml": """
        apiVersion: argoproj.io/v1alpha1
        kind: ApplicationSet
        metadata: {name: set}
        spec: {template: {spec: {source: {path: '{{path}}'}}}}
        """
      ]),
    PlanRow(
      testDescription: "a kustomization that does not take them in", spec: moveTags,
      broken: files(
        ArgoFixture.application("mesh", "source: {path: mesh}"),
        ["mesh/kustomization.yaml": "resources: [other]\n"]),
      found: ["MP102 error mesh/kustomization.yaml:1:1 tags"],
      mended: [
        "mesh/kustomization.yaml": "resources: [prod]\n",
        "mesh/prod/kustomization.yaml": "kind: Kustomization\n",
      ]),
    PlanRow(
      testDescription: "a kustomization that cannot be read", spec: moveTags,
      broken: files(mesh, ["mesh/prod/kustomization.yaml": "resources: [\n"]),
      found: ["MP102 error mesh/prod/kustomization.yaml:2:1 tags"],
      mended: ["mesh/prod/kustomization.yaml": "resources: []\n"]),
    PlanRow(
      testDescription: "a chart, outside its templates", spec: moveTags,
      broken: files(mesh, ["mesh/prod/Chart.yaml": "name: mesh\n"]),
      found: ["MP102 error a.yaml:6:12 tags"], mended: ["mesh/prod/Chart.yaml": ""]),
    PlanRow(
      testDescription: "a kustomization that renames", spec: moveTags,
      broken: files(mesh, ["mesh/prod/kustomization.yaml": "namePrefix: a-\n"]),
      found: ["MP102 error mesh/prod/kustomization.yaml:1:1 tags"],
      mended: ["mesh/prod/kustomization.yaml": "configMapGenerator: [{name: a}]\n"]),
    PlanRow(
      testDescription: "a kustomization that puts the Service elsewhere",
      spec: "distribution: ASM\nphases: [{name: all, actions: [Relabel], percent: 100},"
        + " {name: service, actions: [MoveService]}]",
      broken: files(mesh, ["mesh/prod/kustomization.yaml": "namespace: elsewhere\n"]),
      found: ["MP102 error mesh/prod/kustomization.yaml:1:1 service"],
      mended: ["mesh/prod/kustomization.yaml": "namespace: istio-system\n"]),
    PlanRow(
      testDescription: "an Application that labels revisions",
      spec: moveTags,
      broken: files(
        ArgoFixture.application(
          "mesh", "source: {path: mesh/prod, kustomize: {commonLabels: {istio.io/rev: other}}}"),
        ["mesh/prod/kustomization.yaml": "resources: []\n"]),
      found: ["MP102 error a.yaml:6:41 tags"],
      mended: [
        "a.yaml": ArgoFixture.application(
          "mesh", "source: {path: mesh/prod, kustomize: {commonLabels: {team: mesh}}}")
      ]),
    PlanRow(
      testDescription: "an Application that would not notice",
      spec: "phases: [{name: all, actions: [Relabel], percent: 100}]",
      broken: files(
        ArgoFixture.application("apps", "source: {path: apps}").replacing(
          "namespace: argocd}",
          with: "annotations: {argocd.argoproj.io/manifest-generate-paths: /mesh;shared}}")),
      found: ["MP102 warning a.yaml:3:38 all"],
      mended: [
        "a.yaml": ArgoFixture.application("apps", "source: {path: apps}").replacing(
          "namespace: argocd}",
          with: "annotations: {argocd.argoproj.io/manifest-generate-paths: '/mesh;.'}}")
      ]),
  ]

  // MARK: MP103

  private static func tracking(_ revision: String) -> String {
    ArgoFixture.application("apps", "source: {path: apps, targetRevision: \(revision)}")
  }

  private static let relabel = "phases: [{name: all, actions: [Relabel], percent: 100}]"

  private static let revisions =
    [
      ("release", "HEAD"), ("v1.2.0", "main"), ("1a2b3c4d", "refs/heads/main"),
      ("wave-one", "1.*"), ("wave-one", "'{{revision}}'"), ("wave-one", "\"\""),
    ].map { broken, mended in
      PlanRow(
        testDescription: "\(broken) is tracked, \(mended) is fine", spec: relabel,
        broken: files(tracking(broken)), found: ["MP103 error a.yaml:6:24 all"],
        mended: ["a.yaml": tracking(mended)])
    } + [
      PlanRow(
        testDescription: "one Application follows the base, and another does not", spec: relabel,
        broken: files(tracking("main"), ["b.yaml": tracking("release")]),
        found: ["MP103 warning b.yaml:6:24 all"], mended: ["b.yaml": tracking("main")])
    ]

  // MARK: MP104

  private static func project(_ spec: String) -> String {
    """
    apiVersion: argoproj.io/v1alpha1
    kind: AppProject
    metadata: {name: mesh, namespace: argocd}
    spec:
      sourceRepos: ['*']
      \(spec)

    """
  }

  private static let anything = "clusterResourceWhitelist: [{group: '*', kind: '*'}]"

  private static let projects = [
    PlanRow(
      testDescription: "nothing of the cluster is allowed", spec: moveTags,
      broken: files(mesh, ["p.yaml": project("destinations: []")]),
      found: ["MP104 error p.yaml:1:1 tags"], mended: ["p.yaml": project(anything)]),
    PlanRow(
      testDescription: "another kind is allowed", spec: moveTags,
      broken: files(
        mesh, ["p.yaml": project("clusterResourceWhitelist: [{group: '', kind: Namespace}]")]),
      found: ["MP104 error p.yaml:6:3 tags"],
      mended: [
        "p.yaml": project(
          "clusterResourceWhitelist: [{group: 'admission*', kind: '{Muta,Valida}tingWebhook*'}]")
      ]),
    PlanRow(
      testDescription: "the kind is forbidden", spec: moveTags,
      broken: files(
        mesh,
        [
          "p.yaml": project(
            anything
              + "\n  clusterResourceBlacklist:\n  - {group: '*', kind: MutatingWebhookConfiguration}"
          )
        ]),
      found: ["MP104 error p.yaml:8:5 tags"], mended: ["p.yaml": project(anything)]),
    PlanRow(
      testDescription: "a project of another name says nothing", spec: moveTags,
      broken: files(mesh, ["p.yaml": project("destinations: []")]),
      found: ["MP104 error p.yaml:1:1 tags"],
      mended: ["p.yaml": project("destinations: []").replacing("name: mesh", with: "name: other")]),
  ]

  // MARK: MP105 to MP112

  private static let others = [
    PlanRow(
      testDescription: "two Applications of one namespace", spec: relabel,
      broken: files(
        ArgoFixture.application("one", "source: {path: apps}\ndestination: {name: c}"),
        ["b.yaml": ArgoFixture.application("two", "source: {path: apps}\ndestination: {name: c}")]),
      found: ["MP106 warning b.yaml:6:12"], mended: ["b.yaml": ""]),
    PlanRow(
      testDescription: "a namespace that may be pruned", spec: relabel,
      broken: files(
        ArgoFixture.application(
          "apps", "source: {path: apps}\nsyncPolicy: {automated: {prune: true}}")),
      found: ["MP109 warning apps/n.yaml:4:3 app"],
      mended: ["a.yaml": ArgoFixture.application("apps", "source: {path: apps}")]),
    PlanRow(
      testDescription: "marks that are never applied",
      spec: "phases: [{name: all, actions: [Relabel, Restart], percent: 100}]",
      broken: files(
        ArgoFixture.application(
          "apps",
          """
          source: {path: apps}
          syncPolicy: {syncOptions: [RespectIgnoreDifferences=true]}
          ignoreDifferences:
          - {group: apps, kind: Deployment, jqPathExpressions: [.spec.template.metadata.annotations]}
          """), ["apps/web.yaml": Manifests.deployment("web")]),
      found: ["MP112 warning a.yaml:9:57 all"],
      mended: ["a.yaml": ArgoFixture.application("apps", "source: {path: apps}")]),
    PlanRow(
      testDescription: "a phase of ignored marks alone, until something else changes in it",
      spec:
        "strategy: {restart: Separate}\nphases: [{name: all, actions: [Relabel, Restart], percent: 100}]",
      broken: files(
        ArgoFixture.application(
          "apps",
          """
          source: {path: apps}
          syncPolicy: {automated: {}}
          ignoreDifferences:
          - {group: apps, kind: Deployment, jsonPointers: [/spec/template/metadata/annotations]}
          """), ["apps/web.yaml": Manifests.deployment("web")]),
      found: ["MP112 warning a.yaml:9:52 all-restart"],
      mended: ["a.yaml": ArgoFixture.application("apps", "source: {path: apps}")]),
  ]

  private static let rows = newFiles + revisions + projects + others

  @Test(arguments: rows)
  private func `a plan is found, and the mended one is not`(row: PlanRow) throws {
    let broken = try ArgoFixture.planned(row.fixture(row.broken)).map(ArgoFixture.line)
    #expect(broken == row.found)
    let files = row.broken.merging(row.mended) { $1 }
    #expect(try ArgoFixture.planned(row.fixture(files)).map(ArgoFixture.line) == [])
  }
}
