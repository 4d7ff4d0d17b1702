import Testing

@testable import MeshUpgrade

/// What still names the old revision, what is in no phase, and what exceptions lift.
struct PlannerRefusalTests {
  private static let asm = Manifests.namespace()

  private func fixture(_ from: String, to: String = "asm-1140-0", beside text: String)
    -> PlanFixture
  {
    PlanFixture(
      """
      from: {revision: \(from)}
      to: {revision: \(to), version: 1.14.0}
      namespaces: [app]
      """,
      files: [
        "ns.yaml": Manifests.namespace("app", "istio.io/rev: \(from)"), "other.yaml": text,
      ])
  }

  @Test(arguments: [
    "data: {asm-1130-0: on}", "data: {host: istiod-asm-1130-0.istio-system.svc}",
    "data:\n  run: |\n    # none\n    istioctl --revision=asm-1130-0 # now",
    "spec: {matchExpressions: [{key: istio.io/rev, operator: In, values: [asm-1130-0]}]}",
    "value: {{ .Values.x }}asm-1130-0",
  ])
  func `a revision that is still named is not retired`(_ text: String) {
    let fixture = fixture(
      "asm-1130-0", beside: "kind: X\napiVersion: v1\nmetadata: {name: x}\n\(text)\n")
    #expect(fixture.refusedRules() == ["MP009"])
  }

  @Test(arguments: [
    "data: {x: asm-1130-01}", "data: {x: basm-1130-0}", "data: {x: asm-1130-0-1} # asm-1130-0",
    "data:\n  run: |\n    # was asm-1130-0\n    echo # asm-1130-0",
    "spec: {meshphase.io/restarted-for: asm-1130-0}", "value: {{ .Values.x }} # asm-1130-0",
  ])
  func `what only looks like the revision is no mention of it`(_ text: String) {
    let fixture = fixture(
      "asm-1130-0", beside: "kind: X\napiVersion: v1\nmetadata: {name: x}\n\(text)\n")
    #expect(fixture.refusedRules().isEmpty)
  }

  @Test func `a revision whose name starts the target's is told from it`() {
    let text = Manifests.configMap("x", "{on: 2021-1-13, host: istiod-1-13-2.istio-system}")
    #expect(fixture("1-13", to: "1-13-2", beside: text).refusedRules().isEmpty)
    let named = Manifests.configMap("x", "{host: istiod-1-13.istio-system}")
    #expect(fixture("1-13", to: "1-13-2", beside: named).refusedRules() == ["MP009 istio-system"])
  }

  @Test(arguments: [
    "helm: {values: \"revision: canary\\nx: y\\n\"}",
    "helm: {parameters: [{name: pilot.revision, value: canary}]}",
    "helm: {valuesObject: {revision: canary}}",
    "kustomize: {patches: [{patch: \"- {path: /metadata/labels/istio.io~1rev, value: canary}\\n\"}]}",
  ])
  func `a revision with a common name is found where it means a revision`(_ source: String) {
    let application = Manifests.application("a", path: "x", to: "y", source)
    #expect(fixture("canary", beside: application).refusedRules() == ["MP009 argocd"])
    let other = application.replacing("revision:", with: "release:")
      .replacing("pilot.revision", with: "pilot.release").replacing("rev,", with: "tier,")
    #expect(fixture("canary", beside: other).refusedRules().isEmpty)
  }

  @Test func `a namespace that is listed and in no phase keeps the old revision`() throws {
    let phases = """
      phases:
      - {name: app, actions: [Relabel, Restart], namespaces: [app]}
      """
    let files = [
      "ns.yaml": Self.asm, "b.yaml": Manifests.namespace("b", "istio-injection: enabled"),
    ]
    let plan = try PlanFixture.upgrade("app, b", phases, files: files).plan()
    #expect(
      plan.findings.map(PlanFixture.line) == [
        "MP012 b.yaml:6:5 the namespace b is in the mesh (istio-injection: enabled) and in no phase"
      ])
    let retire = phases + "\n- {name: retire, actions: [Retire]}"
    #expect(PlanFixture.upgrade("app, b", retire, files: files).refusedRules() == ["MP009 b"])
    let excepted = retire + "\nexceptions: [{rule: MP012, namespace: b, reason: later}]"
    #expect(PlanFixture.upgrade("app, b", excepted, files: files).refusedRules().isEmpty)
  }

  @Test func `an exception turns an error into a warning that gives the reason`() throws {
    let files = ["ns.yaml": Self.asm, "x.yaml": Manifests.configMap("x", "{on: asm-1130-0}")]
    let exceptions = "exceptions: [{rule: MP009, namespace: istio-system, reason: a note}]"
    let plan = try PlanFixture.upgrade("app", exceptions, files: files).plan()
    #expect(
      plan.findings.map(PlanFixture.line) == [
        "MP009 x.yaml:4:12 asm-1130-0 cannot be retired: ConfigMap istio-system/x still names it"
          + " (excepted: a note)"
      ])
    let both = ["ns.yaml": Self.asm + "    istio-injection: enabled\n"]
    #expect(PlanFixture.upgrade("app", files: both).refusedRules() == ["MP004 app"])
    let moved = try PlanFixture.upgrade(
      "app", "exceptions: [{rule: MP004, reason: known}]", files: both
    ).plan()
    #expect(moved.text("ns.yaml") == Self.asm.replacing("asm-1130-0", with: "asm-1140-0"))
  }

  @Test func `the un-revisioned install is not retired under a namespace that follows it`() {
    let managed = """
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata: {name: a}
      spec:
        destination: {namespace: b}
        syncPolicy: {managedNamespaceMetadata: {labels: {istio-injection: enabled}}}

      """
    func rules(_ tags: String) -> [String] {
      PlanFixture(
        "from: {revision: default}\nto: {revision: asm-1140-0}\nnamespaces: [app]\ntags: [\(tags)]",
        files: [
          "ns.yaml": Manifests.namespace("app", "istio-injection: enabled"), "a.yaml": managed,
        ]
      ).refusedRules()
    }
    #expect(rules("") == ["MP009"])
    #expect(rules("default").isEmpty)
  }

  @Test func `without restarts each namespace is restarted by hand, and checked`() throws {
    let plan = try PlanFixture(
      """
      from: {revision: asm-1130-0}
      to: {revision: asm-1140-0}
      namespaces: [app]
      strategy: {restart: None}
      """,
      files: [
        "ns.yaml": Manifests.namespace("app", "istio.io/rev: asm-1130-0"),
        "web.yaml": Manifests.deployment("web"),
      ]
    ).plan()
    let canary = try #require(plan.phases.first)
    #expect(canary.restarts.isEmpty)
    #expect(
      canary.manualSteps.map(\.command) == [
        "kubectl --namespace app rollout restart deployment,statefulset,daemonset"
      ])
    #expect(canary.checks.last?.command == "istioctl proxy-status --namespace app")
  }

  @Test func `an excepted namespace in no phase is a warning that says why`() throws {
    let plan = try PlanFixture(
      """
      from: {revision: asm-1130-0}
      to: {revision: asm-1140-0}
      namespaces: [app]
      exceptions: [{rule: MP012, namespace: legacy, reason: moves next month}]
      """,
      files: [
        "ns.yaml": Manifests.namespace("app", "istio.io/rev: asm-1130-0"),
        "legacy.yaml": Manifests.namespace("legacy", "istio.io/rev: other"),
      ]
    ).plan()
    let finding = try #require(plan.findings.first { $0.namespace == "legacy" })
    #expect(finding.severity == .warning)
    #expect(finding.message.hasSuffix("(excepted: moves next month)"))
  }
}
