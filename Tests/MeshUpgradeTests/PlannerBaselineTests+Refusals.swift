import Files
import Testing
import YAML

@testable import MeshUpgrade

/// What Baseline refuses, and what it warns of.
extension PlannerBaselineTests {
  // MARK: Refusals

  private static let unusable: [(live: String, error: String)] = [
    (
      webhook() + "---\n" + webhook("other"),
      "MP204 live.yaml:1:1 MutatingWebhookConfiguration istio-revision-tag-prod of tag prod is in"
        + " the dump 2 times, expected once"
    ),
    (
      webhook("istio-revision-tag-prod", "deletionTimestamp: 2026-01-01T00:00:00Z"),
      "MP208 live.yaml:6:3 MutatingWebhookConfiguration istio-revision-tag-prod is being deleted,"
        + " and would be put into Git"
    ),
    (
      webhook("../../ns"),
      "MP208 live.yaml:1:1 MutatingWebhookConfiguration ../../ns has a name that Kubernetes does"
        + " not allow"
    ),
    (
      webhook(
        "istio-revision-tag-prod", "annotations: {argocd.argoproj.io/sync-options: Replace=true}"),
      "MP208 live.yaml:1:1 MutatingWebhookConfiguration istio-revision-tag-prod has the sync option"
        + " Replace=true, which would take its caBundle out with every sync"
    ),
    (
      webhook("istiod") + "---\n" + service(),
      "MP209 live.yaml:12:1 Service istio-system/istiod and MutatingWebhookConfiguration istiod"
        + " would both be written to mesh/prod/istiod.yaml"
    ),
    (
      webhook("taken"),
      "MP209 meshphase.yaml:4:1 mesh/prod/taken.yaml is in the way of MutatingWebhookConfiguration"
        + " taken, which is to be written there"
    ),
  ]

  @Test(arguments: unusable)
  func `what cannot be put into Git safely is refused`(_ row: (live: String, error: String)) {
    let files = ["ns.yaml": Manifests.namespace(), "mesh/prod/taken.yaml": "a: b\n"]
    #expect(upgrade(row.live, "tags: [prod]", files: files).errors() == [row.error])
  }

  @Test(arguments: [
    ("commonLabels: {a: b}", true), ("namePrefix: x-", true), ("namespace: istio-system", false),
    ("namespace: other", true), ("patches: [{target: {kind: Deployment}, patch: x}]", false),
    ("patches: [{target: {kind: Service}, patch: x}]", true),
    ("patches: [{target: {kind: Service, name: other}, patch: x}]", false),
    ("commonAnnotations: {a: b}", true), ("images: []", false),
  ])
  func `a kustomization that would change an object is refused`(_ row: (text: String, Bool)) {
    for folder in ["mesh/prod", "mesh"] {
      var files = ["ns.yaml": Manifests.namespace()]
      files["mesh/prod/kustomization.yaml"] = "resources: []\n"
      if folder == "mesh" { files["mesh/kustomization.yaml"] = "resources: [prod]\n" }
      files["\(folder)/kustomization.yaml", default: ""] += row.text + "\n"
      let errors = upgrade(Self.service(), files: files).refusedRules()
      #expect(errors == (row.1 ? ["MP206"] : []), "\(folder)")
    }
  }

  @Test func `a Namespace that would get another name is refused`() {
    let files = ["mesh/prod/kustomization.yaml": "namespace: istio-system\nresources: []\n"]
    #expect(upgrade(Manifests.namespace(), files: files).refusedRules() == ["MP206"])
  }

  @Test func `a mistake in a live object is told at the dump`() {
    let live = Manifests.namespace("app", "{istio.io/rev: a, istio-injection: enabled}")
      .replacing("labels:\n    {", with: "labels: {")
    let errors = upgrade("# dump\n" + live).errors()
    #expect(errors.count == 1 && errors[0].hasPrefix("MP004 live.yaml:2:1 "), "\(errors)")
  }

  @Test func `a warning about a file that is yet to be written is told at the dump`() throws {
    let live = "# dump\n" + Manifests.namespace("app", "istio.io/rev: unknown")
    let plan = try upgrade(live, namespaces: "app").plan()
    #expect(plan.findings.map(\.rule.code) == ["MP003"])
    #expect(plan.findings.map { $0.place.map { "\($0.file):\($0.line)" } } == ["live.yaml:8"])
  }

  @Test func `a namespace whose label an Application sets is refused as before`() {
    let application = Manifests.application("a", path: "apps", to: "app").replacing(
      "destination: {namespace: app}",
      with: "destination: {namespace: app}\n  syncPolicy: {syncOptions: [CreateNamespace=true],"
        + " managedNamespaceMetadata: {labels: {istio.io/rev: asm-1130-0}}}")
    let fixture = upgrade(Manifests.namespace(), files: ["app.yaml": application])
    #expect(fixture.refusedRules() == ["MP205 app"])
  }

