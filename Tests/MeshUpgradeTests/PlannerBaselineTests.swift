import Files
import Testing
import YAML

@testable import MeshUpgrade

/// The action Baseline: what exists only in the cluster comes into Git as it is.
struct PlannerBaselineTests {
  private static let dump = "controlPlane: {clusterObjects: live.yaml}\n"

  func upgrade(
    _ live: String, _ more: String = "", namespaces: String = "app", files: [String: String] = [:]
  ) -> PlanFixture {
    PlanFixture.upgrade(
      namespaces, Self.dump + more, files: files.merging(["live.yaml": live]) { $1 })
  }

  static func webhook(
    _ name: String = "istio-revision-tag-prod", tag: String = "prod", _ metadata: String = ""
  ) -> String {
    """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata:
      name: \(name)
      labels: {istio.io/rev: asm-1130-0, istio.io/tag: \(tag)}
      \(metadata)
    webhooks:
    - name: a
      namespaceSelector: {matchLabels: {istio.io/rev: \(tag)}}
      clientConfig: {caBundle: YQ==, service: {name: istiod-asm-1130-0, namespace: istio-system}}

    """
  }

  static func service(_ name: String = "istiod", _ spec: String = "") -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: \(name), namespace: istio-system, labels: {istio.io/rev: asm-1130-0}}
    spec: {selector: {app: istiod, istio.io/rev: asm-1130-0}\(spec)}

    """
  }

  // MARK: When there is one

  @Test func `the default phases start with it where something is in the cluster only`() throws {
    let plan = try upgrade(Manifests.namespace()).plan()
    #expect(
      plan.phases.map(\.name)
        == ["baseline", "canary", "wave-1", "gateways", "promote", "retire"])
    let phase = plan.phases[0]
    #expect(phase.fileLines == ["added mesh/prod/namespace-app.yaml +8 -0"])
    #expect(phase.changeLines == ["added Namespace app "])
    #expect(phase.rollback.isEmpty && phase.manualSteps.isEmpty)
    #expect(phase.noRollbackReason != nil)
    #expect(plan.phases[1].changeLines == ["changed Namespace app /metadata/labels/istio.io~1rev"])
    #expect(plan.phases[1].rollback.count == 1 && plan.phases[1].noRollbackReason == nil)
    #expect(
      plan.text("mesh/prod/namespace-app.yaml") == """
        apiVersion: v1
        kind: Namespace
        metadata:
          annotations:
            argocd.argoproj.io/sync-options: Prune=false,Delete=false
          name: app
          labels:
            istio.io/rev: asm-1140-0

        """)
  }

  @Test func `a dump of what the plan does not edit makes no phase`() throws {
    let plan = try upgrade(
      Manifests.namespace("kube-system", "a: b") + "---\n" + Self.service() + "---\n"
        + Self.webhook(tag: "other"),
      "phases: [{name: all, actions: [Relabel, Restart], percent: 100}]",
      files: ["ns.yaml": Manifests.namespace()]
    ).plan()
    #expect(plan.phases.map(\.name) == ["all"])
  }

  @Test func `given phases without it are refused where they stand, with the objects`() throws {
    let fixture = upgrade(
      Manifests.namespace() + "---\n" + Self.service(),
      "phases: [{name: all, actions: [Relabel], percent: 100}, {name: p, actions: [MoveService]}]")
    do throws(Refusal) {
      _ = try fixture.plan()
      Issue.record("the plan stands")
    } catch {
      let finding = try #require(error.findings.first)
      #expect(error.findings.count == 1)
      #expect(
        PlanFixture.line(finding)
          == "MP208 meshphase.yaml:9:11 the plan edits 2 objects that only the cluster has, and no"
          + " phase puts them into Git")
      #expect(finding.hint == "add a first phase: - {name: baseline, actions: [Baseline]}")
      #expect(
        finding.notes.map { "\($0.place.file):\($0.place.line) \($0.message)" } == [
          "live.yaml:8 Service istio-system/istiod is in the cluster",
          "live.yaml:1 Namespace app is in the cluster",
        ])
    }
  }

  @Test func `a given phase has the name that it is given, and may have nothing to do`() throws {
    let phases =
      "phases: [{name: adopt, actions: [Baseline]}, {name: all, actions: [Relabel], percent: 100}]"
    let plan = try upgrade(Manifests.namespace(), phases).plan()
    #expect(plan.phases.map(\.name) == ["adopt", "all"])
    #expect(plan.phases.map(\.files.count) == [1, 1])
    let idle = try upgrade("a: b\n", phases, files: ["ns.yaml": Manifests.namespace()]).plan()
    #expect(idle.phases.map(\.edits.count) == [0, 1])
  }

  @Test func `it keeps its place once it has landed`() throws {
    var fixture = upgrade(Manifests.namespace())
    let phases = try fixture.plan().phases
    for case .write(let path, let bytes) in phases[0].edits {
      fixture.files[path.description] = String(decoding: bytes, as: UTF8.self)
    }
    let later = try fixture.plan().phases
    #expect(later.map(\.name) == phases.map(\.name))
    #expect(later.map(\.changes) == [[]] + phases.dropFirst().map(\.changes))
  }

  @Test func `a namespace that a selector finds in the dump is moved`() throws {
    let plan = try upgrade(
      Manifests.namespace("shop", "mesh: prod") + "---\n" + Manifests.namespace("other", "a: b"),
      "namespaceSelector: {matchLabels: {mesh: prod}}", files: ["ns.yaml": Manifests.namespace()]
    ).plan()
    #expect(plan.phases[0].changeLines == ["added Namespace shop "])
    #expect(try plan.phase("wave-1").namespaces == ["shop"])
  }

  @Test func `what the target's tag and validator need is moved, not generated anew`() throws {
    let validator = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: istiod-default-validator, labels: {istio.io/rev: asm-1130-0}}
      webhooks: [{name: a, clientConfig: {caBundle: YQ==, service: {name: istiod-asm-1130-0}}}]

      """
    let live = [
      Self.webhook(), Self.service("istiod-revision-tag-prod"), Self.service(), validator,
    ].joined(separator: "---\n")
    let plan = try upgrade(live, "tags: [prod]", files: ["ns.yaml": Manifests.namespace()]).plan()
    #expect(plan.phases[0].files.map(\.path.name).count == 4)
    let promote = try plan.phase("promote")
    #expect(promote.files.allSatisfy { $0.status == .modified } && promote.files.count == 4)
    for file in promote.files {
      let text = try #require(plan.text(file.path.description))
      #expect(!text.contains("asm-1130-0") && !text.contains("caBundle"))
    }
  }

  @Test func `a live tag Service moves beside a webhook that is generated`() throws {
    let plan = try upgrade(
      Self.service("istiod-revision-tag-prod"), "tags: [prod]",
      files: ["ns.yaml": Manifests.namespace()]
    ).plan()
    #expect(plan.phases[0].changeLines == ["added Service istio-system/istiod-revision-tag-prod "])
    #expect(
      try plan.phase("promote").files.map { "\($0.status.rawValue) \($0.path.name)" } == [
        "added istio-revision-tag-prod.yaml", "added istiod-default-validator.yaml",
        "modified istiod-revision-tag-prod.yaml",
      ])
  }

  // MARK: What stays out of Git

  @Test func `the Service of an un-revisioned install is left alone`() throws {
    let service = Self.service().replacing("asm-1130-0", with: "default")
    let live = Manifests.namespace("app", "istio-injection: enabled") + "---\n" + service
    for from in ["from: {revision: default}\n", ""] {
      let plan = try PlanFixture(
        "\(from)to: {revision: asm-1140-0}\nnamespaces: [app]\n\(Self.dump)",
        files: ["live.yaml": live]
      ).plan()
      #expect(plan.phases[0].changeLines == ["added Namespace app "])
      #expect(try plan.phase("promote").manualSteps.contains { $0.text.contains("stays as it is") })
    }
    // Nor does it ask for a phase of Baseline, also where the old revision is found out.
    let files = [
      "live.yaml": service, "ns.yaml": Manifests.namespace("app", "istio-injection: enabled"),
    ]
    let plan = try PlanFixture(
      "to: {revision: asm-1140-0}\nnamespaces: [app]\n\(Self.dump)"
        + "phases: [{name: a, actions: [Relabel], percent: 100}, {name: b, actions: [MoveService]}]",
      files: files
    ).plan()
    #expect(plan.phases.map(\.name) == ["a", "b"])
  }

  @Test func `objects of other groups that share kind and name are not taken for ours`() throws {
    let other = Self.service().replacing(
      "apiVersion: v1", with: "apiVersion: serving.knative.dev/v1")
    let plan = try upgrade(other, files: ["ns.yaml": Manifests.namespace()]).plan()
    #expect(plan.phases[0].name == "canary")
  }

  @Test func `an address that is handed out stays out, and none that is asked for stays in`() throws
  {
    let files = ["ns.yaml": Manifests.namespace()]
    let plan = try upgrade(
      Self.service("istiod", ", clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1]"), files: files
    ).plan()
    let text = try #require(plan.text("mesh/prod/istiod.yaml"))
    #expect(!text.contains("clusterIP"))
    let headless = try upgrade(
      Self.service("istiod", ", clusterIP: None, clusterIPs: [None]"), files: files
    ).plan()
    #expect(headless.text("mesh/prod/istiod.yaml")?.contains("  clusterIP: None\n") == true)
    #expect(headless.text("mesh/prod/istiod.yaml")?.contains("clusterIPs") == false)
  }

  @Test(arguments: [
    (nil, "Prune=false,Delete=false"), ("", "Prune=false,Delete=false"),
    ("ServerSideApply=true", "ServerSideApply=true,Prune=false,Delete=false"),
    ("Prune=confirm, Delete=confirm", "Prune=confirm, Delete=confirm"),
    ("Prune=false", "Prune=false,Delete=false"),
    ("Prune=true,PruneLast=true", "PruneLast=true,Prune=false,Delete=false"),
  ])
  func `options that are there stay, beside those that protect`(_ row: (String?, String)) {
    #expect(LiveManifest.protecting(row.0) == row.1)
    #expect(LiveManifest.isProtected(row.1))
  }
}
