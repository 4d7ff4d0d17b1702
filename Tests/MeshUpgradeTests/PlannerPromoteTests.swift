import Files
import Testing
import YAMLDiff

@testable import MeshUpgrade

/// MoveTags, MoveService and MoveValidator: what is there is moved, what is missing is made.
struct PlannerPromoteTests {
  private func promote(_ more: String, _ files: [String: String]) throws -> (Plan, Phase) {
    let files = files.merging(["ns.yaml": Manifests.namespace()]) { $1 }
    let plan = try PlanFixture.upgrade("app", more, files: files).plan()
    return (plan, try plan.phase("promote"))
  }

  private static func service(_ spec: String) -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: istiod, namespace: istio-system}
    spec: \(spec)

    """
  }

  private static func validator(_ revision: String, calls service: String) -> String {
    """
    {
      "apiVersion": "admissionregistration.k8s.io/v1",
      "kind": "ValidatingWebhookConfiguration",
      "metadata": {"name": "istiod-default-validator", "labels": {"istio.io/rev": "\(revision)"}},
      "webhooks": [
        {"name": "a", "clientConfig": {"service": {"name": "\(service)", "path": "/validate"}}},
        {"name": "b", "clientConfig": {"url": "https://istiod-\(revision).istio-system.svc/validate"}}
      ]
    }

    """
  }

  @Test func `what a rollback leaves in the cluster is deleted by hand`() throws {
    let (_, phase) = try promote("tags: [prod]", [:])
    #expect(
      phase.manualSteps.map(\.command).contains(
        "kubectl delete mutatingwebhookconfiguration istio-revision-tag-prod"))
    #expect(phase.manualSteps.allSatisfy { $0.text.hasPrefix("Only if this phase is taken back") })
  }

  @Test func `a Service moves by the revision in its selector alone`() throws {
    let old = "{selector: {app: istiod, istio: istiod, istio.io/rev: asm-1130-0}}"
    let (plan, _) = try promote("", ["s.yaml": Self.service(old)])
    #expect(
      plan.text("s.yaml") == Self.service(old.replacing("asm-1130-0", with: "asm-1140-0")))
  }

  @Test func `a Service without a selector is left and told`() throws {
    let (plan, phase) = try promote(
      "", ["s.yaml": Self.service("{type: ExternalName, externalName: x}")])
    #expect(plan.text("s.yaml") == nil)
    #expect(phase.manualSteps.count { !$0.text.hasPrefix("Only if") } == 1)
  }

  @Test func `a selector key that the cluster may keep is refused, unless that is excepted`() throws
  {
    let files = [
      "ns.yaml": Manifests.namespace(),
      "s.yaml": Self.service("{selector: {app: istiod, istio: pilot}}"),
    ]
    #expect(PlanFixture.upgrade("app", files: files).refusedRules() == ["MP015"])
    let plan = try PlanFixture.upgrade(
      "app", "exceptions: [{rule: MP015, reason: applied by server}]", files: files
    ).plan()
    #expect(
      plan.text("s.yaml")
        == Self.service("{selector: {app: istiod, istio.io/rev: asm-1140-0}}"))
  }

  @Test(arguments: ["istiod-asm-1130-0", "istiod"])
  func `every webhook of a validator moves, by Service and by URL`(_ service: String) throws {
    let (plan, phase) = try promote(
      "", ["v.json": Self.validator("asm-1130-0", calls: service)])
    #expect(plan.text("v.json") == Self.validator("asm-1140-0", calls: "istiod-asm-1140-0"))
    #expect(phase.fileLines == ["modified v.json +3 -3"])
    #expect(
      phase.changes.map(\.value.keyedPath) == [
        "/metadata/labels/istio.io~1rev", "/webhooks[name=a]/clientConfig/service/name",
        "/webhooks[name=b]/clientConfig/url",
      ])
  }

  @Test func `a validator that calls something else is refused`() {
    let fixture = PlanFixture.upgrade(
      "app",
      files: [
        "ns.yaml": Manifests.namespace(), "v.json": Self.validator("asm-1130-0", calls: "webhooks"),
      ])
    #expect(fixture.refusedRules() == ["MP206"])
  }

  @Test func `what was generated before is found again, whatever is included`() throws {
    let more = "repository: {include: [apps/**]}"
    var files = ["apps/ns.yaml": Manifests.namespace()]
    let first = try PlanFixture.upgrade("app", more, files: files).plan()
    let path = "mesh/prod/istiod-default-validator.yaml"
    files[path] = first.text(path)
    #expect(
      try PlanFixture.upgrade("app", more, files: files).plan().phase("promote").files.isEmpty)
  }

  @Test func `a file where the output folder has to be is refused`() {
    let files = ["ns.yaml": Manifests.namespace(), "mesh": "x"]
    #expect(PlanFixture.upgrade("app", files: files).refusedRules() == ["MP209"])
  }

  @Test(arguments: [
    ("next", TemplateGoldens.next + ".0", TemplateGoldens.nextIsMissing),
    (
      "1-8-0", "1.8.0",
      "Istio 1.8 has no template revision-tag.yaml; the nearest that has one is 1.10"
    ),
  ])
  func `a version without the form is told at its place, with the nearest`(
    revision: String, version: String, message: String
  ) {
    let fixture = PlanFixture(
      """
      from: {revision: 1-7-0}
      to: {revision: \(revision), version: \(version)}
      namespaces: [app]
      tags: [prod]
      """,
      files: ["ns.yaml": Manifests.namespace().replacing("asm-1130-0", with: "1-7-0")])
    let errors = fixture.errors()
    #expect(errors == ["MP210 meshphase.yaml:6:\(29 + revision.count) \(message)"])
  }
}
