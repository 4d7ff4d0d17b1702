import Files
import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

/// The strategies by which namespaces follow a tag, phase by phase.
struct PlannerTagTests {
  /// Three namespaces on the tag `prod`, each written in its own way, and one of gateways.
  static let moveTag = PlanFixture(
    """
    from: {revision: asm-1130-0}
    to: {revision: asm-1140-0}
    namespaces: [shop, app]
    gatewayNamespaces: [ingress]
    tags: [prod]
    strategy: {type: MoveTag}
    """,
    files: [
      "app.yaml": Manifests.namespace("app", "istio.io/rev: prod"),
      "shop.yaml": Manifests.namespace("shop", #""istio.io/rev": 'prod' # stable"#),
      "ingress.yaml": Manifests.namespace("ingress", "istio.io/rev: prod"),
      "tag.yaml": Manifests.tag("prod"),
      "work.yaml": ["app", "shop", "ingress"].map { Manifests.deployment($0, in: $0) }
        .joined(separator: "---\n"),
    ])

  static let followDefault = PlanFixture(
    """
    from: {revision: asm-1130-0}
    to: {revision: asm-1140-0}
    namespaces: [shop, app]
    gatewayNamespaces: [ingress]
    tags: [default]
    strategy: {type: FollowDefault}
    """,
    files: [
      "app.yaml": Manifests.namespace("app", "istio-injection: enabled"),
      "shop.yaml": Manifests.namespace("shop", #"istio-injection: "enabled" # all of it"#),
      "ingress.yaml": Manifests.namespace("ingress", "istio-injection: enabled"),
      "tag.yaml": Manifests.tag("default"),
      "work.yaml": ["app", "shop", "ingress"].map { Manifests.deployment($0, in: $0) }
        .joined(separator: "---\n"),
    ])

  private static func lines(_ plan: Plan) -> [String] {
    plan.phases.map { phase in
      ([phase.name] + phase.actions + phase.namespaces + phase.files.map(\.path.description))
        .joined(separator: " ")
    }
  }

  @Test func `the tag moves between the canary and the restarts of the rest`() throws {
    let plan = try Self.moveTag.plan()
    #expect(
      Self.lines(plan) == [
        "canary Relabel Restart shop shop.yaml work.yaml",
        "promote MoveTags MoveService MoveValidator mesh/prod/istiod-default-validator.yaml"
          + " tag.yaml", "wave-1 Restart app work.yaml", "gateways Restart ingress work.yaml",
        "settle Relabel shop shop.yaml",
        "retire Retire mesh/prod/retired-asm-1130-0.for-asm-1140-0.txt",
      ])
    #expect(
      try plan.phase("canary").changes.map(\.value.keyedPath) == [
        "/metadata/labels/istio.io~1rev", "/spec/template/metadata",
      ])
  }

