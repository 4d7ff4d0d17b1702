import Testing

@testable import MeshUpgrade

/// What a tag does not take along, and is refused where it stands.
extension PlannerTagTests {
  struct LabelRow: Sendable, CustomTestStringConvertible {
    let strategy: String
    let label: String
    let message: String
    let hint: String

    var testDescription: String { "\(strategy) \(label)" }

    /// Where the label's value stands.
    var column: Int { 5 + label.prefix { $0 != " " }.count + 1 }
  }

  @Test(arguments: labelRows)
  func `a namespace that does not follow the tag is refused at its label`(row: LabelRow) {
    var fixture = row.strategy == "MoveTag" ? Self.moveTag : Self.followDefault
    fixture.files["app.yaml"] = Manifests.namespace("app", row.label)
    do throws(Refusal) {
      _ = try fixture.plan()
      Issue.record("it is planned")
    } catch {
      #expect(
        error.findings.map { "\(PlanFixture.line($0)) | \($0.hint ?? "")" } == [
          "MP201 app.yaml:6:\(row.column) the namespace app carries \(row.label)\(row.message)"
            + " | \(row.hint)"
        ])
    }
  }

  static let labelRows = [
    LabelRow(
      strategy: "MoveTag", label: "istio.io/rev: asm-1130-0",
      message: ", the revision itself; by strategy MoveTag expected istio.io/rev: prod",
      hint: "strategy Relabel is for it; or label it istio.io/rev: prod in a commit of its own,"
        + " while the tag names asm-1130-0"),
    LabelRow(
      strategy: "MoveTag", label: "istio.io/rev: edge",
      message: "; by strategy MoveTag expected istio.io/rev: prod",
      hint: "list edge in spec.tags if it is a tag that is to move; or label it istio.io/rev: prod"
        + " in a commit of its own"),
    LabelRow(
      strategy: "MoveTag", label: "istio-injection: enabled",
      message: "; by strategy MoveTag expected istio.io/rev: prod",
      hint: "strategy FollowDefault with default in spec.tags is for it; or label it with a tag in"
        + " a commit of its own, while that tag names asm-1130-0"),
    LabelRow(
      strategy: "FollowDefault", label: "istio.io/rev: default",
      message: "; by strategy FollowDefault expected istio-injection: enabled",
      hint: "strategy MoveTag is for it; or label it istio-injection: enabled in a commit of its"
        + " own"),
    LabelRow(
      strategy: "FollowDefault", label: "istio.io/rev: asm-1130-0",
      message: ", the revision itself; by strategy FollowDefault expected istio-injection: enabled",
      hint: "strategy Relabel is for it; or label it istio-injection: enabled in a commit of its"
        + " own, while the tag names asm-1130-0"),
    LabelRow(
      strategy: "FollowDefault", label: "istio.io/rev: asm-1140-0",
      message: ", and no phase relabels it; by strategy FollowDefault expected"
        + " istio-injection: enabled",
      hint: "label it istio-injection: enabled in a commit of its own, or name it in a phase of"
        + " Relabel after MoveTags"),
  ]

  @Test func `a namespace on the target itself restarts beside those on the tag`() throws {
    var fixture = Self.moveTag
    fixture.files["app.yaml"] = Manifests.namespace("app", "istio.io/rev: asm-1140-0")
    let plan = try fixture.plan()
    #expect(plan.text("app.yaml") == nil)
    #expect(try plan.phase("wave-1").restarts.map(\.namespace) == ["app"])
  }

  @Test func `a tag that namespaces stand on has to be in the repository or in the dump`() throws {
    var fixture = Self.moveTag
    let tag = fixture.files.removeValue(forKey: "tag.yaml")
    #expect(
      fixture.errors() == [
        "MP208 meshphase.yaml:9:10 namespaces follow the tag prod, and its webhooks are neither in"
          + " the repository nor in a dump of the cluster's objects"
      ])
    fixture.files["live.yaml"] = tag
    fixture.desired += "  controlPlane: {clusterObjects: live.yaml}\n"
    let plan = try fixture.plan()
    #expect(plan.phases.map(\.name).prefix(3) == ["baseline", "canary", "promote"])
    let path = "mesh/prod/istio-revision-tag-prod.yaml"
    #expect(plan.text(path)?.contains("istiod-asm-1140-0") == true)
  }
}
