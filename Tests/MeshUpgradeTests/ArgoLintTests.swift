import Testing

@testable import MeshUpgrade

@Suite struct `What Argo CD makes of a state` {
  private static let readsRoot = ArgoFixture.application("all", "source: {path: .}")

  private static let ownFiles = [
    LintRow(
      testDescription: "a desired state that would be applied",
      broken: [
        "a.yaml": readsRoot,
        "meshphase.yaml":
          "apiVersion: meshphase.io/v1alpha1\nkind: MeshUpgrade\nmetadata: {name: a}\n",
      ],
      found: ["MP102 warning meshphase.yaml:1:1"],
      mended: [
        "meshphase.yaml": """
        # +argocd:skip-file-rendering
        apiVersion: meshphase.io/v1alpha1
        kind: MeshUpgrade
        metadata: {name: a}
        """
      ]),
    LintRow(
      testDescription: "an overlay that is excluded in another folder only",
      broken: [
        "a.yaml": ArgoFixture.application(
          "all", "source: {path: x, directory: {recurse: true, exclude: overlay.yaml}}"),
        "x/o/overlay.yaml": "apiVersion: meshphase.io/v1alpha1\nkind: MeshOverlay\n",
      ],
      found: ["MP102 warning x/o/overlay.yaml:1:1"],
      mended: [
        "a.yaml": ArgoFixture.application(
          "all", "source: {path: x, directory: {recurse: true, exclude: '{o/*,*.json}'}}")
      ]),
  ]

  private static let shared = [
    LintRow(
      testDescription: "a namespace in two Applications of one cluster",
      broken: [
        "a.yaml": ArgoFixture.application("one", "source: {path: ns}\ndestination: {server: s}"),
        "b.yaml": ArgoFixture.application(
          "two", "source:\n  path: .\n  directory: {recurse: true}\ndestination: {server: s}"),
        "ns/app.yaml": Manifests.namespace(),
      ],
      found: ["MP106 warning b.yaml:7:5"],
      mended: [
        "b.yaml": ArgoFixture.application(
          "two", "source:\n  path: .\n  directory: {recurse: true}\ndestination: {server: other}")
      ]),
    LintRow(
      testDescription: "an Application that stands twice, for two Argo CDs",
      broken: [
        "a.yaml": ArgoFixture.application("one", "source: {path: ns}\ndestination: {name: s}"),
        "b.yaml": ArgoFixture.application("two", "source: {path: ns}\ndestination: {name: s}"),
        "ns/app.yaml": Manifests.namespace(),
      ],
      found: ["MP106 warning b.yaml:6:12"],
      mended: [
        "b.yaml": ArgoFixture.application("one", "source: {path: ns}\ndestination: {name: s}")
      ]),
  ]

  private static func pruning(_ automated: String) -> String {
    ArgoFixture.application(
      "apps", "source: {path: apps}\nsyncPolicy: {automated: \(automated)}")
  }

  private static let namespaces = [
    LintRow(
      testDescription: "a namespace that may be pruned, until it may not",
      broken: ["a.yaml": pruning("{prune: true}"), "apps/n.yaml": Manifests.namespace()],
      found: ["MP109 warning apps/n.yaml:4:3 app"],
      mended: [
        "apps/n.yaml": Manifests.namespace().replacing(
          "metadata:\n",
          with: "metadata:\n  annotations: {argocd.argoproj.io/sync-options: \"Prune=confirm\"}\n")
      ]),
    LintRow(
      testDescription: "a namespace that may be pruned, until nothing is synced by itself",
      broken: ["a.yaml": pruning("{prune: true}"), "apps/n.yaml": Manifests.namespace()],
      found: ["MP109 warning apps/n.yaml:4:3 app"],
      mended: ["a.yaml": pruning("{prune: true, enabled: false}")]),
    LintRow(
      testDescription: "a namespace whose kustomization protects it",
      broken: [
        "a.yaml": pruning("{prune: true}"), "apps/n.yaml": Manifests.namespace(),
        "apps/kustomization.yaml": "resources: [n.yaml]\n",
      ],
      found: ["MP109 warning apps/n.yaml:4:3 app"],
      mended: [
        "apps/kustomization.yaml":
          "resources: [n.yaml]\ncommonAnnotations: {argocd.argoproj.io/sync-options: Prune=false}\n"
      ]),
    LintRow(
      testDescription: "a label in a manifest and in managedNamespaceMetadata",
      broken: [
        "a.yaml": ArgoFixture.application(
          "app",
          """
          source: {path: apps}
          destination: {namespace: app}
          syncPolicy:
            syncOptions: [CreateNamespace=true]
            managedNamespaceMetadata:
              labels: {istio.io/rev: asm-1130-0}
          """), "apps/n.yaml": Manifests.namespace(),
      ],
      found: ["MP110 warning a.yaml:11:16 app"],
      mended: ["apps/n.yaml": ""]),
    LintRow(
      testDescription: "metadata for a namespace that is not created",
      broken: [
        "a.yaml": ArgoFixture.application(
          "app",
          """
          source: {path: apps}
          destination: {namespace: app}
          syncPolicy:
            managedNamespaceMetadata:
              labels: {istio-injection: enabled}
          """)
      ],
      found: ["MP110 warning a.yaml:9:5 app"],
      mended: [
        "a.yaml": ArgoFixture.application(
          "app",
          """
          source: {path: apps}
          destination: {namespace: app}
          syncPolicy:
            syncOptions: [CreateNamespace=true]
            managedNamespaceMetadata:
              labels: {istio-injection: enabled}
          """)
      ]),
  ]

