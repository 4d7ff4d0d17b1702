import Testing
import YAML

@testable import MeshUpgrade

/// Upgrades to and between channels of the managed control plane.
struct ManagedControlPlaneTests {
  private let files = [
    "ns.yaml": Manifests.namespace(), "web.yaml": Manifests.deployment("web"),
  ]

  private func fixture(_ from: String, _ to: String, _ more: String = "") -> PlanFixture {
    PlanFixture(
      """
      from: {revision: \(from)}
      to: {revision: \(to)}
      distribution: ASMManaged
      namespaces: [app]
      \(more)
      """,
      files: files.mapValues { $0.replacing("asm-1130-0", with: from) })
  }

  @Test(arguments: [
    ("asm-1130-0", "asm-managed"), ("asm-managed", "asm-managed-rapid"),
    ("asm-managed-rapid", "asm-managed-stable"),
  ])
  func `namespaces and restarts move to a channel`(from: String, to: String) throws {
    let plan = try fixture(from, to).plan()
    let canary = try plan.phase("canary")
    #expect(
      canary.changeLines == [
        "changed Namespace app /metadata/labels/istio.io~1rev",
        "added Deployment app/web /spec/template/metadata",
      ])
    let commands = canary.checks.map(\.command).joined(separator: "\n")
    #expect(commands.contains("get controlplanerevision \(to) "))
    #expect(commands.contains("mutatingwebhookconfiguration istiod-\(to) "))
    #expect(!commands.contains("deployment/istiod"))
  }

  @Test func `a channel is given up by hand`() throws {
    let plan = try fixture("asm-managed", "asm-managed-rapid").plan()
    let retire = try plan.phase("retire")
    #expect(
      retire.manualSteps.map(\.command) == [
        "kubectl --namespace istio-system delete controlplanerevision asm-managed"
      ])
    #expect(retire.changes.isEmpty)
  }

  @Test func `a revision is retired when its namespaces are on a channel`() throws {
    let plan = try fixture("asm-1130-0", "asm-managed").plan()
    let steps = try plan.phase("retire").manualSteps.compactMap(\.command)
    #expect(steps.contains { $0.contains("deployment/istiod-asm-1130-0") })
  }

  @Test func `with GitOps the ControlPlaneRevision has to be there`() throws {
    var fixture = fixture(
      "asm-1130-0", "asm-managed-rapid", "controlPlane: {management: GitOps}")
    let error = try #require(
      throws: Refusal.self, performing: { try fixture.plan() })
    let hint = try #require(error.findings.first?.hint)
    #expect(hint.contains("name: asm-managed-rapid") && hint.contains("channel: rapid"))
    fixture.files["plane.yaml"] = """
      apiVersion: mesh.cloud.google.com/v1beta1
      kind: ControlPlaneRevision
      metadata: {name: asm-managed-rapid, namespace: istio-system}
      spec: {type: managed_service, channel: rapid}

      """
    _ = try fixture.plan()
  }

  private static let url = "https://meshconfig.example.com/v1/inject/ISTIO_META_CLUSTER/c"

  private static let live = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata: {name: istiod-asm-managed-rapid}
    webhooks:
    - name: rev.namespace.sidecar-injector.istio.io
      namespaceSelector: {matchLabels: {istio.io/rev: asm-managed-rapid}}
      clientConfig: {url: "\(url)"}

    """

  @Test func `a tag calls the URL of the channel, which only the cluster knows`() throws {
    var fixture = fixture("asm-1130-0", "asm-managed-rapid", "tags: [default]")
    let errors = fixture.errors()
    #expect(errors.count == 1 && errors[0].contains("whose URL only the cluster knows"))
    fixture.desired += "  controlPlane: {clusterObjects: live.yaml}\n"
    fixture.files["live.yaml"] = Self.live
    let text = try #require(try fixture.plan().text("mesh/prod/istio-revision-tag-default.yaml"))
    #expect(text.contains("url: \(Self.url)\n") && !text.contains("service:"))
    #expect(!text.contains("helm.sh/chart"))
  }

  private let tag = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata:
      name: istio-revision-tag-default
      labels: {istio.io/rev: asm-1130-0, istio.io/tag: default}
    webhooks:
    - name: rev.namespace.sidecar-injector.istio.io
      namespaceSelector: {matchLabels: {istio.io/rev: default}}
      clientConfig:
        # the injector
        service:
          name: istiod-asm-1130-0
          namespace: istio-system
          path: /inject
          port: 443

    """

  @Test func `a tag that is there moves from a Service to the URL and back`() throws {
    var there = fixture("asm-1130-0", "asm-managed-rapid", "tags: [default]")
    there.desired += "  controlPlane: {injection: {url: \"\(Self.url)\"}}\n"
    there.files["tag.yaml"] = tag
    let moved = try #require(try there.plan().text("tag.yaml"))
    #expect(moved.contains("istio.io/rev: asm-managed-rapid"))
    #expect(moved.contains("url: \(Self.url)\n") && !moved.contains("service:"))
    var back = PlanFixture(
      """
      from: {revision: asm-managed-rapid}
      to: {revision: asm-1130-0}
      namespaces: [app]
      tags: [default]
      """,
      files: files.mapValues { $0.replacing("asm-1130-0", with: "asm-managed-rapid") })
    back.files["tag.yaml"] = moved
    let again = try #require(try back.plan().text("tag.yaml"))
    #expect(again.contains("name: istiod-asm-1130-0\n") && !again.contains("url:"))
  }

  @Test func `another revision than a channel is refused`() {
    #expect(
      fixture("asm-1130-0", "asm-1140-0").errors() == [
        "MP201 meshphase.yaml:6:18 spec.to.revision: found \"asm-1140-0\", expected asm-managed,"
          + " asm-managed-rapid or asm-managed-stable: distribution ASMManaged has these channels"
          + " only"
      ])
  }

  @Test(arguments: ["TRAFFIC_DIRECTOR", "traffic-director"])
  func `the implementation without revisions is refused by name`(name: String) {
    let texts = [
      PlanFixture.upgrade("app", "distribution: \(name)", files: files),
      PlanFixture("to: {revision: \(name)}\nnamespaces: [app]", files: files),
    ].map { $0.errors() }
    for errors in texts {
      #expect(errors.count == 1 && errors[0].contains("\"\(name)\", which has no revisions"))
    }
  }

  @Test(arguments: [
    ("https://mesh.example.com/x/inject/c", "", "https://mesh.example.com/x/validate"),
    (
      "https://mesh.example.com/inject/c", ", validationUrl: https://v.example.com",
      "https://v.example.com"
    ),
    ("https://mesh.example.com/other", "", nil),
  ])
  func `a validator that is there calls the URL of validation`(
    url: String, more: String, expected: String?
  ) throws {
    var fixture = fixture("asm-1130-0", "asm-managed", "parameters: {injectionUrl: \(url)\(more)}")
    fixture.files["validator.yaml"] = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: istiod-default-validator, labels: {istio.io/rev: asm-1130-0}}
      webhooks:
      - name: validation.istio.io
        clientConfig:
          service: {name: istiod-asm-1130-0, namespace: istio-system, path: /validate}

      """
    if let expected {
      let text = try #require(try fixture.plan().text("validator.yaml"))
      #expect(text.hasSuffix("    url: \(expected)\n"), "\(text)")
    } else {
      #expect(fixture.errors().first?.contains("has no path /inject") == true)
    }
  }

  @Test func `the Service istiod stays, and does not keep the old revision`() throws {
    var fixture = fixture("asm-1130-0", "asm-managed")
    fixture.files["istiod.yaml"] = """
      apiVersion: v1
      kind: Service
      metadata: {name: istiod, namespace: istio-system, labels: {istio.io/rev: asm-1130-0}}
      spec: {selector: {app: istiod, istio.io/rev: asm-1130-0}}

      """
    let plan = try fixture.plan()
    #expect(try plan.phase("promote").manualSteps.contains { $0.text.contains("stays as it is") })
    // Anything else that names the revision still does.
    fixture.files["other.yaml"] = Manifests.configMap("other") + "data: {revision: asm-1130-0}\n"
    #expect(fixture.refusedRules().contains { $0.hasPrefix("MP009") })
  }

  /// Labels that asmcli's own settings fill in, and say nothing about the channel.
  private static let setters = "app.kubernetes.io/created-by"

  @Test(
    .enabled(if: TemplateGoldens.arePresent, "the goldens are not in the repository"),
    arguments: [
      ("asm-managed", "regular"), ("asm-managed-rapid", "rapid"), ("asm-managed-stable", "stable"),
    ])
  func `a ControlPlaneRevision is asmcli's`(revision: String, channel: String) throws {
    let manifest = try #require(
      try TemplateLibrary.builtIn().controlPlaneRevision(
        channel: revision, namespace: "istio-system"))
    let golden = try #require(try TemplateGoldens.documents(of: "asm/cr_\(channel).yaml")?.last)
    var metadata = try #require(golden["metadata"]?.mapping)
    var labels = try #require(metadata["labels"]?.mapping)
    labels[Self.setters] = nil
    metadata["labels"] = .mapping(labels)
    #expect(manifest.value["metadata"] == .mapping(metadata))
    #expect(manifest.value["spec"] == golden["spec"])
    #expect(manifest.value["apiVersion"] == golden["apiVersion"])
    #expect(
      try TemplateLibrary.builtIn().controlPlaneRevision(
        channel: "asm-1140-0", namespace: "istio-system") == nil)
  }
}
