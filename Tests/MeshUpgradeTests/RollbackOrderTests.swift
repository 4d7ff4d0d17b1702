import Testing

@testable import MeshUpgrade

/// Which rollbacks come before that of a phase.
struct RollbackOrderTests {
  private static func order(_ fixture: PlanFixture) throws -> [String] {
    try fixture.plan().phases.map { phase in
      "\(phase.name): \(phase.rollbackAfter.joined(separator: " "))"
    }
  }

  private static func relabel(_ label: String, _ more: String = "") -> PlanFixture {
    PlanFixture.upgrade(
      "app, shop", "tags: [prod]\n\(more)",
      files: [
        "app.yaml": Manifests.namespace("app"), "shop.yaml": Manifests.namespace("shop", label),
        "tag.yaml": Manifests.tag("prod"), "work.yaml": Manifests.deployment("web"),
      ])
  }

  @Test func `a tag is moved back before the restarts that take its rollback into effect`() throws {
    #expect(
      try Self.order(PlannerTagTests.moveTag) == [
        "canary: retire promote", "promote: retire", "wave-1: retire promote",
        "gateways: retire promote", "settle: ", "retire: ",
      ])
    let phases = try PlannerTagTests.moveTag.plan().phases
    #expect(
      phases.map { $0.rollbackNote != nil } == [false, false, true, true, false, false])
  }

  @Test func `the old injector comes back before the tag goes`() throws {
    var fixture = PlannerTagTests.followDefault
    fixture.desired = fixture.desired.replacing(
      "from: {revision: asm-1130-0}", with: "from: {revision: default}")
    fixture.files["tag.yaml"] = Manifests.oldInjector
    #expect(
      try Self.order(fixture) == [
        "canary: retire neutralise promote", "promote-prepare: retire neutralise promote",
        "promote: retire neutralise", "neutralise: retire",
        "wave-1: retire neutralise promote", "gateways: retire neutralise promote", "settle: ",
        "retire: ",
      ])
  }

  @Test func `from revision to revision only Retire, and Relabel before its restarts, come first`()
    throws
  {
    #expect(
      try Self.order(Self.relabel("istio.io/rev: asm-1130-0", "strategy: {restart: Separate}")) == [
        "canary: retire", "canary-restart: retire canary", "wave-1: retire",
        "wave-1-restart: retire wave-1", "gateways: retire", "gateways-restart: retire",
        "promote: retire", "retire: ",
      ])
  }

  @Test func `a label that comes back to a tag waits for the tag`() throws {
    #expect(
      try Self.order(Self.relabel("istio.io/rev: prod")) == [
        "canary: retire", "wave-1: retire promote", "gateways: retire", "promote: retire",
        "retire: ",
      ])
    let fixture = Self.relabel("istio-injection: enabled", "")
    #expect(try Self.order(fixture)[1] == "wave-1: retire")
    var followed = fixture
    followed.desired = fixture.desired.replacing("tags: [prod]", with: "tags: [prod, default]")
    #expect(try Self.order(followed)[1] == "wave-1: retire promote")
  }

  @Test func `what an upgrade in place restarts waits for nothing`() throws {
    let fixture = PlanFixture(
      """
      from: {revision: prod, version: 1.22.0}
      to: {revision: prod, version: 1.23.0}
      namespaces: [app]
      """, files: ["app.yaml": Manifests.namespace("app", "istio.io/rev: prod")])
    #expect(try fixture.plan().phases.allSatisfy { $0.rollbackAfter.isEmpty })
  }

  @Test func `the message of a rollback names what to merge first`() throws {
    let plan = try PlannerTagTests.moveTag.plan()
    let message = CommitMessage.rollback(
      of: try plan.phase("wave-1"), commit: "0", plan: plan,
      base: BaseCommit(ref: "refs/heads/main", commit: "0"))
    #expect(
      message.contains(
        """

        It restarts Pods onto whatever the tags that they follow name by then.

        Merge first, as far as their phases have landed:
        - meshphase/prod/asm-1140-0/rollback/06-retire
        - meshphase/prod/asm-1140-0/rollback/02-promote

        """))
  }
}