  @Test func `gateways that go first restart right after the tag has moved`() throws {
    var fixture = Self.moveTag
    fixture.desired = fixture.desired.replacing(
      "type: MoveTag", with: "type: MoveTag, order: GatewaysFirst")
    #expect(
      try fixture.plan().phases.map(\.name) == [
        "canary", "promote", "gateways", "wave-1", "settle", "retire",
      ])
  }

  @Test(arguments: [moveTag, followDefault])
  func `the canary leaves its label and gets it back, byte for byte`(
    fixture: PlanFixture
  ) throws {
    let plan = try fixture.plan()
    let canary = try plan.phase("canary").text("shop.yaml")
    #expect(canary?.contains("asm-1140-0") == true)
    #expect(canary?.contains("injection") == false)
    #expect(plan.text("shop.yaml") == fixture.files["shop.yaml"])
    for name in ["app.yaml", "ingress.yaml"] { #expect(plan.text(name) == nil) }
    #expect(try plan.phase("settle").restarts.isEmpty)
  }

  @Test(arguments: [moveTag, followDefault])
  func `whatever has landed, the phases that remain are the same`(fixture: PlanFixture) throws {
    let first = try fixture.plan()
    var landed = fixture
    for (position, phase) in first.phases.enumerated() {
      landed.apply(phase)
      let again = try landed.plan()
      #expect(again.phases.map(\.name) == first.phases.map(\.name))
      #expect(
        again.phases.map(\.editLines)
          == first.phases.enumerated().map { $0 <= position ? [] : $1.editLines },
        "\(phase.name)")
      #expect(
        again.phases.map(\.manualSteps).flatMap(\.self).allSatisfy { !$0.text.contains("mark") })
    }
  }

  @Test func `the tag moves where it stands, and the plan says what follows it`() throws {
    let promote = try Self.moveTag.plan().phase("promote")
    #expect(
      promote.changeLines.prefix(3).map { $0 } == [
        "changed MutatingWebhookConfiguration istio-revision-tag-prod /metadata/labels/istio.io~1rev",
        "changed MutatingWebhookConfiguration istio-revision-tag-prod"
          + " /webhooks/0/clientConfig/service/name",
        "added ValidatingWebhookConfiguration istiod-default-validator ",
      ])
    let note = try #require(promote.checks.first { $0.text.contains("restarted or not") })
    #expect(note.when == .before)
    #expect(note.command == "kubectl get namespaces --selector istio.io/rev=prod")
  }

  @Test func `a namespace with the mark before the tag has moved is restarted by hand`() throws {
    var fixture = Self.moveTag
    for phase in try fixture.plan().phases where phase.name == "wave-1" { fixture.apply(phase) }
    let steps = try fixture.plan().phase("wave-1").manualSteps
    #expect(steps.count == 1 && steps[0].text.contains("has the mark"))
  }

  @Test func `of several tags the canary keeps its own`() throws {
    var fixture = Self.moveTag
    fixture.files["app.yaml"] = Manifests.namespace("app", "istio.io/rev: edge")
    fixture.files["edge.yaml"] = Manifests.tag("edge")
    fixture.desired = fixture.desired.replacing("[prod]", with: "[edge, prod]")
    let first = try fixture.plan()
    #expect(
      try first.phase("canary").changes.prefix(2).map(\.value.keyedPath) == [
        "/metadata/labels/istio.io~1rev", "/metadata/annotations",
      ])
    #expect(first.text("shop.yaml") == fixture.files["shop.yaml"])
    fixture.apply(try first.phase("canary"))
    #expect(try fixture.plan().text("shop.yaml") == Self.moveTag.files["shop.yaml"])
    // Without the note nothing tells which tag it was.
    fixture.files["shop.yaml"] = Manifests.namespace("shop", "istio.io/rev: asm-1140-0")
    #expect(
      fixture.errors() == [
        "MP201 shop.yaml:6:19 the namespace shop carries istio.io/rev: asm-1140-0, and nothing says"
          + " which tag it comes back to; by strategy MoveTag expected istio.io/rev with one of the"
          + " tags edge, prod"
      ])
  }

  @Test func `restarts of one's own are told where they are due`() throws {
    var fixture = Self.moveTag
    fixture.desired = fixture.desired.replacing(
      "type: MoveTag", with: "type: MoveTag, restart: None")
    let plan = try fixture.plan()
    #expect(
      plan.phases.map { $0.manualSteps.count { $0.text.hasPrefix("Restart the workloads") } }
        == [1, 0, 1, 1, 0, 0])
    #expect(plan.phases.allSatisfy { $0.restarts.isEmpty })
  }

  @Test func `restarts apart divide the canary alone`() throws {
    var fixture = Self.moveTag
    fixture.desired = fixture.desired.replacing(
      "type: MoveTag", with: "type: MoveTag, restart: Separate")
    #expect(
      try fixture.plan().phases.map(\.name) == [
        "canary", "canary-restart", "promote", "wave-1", "gateways", "settle", "retire",
      ])
  }

  @Test func `given phases move namespaces in shares, on both sides of the tag`() throws {
    var fixture = Self.moveTag
    for name in ["a", "b", "c"] {
      fixture.files["\(name).yaml"] = Manifests.namespace(name, "istio.io/rev: prod")
    }
    fixture.desired = fixture.desired.replacing("[shop, app]", with: "[a, b, c, shop, app]")
    fixture.desired += """
        phases:
        - {name: canary, actions: [Relabel, Restart], percent: 20}
        - {name: promote, actions: [MoveTags]}
        - {name: half, actions: [Restart], percent: 60}
        - {name: rest, actions: [Restart], percent: 100, gatewayNamespaces: [ingress]}
        - {name: settle, actions: [Relabel], percent: 20}

      """
    let plan = try fixture.plan()
    #expect(
      plan.phases.map(\.namespaces) == [["a"], [], ["app", "b"], ["c", "ingress", "shop"], ["a"]])
    #expect(plan.text("a.yaml") == fixture.files["a.yaml"])
    #expect(plan.findings.map(PlanFixture.line) == [])
  }

  @Test func `gateways whose Pods choose the tag themselves restart with it`() throws {
    var fixture = Self.followDefault
    fixture.files["ingress.yaml"] = "apiVersion: v1\nkind: Namespace\nmetadata: {name: ingress}\n"
    #expect(
      fixture.errors() == [
        "MP201 ingress.yaml:1:1 the namespace ingress carries no mesh label, and none of its"
          + " workloads follows a tag that moves; by strategy FollowDefault expected"
          + " istio-injection: enabled"
      ])
    fixture.files["gateway.yaml"] = Manifests.deployment("gateway", in: "ingress").replacing(
      "template:", with: "template:\n    metadata: {labels: {sidecar.istio.io/inject: \"true\"}}")
    let phase = try fixture.plan().phase("gateways")
    // The other Deployment is in no mesh: neither it nor its namespace says so.
    #expect(phase.fileLines == ["modified gateway.yaml +1 -1"])
    fixture.desired = fixture.desired.replacing(
      "namespaces: [shop, app]", with: "namespaces: [ingress, shop, app]"
    ).replacing("  gatewayNamespaces: [ingress]\n", with: "")
    #expect(try fixture.plan().phase("canary").namespaces == ["shop"])
  }
}
