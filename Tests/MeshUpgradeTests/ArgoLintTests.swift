import Testing

@testable import MeshUpgrade

/// A state that breaks a rule, and the same mended.
private struct LintRow: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let broken: [String: String]
  let found: [String]
  /// The files that mend it.
  var mended: [String: String] = [:]

  /// The files of the mended state; an empty text removes a file.
  var mendedFiles: [String: String] {
    broken.merging(mended) { $1 }.filter { !$0.value.isEmpty }
  }
}

@Suite struct `What Argo CD makes of a state` {
  private static let readsRoot = ArgoFixture.application("all", "source: {path: .}")
  private static let readsTags = ArgoFixture.application("mesh", "source: {path: tags}")

  private static func ignoring(_ entry: String, _ options: String = "") -> String {
    ArgoFixture.application(
      "mesh",
      "source: {path: tags}\nsyncPolicy: {syncOptions: [\(options)]}\nignoreDifferences:\n- \(entry)"
    )
  }

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

  private static let webhooks = [
    LintRow(
      testDescription: "an empty caBundle",
      broken: [
        "a.yaml": readsTags,
        "tags/t.yaml": ArgoFixture.webhooks("clientConfig: {caBundle: \"\"}"),
      ],
      found: ["MP105 warning tags/t.yaml:9:18"],
      mended: ["tags/t.yaml": ArgoFixture.webhooks()]),
    LintRow(
      testDescription: "a caBundle that is neither ignored nor left out",
      broken: [
        "a.yaml": ignoring("{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}"),
        "tags/t.yaml": ArgoFixture.webhooks("clientConfig: {caBundle: Zm9v}"),
      ],
      found: ["MP105 warning tags/t.yaml:9:18"],
      mended: [
        "a.yaml": ignoring(
          "{group: admissionregistration.k8s.io, kind: MutatingWebhookConfiguration,"
            + " jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle']}",
          "RespectIgnoreDifferences=true")
      ]),
    LintRow(
      testDescription: "a caBundle, until the ConfigMap argocd-cm ignores it",
      broken: [
        "a.yaml": readsTags,
        "tags/t.yaml": ArgoFixture.webhooks("clientConfig: {caBundle: Zm9v}"),
      ],
      found: ["MP105 warning tags/t.yaml:9:18"],
      mended: [
        "cm.yaml": """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: argocd-cm, namespace: argocd}
        data:
          resource.customizations.ignoreDifferences.admissionregistration.k8s.io_MutatingWebhookConfiguration: |
            jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle']
        """
      ]),
    LintRow(
      testDescription: "a validator's failurePolicy",
      broken: [
        "a.yaml": readsTags,
        "tags/v.yaml": ArgoFixture.webhooks(
          kind: "ValidatingWebhookConfiguration", name: "istiod-default-validator",
          "failurePolicy: Ignore"),
      ],
      found: ["MP105 warning tags/v.yaml:9:3"],
      mended: [
        "tags/v.yaml": ArgoFixture.webhooks(
          kind: "ValidatingWebhookConfiguration", name: "istiod-default-validator",
          "failurePolicy: Fail")
      ]),
    LintRow(
      testDescription: "objects that are replaced, by the Application",
      broken: [
        "a.yaml": ArgoFixture.application(
          "mesh", "source: {path: tags}\nsyncPolicy:\n  syncOptions:\n  - Replace=true"),
        "tags/t.yaml": ArgoFixture.webhooks(),
      ],
      found: ["MP105 warning a.yaml:9:7"],
      mended: [
        "tags/t.yaml": ArgoFixture.webhooks(
          annotations: "{argocd.argoproj.io/sync-options: Replace=false}")
      ]),
    LintRow(
      testDescription: "an object that is replaced by its own annotation",
      broken: [
        "a.yaml": readsTags,
        "tags/t.yaml": ArgoFixture.webhooks(
          annotations: "{argocd.argoproj.io/sync-options: 'Prune=false,Replace=true'}"),
      ],
      found: ["MP105 warning tags/t.yaml:5:17"],
      mended: [
        "tags/t.yaml": ArgoFixture.webhooks(
          annotations: "{argocd.argoproj.io/sync-options: Prune=false}")
      ]),
    LintRow(
      testDescription: "webhooks of somebody else, and those that no Application syncs",
      broken: [
        "a.yaml": readsTags,
        "tags/t.yaml": ArgoFixture.webhooks("clientConfig: {caBundle: Zm9v}"),
      ],
      found: ["MP105 warning tags/t.yaml:9:18"],
      mended: [
        "tags/t.yaml": """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: cert-manager-webhook}
        webhooks: [{name: a.b.c, clientConfig: {caBundle: ""}}]
        """,
        "other/t.yaml": ArgoFixture.webhooks("clientConfig: {caBundle: Zm9v}"),
      ]),
  ]