  private static func release(_ helm: String) -> String {
    ArgoFixture.application("istiod", "source:\n  chart: istiod\n  helm:\n\(helm)")
  }

  private static let releases = [
    LintRow(
      testDescription: "a tag in values",
      broken: [
        "a.yaml": release("    values: |\n      revision: 1-20\n      revisionTags: [prod]")
      ],
      found: ["MP111 warning a.yaml:11:9"],
      mended: ["a.yaml": release("    values: |\n      revision: 1-20\n      revisionTags: []")]),
    LintRow(
      testDescription: "a tag in valuesObject",
      broken: [
        "a.yaml": release("    valuesObject: {revision: 1-20, revisionTags: [prod, default]}")
      ],
      found: ["MP111 warning a.yaml:9:38"],
      mended: ["a.yaml": release("    valuesObject: {revisionTags: [prod, default]}")]),
    LintRow(
      testDescription: "a tag in parameters",
      broken: [
        "a.yaml": release(
          "    parameters:\n    - {name: revision, value: 1-20}\n    - {name: 'revisionTags[0]', value: prod}"
        )
      ],
      found: ["MP111 warning a.yaml:11:9"],
      mended: [
        "a.yaml": release(
          "    parameters:\n    - {name: revision, value: 1-20}\n    - {name: 'revisionTags[0]', value: '{{tag}}'}"
        )
      ]),
  ]

  private static let markedDeployment = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: app}
    spec:
      template:
        metadata:
          annotations:
            kubectl.kubernetes.io/restartedAt: "2024-01-01"
            meshphase.io/restarted-for: asm-1130-0
    """

  private static func apps(_ more: String) -> String {
    ArgoFixture.application("apps", "source: {path: apps}\n\(more)")
  }

  private static let marks = [
    LintRow(
      testDescription: "marks that are never applied",
      broken: [
        "a.yaml": apps(
          """
          syncPolicy: {syncOptions: [RespectIgnoreDifferences=true]}
          ignoreDifferences:
          - {group: apps, kind: '*', jsonPointers: [/spec/template/metadata/annotations]}
          """), "apps/web.yaml": markedDeployment,
      ],
      found: ["MP112 warning a.yaml:9:45"],
      mended: [
        "a.yaml": apps(
          """
          syncPolicy: {syncOptions: [RespectIgnoreDifferences=true]}
          ignoreDifferences:
          - group: apps
            kind: '*'
            jsonPointers: [/spec/template/metadata/annotations/kubectl.kubernetes.io~1restartedAt]
          """)
      ]),
    LintRow(
      testDescription: "kubectl's mark in Git under self-heal",
      broken: [
        "a.yaml": apps("syncPolicy: {automated: {selfHeal: true}}"),
        "apps/web.yaml": markedDeployment,
      ],
      found: ["MP112 warning apps/web.yaml:8:9 app"],
      mended: ["a.yaml": apps("syncPolicy: {automated: {}}")]),
  ]

  private static let rows =
    ownFiles + webhooks + ignoreDifferences + shared + namespaces + releases + marks

  @Test(arguments: rows)
  private func `a state is found, and the mended one is not`(row: LintRow) {
    #expect(ArgoFixture.lint(row.broken) == row.found)
    #expect(ArgoFixture.lint(row.mendedFiles) == [])
  }

  @Test func `every rule about a single state has a row`() {
    let rules = Set(Self.rows.flatMap(\.found).map { String($0.prefix(5)) })
    #expect(
      rules == ["MP102", "MP105", "MP106", "MP108", "MP109", "MP110", "MP111", "MP112"])
  }

  @Test func `a repository without Applications has no findings`() {
    #expect(
      ArgoFixture.lint([
        "t.yaml": ArgoFixture.webhooks("clientConfig: {caBundle: \"\"}"),
        "n.yaml": Manifests.namespace(),
      ]) == [])
  }
}