  @Test func `a live mesh namespace that nobody listed forbids Retire`() throws {
    let live = Manifests.namespace() + "---\n" + Manifests.namespace("forgotten")
    #expect(upgrade(live).refusedRules() == ["MP009 forgotten"])
    // Knowing of it is not enough: its Pods would be left without an injector.
    func except(_ rules: String...) -> PlanFixture {
      let list = rules.map { "{rule: \($0), namespace: forgotten, reason: later}" }
      return upgrade(live, "exceptions: [\(list.joined(separator: ", "))]")
    }
    #expect(Set(except("MP012").refusedRules()) == ["MP001 forgotten", "MP003 forgotten"])
    let plan = try except("MP012", "MP001", "MP003").plan()
    #expect(plan.findings.map(\.rule.code) == ["MP012", "MP001", "MP003"])
    #expect(plan.findings.map(\.place?.line) == [13, 13, 13])
  }

  @Test func `a live selector key that would have to go is taken out of the cluster first`() {
    let live = Self.service().replacing(
      "app: istiod, istio.io/rev: asm-1130-0", with: "istio: pilot")
    let fixture = upgrade(live, files: ["ns.yaml": Manifests.namespace()])
    do throws(Refusal) {
      _ = try fixture.plan()
      Issue.record("the plan stands")
    } catch {
      #expect(error.findings.map(\.rule.code) == ["MP015"])
      #expect(error.findings.map(\.place?.file) == ["live.yaml"])
      #expect(
        error.findings.first?.hint?.hasSuffix(
          "kubectl --namespace istio-system patch service istiod --type merge --patch"
            + #" '{"spec":{"selector":{"istio":null,"istio.io/rev":"asm-1130-0"}}}'"#) == true)
    }
  }

  // MARK: Warnings

  @Test func `a dump that an Application syncs is warned of, unless it says not to`() throws {
    // The validator that the plan generates is synced too, which is another finding.
    let fields = ["caBundle", "failurePolicy"].map { "'.webhooks[]?.\($0)'" }
    let files = [
      "app.yaml": Manifests.application("all", path: ".", to: "x", "directory: {recurse: true}")
        + "  ignoreDifferences:\n  - group: admissionregistration.k8s.io\n    kind: '*'\n"
        + "    jqPathExpressions: [\(fields.joined(separator: ", "))]\n"
    ]
    let plan = try upgrade(Manifests.namespace(), files: files).plan()
    #expect(
      plan.findings.map(PlanFixture.line) == [
        "MP107 live.yaml:1:1 the Application all reads the folder of live.yaml, and would sync the"
          + " objects as they were before the upgrade"
      ])
    let skipped = "# +argocd:skip-file-rendering\n" + Manifests.namespace()
    #expect(try upgrade(skipped, files: files).plan().findings.isEmpty)
  }

  private static let owners: [(String, String?)] = [
    (
      "annotations: {argocd.argoproj.io/tracking-id: \"mesh:v1/Namespace:app/app\"}",
      "MP106 live.yaml:6:17 MutatingWebhookConfiguration istio-revision-tag-prod is tracked by the Argo"
        + " CD Application mesh"
    ),
    (
      "annotations: {meta.helm.sh/release-name: istiod}",
      "MP106 live.yaml:6:17 "
        + "MutatingWebhookConfiguration istio-revision-tag-prod belongs to the Helm release istiod"
    ),
    (
      "ownerReferences: [{kind: Tenant, name: t}]",
      "MP106 live.yaml:6:3 "
        + "MutatingWebhookConfiguration istio-revision-tag-prod is owned by Tenant t, which may write"
        + " it back or delete it"
    ),
    (
      """
      annotations: {kubectl.kubernetes.io/last-applied-configuration: \
      '{"webhooks":[{"clientConfig":{"caBundle":"YQ=="}}]}'}
      """,
      "MP006 live.yaml:6:17 MutatingWebhookConfiguration istio-revision-tag-prod was applied with"
        + " its caBundle, so that applying it without takes the caBundle out until istiod has put"
        + " it back"
    ),
    ("annotations: {kubectl.kubernetes.io/last-applied-configuration: '{'}", nil),
  ]

  @Test(arguments: owners)
  func `other owners and lost certificates are warned of`(_ row: (String, String?)) throws {
    let live = Self.webhook("istio-revision-tag-prod", tag: "prod", row.0)
    let plan = try upgrade(live, "tags: [prod]", files: ["ns.yaml": Manifests.namespace()]).plan()
    #expect(plan.findings.map(PlanFixture.line) == [row.1].compactMap { $0 })
    #expect(
      plan.phases[0].findings.allSatisfy { $0.severity == .warning && $0.phase == "baseline" })
    let text = try #require(plan.text("mesh/prod/istio-revision-tag-prod.yaml"))
    for word in ["tracking-id", "ownerReferences", "last-applied"] { #expect(!text.contains(word)) }
  }

  @Test func `a label by which an Application of the repository may track is warned of`() throws {
    let live = Manifests.namespace(
      "app", "{app.kubernetes.io/instance: shop, istio.io/rev: asm-1130-0}"
    )
    .replacing("labels:\n    {", with: "labels: {")
    let files = ["shop.yaml": Manifests.application("shop", path: "apps", to: "shop")]
    #expect(try upgrade(live, files: files).plan().findings.map(\.rule.code) == ["MP106"])
    #expect(try upgrade(live).plan().findings.isEmpty)
  }
}