  private static let group = "group: admissionregistration.k8s.io, "

  private static let ignoreDifferences = [
    LintRow(
      testDescription: "an entry without the group",
      broken: [
        "a.yaml": ignoring("{kind: MutatingWebhookConfiguration, jsonPointers: [/webhooks]}"),
        "tags/t.yaml": ArgoFixture.webhooks(),
      ],
      found: ["MP108 warning a.yaml:9:6"],
      mended: [
        "a.yaml": ignoring(
          "{\(group)kind: MutatingWebhookConfiguration, jsonPointers: [/webhooks]}")
      ]),
    LintRow(
      testDescription: "an entry with another group",
      broken: [
        "a.yaml": ignoring("{group: apps, kind: ValidatingWebhookConfiguration}"),
        "tags/t.yaml": ArgoFixture.webhooks(),
      ],
      found: ["MP108 warning a.yaml:9:6"],
      mended: [
        "a.yaml": ignoring("{group: admission*, kind: ValidatingWebhookConfiguration}")
      ]),
    LintRow(
      testDescription: "the first webhook of a chart's up to five",
      broken: [
        "a.yaml": ArgoFixture.application(
          "istiod",
          """
          source: {chart: istiod, repoURL: https://istio-release.storage.googleapis.com/charts}
          ignoreDifferences:
          - group: admissionregistration.k8s.io
            kind: MutatingWebhookConfiguration
            jsonPointers: [/webhooks/0/clientConfig/caBundle]
          """)
      ],
      found: ["MP108 warning a.yaml:10:20"],
      mended: [
        "a.yaml": ArgoFixture.application(
          "istiod",
          """
          source: {chart: istiod, repoURL: https://istio-release.storage.googleapis.com/charts}
          ignoreDifferences:
          - group: admissionregistration.k8s.io
            kind: MutatingWebhookConfiguration
            jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle']
          - group: admissionregistration.k8s.io
            kind: ValidatingWebhookConfiguration
            jsonPointers: [/webhooks/0/clientConfig/caBundle]
          """)
      ]),
    LintRow(
      testDescription: "the first webhook of two, in jq",
      broken: [
        "a.yaml": ignoring(
          "{\(group)kind: MutatingWebhookConfiguration, jqPathExpressions: ['.webhooks[0].clientConfig.caBundle']}"
        ),
        "tags/t.yaml": ArgoFixture.webhooks() + "- name: rev.object.sidecar-injector.istio.io\n",
      ],
      found: ["MP108 warning a.yaml:9:99"],
      mended: ["tags/t.yaml": ArgoFixture.webhooks()]),
    LintRow(
      testDescription: "a field that is written all the same when something syncs",
      broken: [
        "a.yaml": ignoring(
          "{\(group)kind: MutatingWebhookConfiguration, jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle']}"
        ),
        "tags/t.yaml": ArgoFixture.webhooks("clientConfig: {caBundle: Zm9v}"),
      ],
      found: ["MP108 warning a.yaml:9:5"],
      mended: ["tags/t.yaml": ArgoFixture.webhooks()]),
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
