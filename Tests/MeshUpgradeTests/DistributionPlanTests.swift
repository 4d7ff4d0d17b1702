import Files
import Kubernetes
import Testing
import YAML

@testable import MeshUpgrade

/// What a plan makes of each thing that is particular about a distribution.
struct DistributionPlanTests {
  @Test(arguments: ["Istio", "ASM", "ASMOnPrem"])
  func `the overlay of ASM and Istio in the cluster leaves the templates as they are`(name: String)
    throws
  {
    let files = ["app.yaml": Manifests.namespace()]
    let tags = "tags: [prod, default]"
    let plain = try PlanFixture.upgrade("app", tags, files: files).plan()
    let patched = try PlanFixture.upgrade(
      "app", "\(tags)\ndistribution: \(name)\noverlays: [multicloud, openshift]", files: files
    ).plan()
    for name in [
      "istio-revision-tag-prod", "istio-revision-tag-default", "istiod-default-validator",
    ] {
      let path = "mesh/prod/\(name).yaml"
      #expect(patched.text(path) != nil && patched.text(path) == plain.text(path))
    }
  }

  /// An upgrade from m-1-21 to m-1-22, with one distribution besides the default.
  private static func fixture(
    _ spec: String = "", files: [String: String] = [:],
    _ change: (inout Distribution) -> Void = { _ in }
  ) throws -> PlanFixture {
    var distribution = Distribution(name: "Mine", folder: "istio")
    distribution.revisionForm = RevisionForm("m-MAJOR-MINOR")
    change(&distribution)
    var fixture = PlanFixture(
      """
      from: {revision: m-1-21}
      to: {revision: m-1-22}
      distribution: Mine
      namespaces: [app]
      tags: [prod]
      \(spec)
      """,
      files: files.merging(["app.yaml": Manifests.namespace("app", "istio.io/rev: m-1-21")]) { $1 })
    fixture.distributions = [try Distribution.named("Istio"), distribution]
    return fixture
  }

  private static let directory = "mesh/prod"

  @Test func `a revision says the version of what is generated`() throws {
    let plan = try Self.fixture().plan()
    #expect(plan.from.version == "1.21" && plan.to.version == "1.22")
    #expect(plan.text("\(Self.directory)/istio-revision-tag-prod.yaml") != nil)
    let errors = try Self.fixture { $0.revisionForm = nil }.errors()
    #expect(errors.count == 1 && errors[0].contains("the revision m-1-22 does not say"))
  }

  @Test func `a revision that labels name has its version in the same form`() throws {
    var fixture = try Self.fixture()
    fixture.desired = fixture.desired.replacing("  from: {revision: m-1-21}\n", with: "")
    #expect(try fixture.plan().from.version == "1.21")
  }

  @Test func `the control plane's namespace is the distribution's unless it is stated`() throws {
    func name(_ spec: String) throws -> String? {
      let plan = try Self.fixture(spec) { $0.namespace = "m-system" }.plan()
      return plan.phases.flatMap(\.files).map(\.path.name).first {
        $0.hasPrefix("istio-revision-tag")
      }
    }
    #expect(try name("") == "istio-revision-tag-prod-m-system.yaml")
    #expect(
      try name("controlPlane: {management: External}") == "istio-revision-tag-prod-m-system.yaml")
    #expect(
      try name("controlPlane: {namespace: istio-system}") == "istio-revision-tag-prod.yaml")
  }

  @Test func `the bare Service and the default validator are made where the data says so`() throws {
    func made(_ change: (inout Distribution) -> Void) throws -> [Bool] {
      let plan = try Self.fixture("", change).plan()
      return ["istiod", "istiod-default-validator"].map {
        plan.text("\(Self.directory)/\($0).yaml") != nil
      }
    }
    #expect(try made { _ in } == [false, true])
    #expect(try made { $0.bareService = true } == [true, true])
    #expect(try made { $0.defaultValidator = false } == [false, false])
  }

  @Test func `a default validator that is there is moved all the same`() throws {
    let validator = """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingWebhookConfiguration
      metadata: {name: istiod-default-validator, labels: {istio.io/rev: m-1-21}}
      webhooks:
      - name: validation.istio.io
        clientConfig: {service: {name: istiod-m-1-21, namespace: istio-system, path: /validate}}

      """
    let plan = try Self.fixture(files: ["v.yaml": validator]) { $0.defaultValidator = false }.plan()
    #expect(plan.text("v.yaml") == validator.replacing("m-1-21", with: "m-1-22"))
  }

  // MARK: Retire

  private static func commands(_ fixture: PlanFixture) throws -> [String] {
    try fixture.plan().phase("retire").manualSteps.compactMap(\.command)
  }

  @Test func `an installer removes its control plane by a command of its own`() throws {
    #expect(try Self.commands(try Self.fixture()).allSatisfy { $0.contains(" delete ") })
    #expect(
      try Self.commands(try Self.fixture { $0.removalCommand = "m upgrade complete" })
        == ["m upgrade complete"])
    #expect(
      try Self.commands(
        try Self.fixture {
          $0.removalCommand = "m upgrade complete"
          $0.revisionObjects = [.init(kind: "ConfigMap", name: "m-REVISION-config")]
        }) == [
          "m upgrade complete",
          "kubectl --namespace istio-system delete --ignore-not-found configmap/m-m-1-21-config",
        ])
  }

  @Test func `an un-revisioned install is not the installer's`() throws {
    var fixture = try Self.fixture {
      $0.removalCommand = "m upgrade complete"
      $0.revisionObjects = [.init(kind: "ConfigMap", name: "m-REVISION")]
    }
    fixture.desired = fixture.desired.replacing("revision: m-1-21", with: "revision: default")
    fixture.files["app.yaml"] = Manifests.namespace("app", "istio-injection: enabled")
    let commands = try Self.commands(fixture).joined()
    #expect(!commands.contains("m upgrade") && !commands.contains("configmap/m-default"))
  }

  @Test func `what else a revision has is removed with it, in the control plane's namespace`()
    throws
  {
    let files = [
      "old.yaml": Manifests.configMap("m-m-1-21"), "new.yaml": Manifests.configMap("m-m-1-22"),
      "other.yaml": Manifests.configMap("m-m-1-21").replacing("istio-system", with: "app"),
    ]
    let own: (inout Distribution) -> Void = {
      $0.revisionObjects = [.init(kind: "ConfigMap", name: "m-REVISION")]
    }
    // Of another namespace, it still names the revision.
    #expect(try Self.fixture(files: files, own).refusedRules() == ["MP009 app"])
    var mine = files
    mine["other.yaml"] = nil
    let plan = try Self.fixture(files: mine, own).plan()
    let paths = try plan.phase("retire").fileLines.filter { $0.hasSuffix("yaml +0 -4") }
    #expect(paths == ["deleted old.yaml +0 -4"])
    #expect(try Self.fixture(files: mine).refusedRules() == ["MP009 istio-system"])
  }
}
