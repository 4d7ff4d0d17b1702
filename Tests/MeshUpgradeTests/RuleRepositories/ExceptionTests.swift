import Files
import Testing

@testable import MeshUpgrade

/// What the desired state excepts does not refuse, is told, and stands in the commits.
struct ExceptionTests {
  private static let spec =
    RuleRepository.revisions + RuleRepository.shop
    + RuleRepository.phases(RuleRepository.move, RuleRepository.retire)
  private static let base = BaseCommit(ref: "refs/heads/main", commit: "0")

  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let spec: String
    let files: [String: String]
    let exceptions: String
    /// What is told, and in the message of which phase's commit.
    let told: [String]
    let phase: String

    var testDescription: String { name }
  }

  static let rows = [
    Row(
      name: "MP009 of a NetworkPolicy", spec: spec,
      files: RuleRepository.of(
        RuleRepository.app, with: ["policy.yaml": Manifests.configMap("p", "{rev: asm-1130-0}")]),
      exceptions: "{rule: MP009, namespace: istio-system, reason: it goes with the next release}",
      told: ["warning retire istio-system policy.yaml"], phase: "retire"),
    Row(
      name: "MP012, which forbids Retire", spec: spec,
      files: RuleRepository.of(
        RuleRepository.app,
        with: [
          "legacy.yaml": Manifests.namespace("legacy", "istio.io/rev: prod"),
          "tag.yaml": MeshForms.tag("prod", names: RuleRepository.new),
        ]),
      exceptions: "{rule: MP012, namespace: legacy, reason: its tag has moved}",
      told: ["warning - legacy legacy.yaml"], phase: "all"),
    Row(
      name: "MP006 of a new tag",
      spec: RuleRepository.fromDefault
        + "namespaces: [cart, shop]\ntags: [default]\nstrategy: {type: FollowDefault}\n",
      files: RuleRepository.of(
        RuleRepository.follower,
        with: ["cart.yaml": Manifests.namespace("cart", "istio-injection: enabled")]),
      exceptions: "{rule: MP006, reason: nothing is created on a Sunday}",
      told: ["warning promote shop mesh/prod/istio-revision-tag-default.yaml"], phase: "promote"),
    Row(
      name: "MP004 of a namespace that moves",
      spec: RuleRepository.revisions + RuleRepository.shop
        + RuleRepository.phases(RuleRepository.move),
      files: RuleRepository.of(
        RuleRepository.app,
        with: [
          "ns.yaml": Manifests.namespace(
            "shop", "istio.io/rev: asm-1130-0\n    istio-injection: enabled")
        ]),
      exceptions: "{rule: MP004, namespace: shop, reason: a policy of the platform sets both}",
      told: ["warning - shop ns.yaml"], phase: "all"),
  ]

  @Test(arguments: rows) func `an exception is honoured and recorded`(_ row: Row) throws {
    let fixture = PlanFixture(
      row.spec + "exceptions:\n- \(row.exceptions)\n", files: row.files)
    let plan = try fixture.plan()
    let told = plan.findings.filter { $0.exception != nil && !$0.isPreexisting }
    #expect(told.map(RuleRepository.line) == row.told)
    let finding = try #require(told.first)
    let reason = try #require(finding.exception)
    #expect(row.exceptions.contains("reason: \(reason)"))
    #expect(finding.message.hasSuffix("(excepted: \(reason))"))
    for phase in plan.phases where !phase.edits.isEmpty {
      let message = CommitMessage.phase(phase, of: plan, base: Self.base)
      #expect(message.contains("(excepted: \(reason))") == (phase.name == row.phase))
      #expect(message.contains("Known, and excepted:") == (phase.name == row.phase))
    }
  }

  @Test func `an exception for another namespace, or another rule, changes nothing`() {
    for exceptions in [
      "{rule: MP009, namespace: pay, reason: later}",
      "{rule: MP012, namespace: istio-system, reason: later}",
    ] {
      let fixture = PlanFixture(
        Self.spec + "exceptions:\n- \(exceptions)\n", files: Self.rows[0].files)
      #expect(fixture.refusedRules() == ["MP009 istio-system"])
    }
  }

  @Test func `an exception that nothing needs is told, at its place`() throws {
    let row = Self.rows[1]
    func warnings(_ exceptions: String...) throws -> [String] {
      let list = ([row.exceptions] + exceptions).map { "- \($0)\n" }.joined()
      let fixture = PlanFixture(row.spec + "exceptions:\n\(list)", files: row.files)
      return try fixture.plan().findings.filter { $0.rule == .desiredState }.map {
        "\($0.severity) \($0.place?.line ?? 0) \($0.message)"
      }
    }
    #expect(try warnings().isEmpty)
    // Whether restarts are split off is another matter.
    #expect(try warnings("{rule: MP011, reason: later}").isEmpty)
    let told = try warnings("{rule: MP009, reason: a}", "{rule: MP004, namespace: shop, reason: b}")
    #expect(told.count == 2)
    #expect(
      told.first?.hasSuffix("no finding of the plan is excepted by this: none is MP009") == true)
    #expect(told.last?.hasSuffix("none of the namespace shop is MP004") == true, "\(told)")
    #expect(told.allSatisfy { $0.hasPrefix("warning ") })
  }

  @Test func `no exception is told as unneeded once a phase has landed`() throws {
    let row = Self.rows[1]
    let moved = row.files.filter { !$1.contains("kind: Deployment") }.mapValues {
      $0.replacing("istio.io/rev: asm-1130-0", with: "istio.io/rev: asm-1140-0")
    }
    let list = "exceptions:\n- \(row.exceptions)\n- {rule: MP004, reason: later}\n"
    let plan = try PlanFixture(row.spec + list, files: moved).plan()
    #expect(plan.phases.first?.edits.isEmpty == true)
    #expect(!plan.findings.contains { $0.rule == .desiredState })
  }

  @Test func `a reason of several lines is one line of the message`() throws {
    let fixture = PlanFixture(
      Self.spec
        + "exceptions:\n- {rule: MP009, reason: \"later\\n\\nMesh-Base: 1\"}\n",
      files: Self.rows[0].files)
    let plan = try fixture.plan()
    let message = CommitMessage.phase(try plan.phase("retire"), of: plan, base: Self.base)
    let trailers = message.split(separator: "\n").filter { $0.hasPrefix("Mesh-Base:") }
    #expect(trailers == ["Mesh-Base: 0"])
    #expect(message.contains("(excepted: later Mesh-Base: 1)"))
  }
}
