import Testing

@testable import MeshUpgrade

/// A target whose version has no templates is told by what it seems to be.
struct UnknownVersionTests {
  private func refusal(_ spec: String) -> (message: String, hint: String) {
    let fixture = PlanFixture(
      "\(spec)\ntags: [default]\nnamespaces: [app]\n",
      files: ["ns.yaml": Manifests.namespace("app", "istio.io/rev: asm-1130-0")])
    do throws(Refusal) {
      _ = try fixture.plan()
      return ("", "")
    } catch {
      let finding = error.findings.first { $0.rule == .template }
      return (finding?.message ?? "\(error.findings.map(\.message))", finding?.hint ?? "")
    }
  }

  @Test func `a revision that does not say its version is told with the form that does`() {
    let newer = refusal("from: {revision: asm-1130-0}\nto: {revision: asm-1390-0}")
    #expect(newer.message.hasSuffix("the revision asm-1390-0 does not say its Istio version"))
    #expect(
      newer.hint
        == "write spec.to.version, such as 1.14.0; revisions in the form asm-MAJORMINORPATCH-BUILD"
        + " say it themselves")
    let stated = refusal(
      "from: {revision: asm-1130-0}\nto: {revision: asm-1390-0, version: 1.39.0}")
    #expect(stated.message.hasPrefix("Istio 1.39 has no templates; the nearest is 1."))
  }

  @Test func `a revision in the form of another distribution is told with its own`() {
    let other = refusal(
      "distribution: AKS\nfrom: {revision: asm-1130-0}\nto: {revision: asm-1140-0}")
    #expect(
      other.message
        == "the revision asm-1140-0 names Istio 1140.0, which there is none of: revisions of AKS have"
        + " the form asm-MAJOR-MINOR")
    #expect(other.hint == "did you mean asm-1-14?")
  }
}
