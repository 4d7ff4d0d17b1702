/// What Argo CD makes of webhooks, and of fields that it is told to ignore.
extension `What Argo CD makes of a state` {
  private static let readsTags = ArgoFixture.application("mesh", "source: {path: tags}")

  private static func ignoring(_ entry: String, _ options: String = "") -> String {
    ArgoFixture.application(
      "mesh",
      "source: {path: tags}\nsyncPolicy: {syncOptions: [\(options)]}\nignoreDifferences:\n- \(entry)"
    )
  }

  static let webhooks = [
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

  static let ignoreDifferences = [
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
}
