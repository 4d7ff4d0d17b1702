import Kubernetes
import Testing

@testable import MeshUpgrade

/// Repositories as teams have them: the upgrade goes through, and says nothing that is not so.
struct UsualRepositoryTests {
  @Test(arguments: UsualRepository.all)
  func `an upgrade as it is`(_ repository: UsualRepository) {
    let fixture = PlanFixture(repository.spec, files: repository.files)
    let told = fixture.found().map { "\($0.rule) \(RuleRepository.line($0))" }
    #expect(told == repository.told)
    let plan = try? fixture.plan()
    let phases = plan?.phases.filter { !$0.edits.isEmpty } ?? []
    #expect(phases.map(\.name) == repository.phases)
    #expect(plan?.phases.flatMap(\.manualSteps).count ?? 0 == repository.byHand)
    #expect(plan?.proof.holds != false)
  }

  @Test func `what installs the old revision goes by itself, and the hint says so`() throws {
    let helm = try #require(UsualRepository.all.first { $0.name.hasSuffix("goes by itself") })
    let found = PlanFixture(helm.spec, files: helm.files).found()
    #expect(
      found.first?.hint?.hasPrefix(
        "Application argocd/istiod-old installs it: write spec.phases without Retire") == true)
  }

  @Test func `Pods that opt out, or use the network of their node, are not restarted`() throws {
    let asm = UsualRepository.all[0]
    let plan = try PlanFixture(asm.spec, files: asm.files).plan()
    #expect(
      plan.phases.flatMap(\.restarts).map(\.object.description) == [
        "Deployment shop/web", "Deployment istio-ingress/istio-ingressgateway",
      ])
    #expect(
      plan.proof.phases.last?.groups.flatMap(\.namespaces) == ["batch", "istio-ingress", "shop"])
  }
}
