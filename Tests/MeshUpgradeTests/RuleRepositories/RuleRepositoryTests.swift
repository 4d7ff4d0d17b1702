import Testing

@testable import MeshUpgrade

/// Each rule: a repository that breaks it is told, and the mended one is not.
struct RuleRepositoryTests {
  static let all: [RuleRepository] = Array(
    [
      RuleRepository.injection, RuleRepository.labels, RuleRepository.webhooks,
      RuleRepository.defaultRules, RuleRepository.retirement, RuleRepository.plans,
      RuleRepository.neighbours,
    ].joined())

  @Test(arguments: all) func `the broken repository is told`(_ repository: RuleRepository) {
    let findings = repository.broken.found()
    let own = findings.filter { $0.rule == repository.rule }
    #expect(own.map(RuleRepository.line) == repository.told)
    #expect(own.first?.counterexample?.state == repository.state)
    let others = Set(findings.filter { $0.severity == .error }.map(\.rule.code))
    #expect(others.subtracting([repository.rule.code]) == repository.others)
  }

  @Test(arguments: all) func `the mended repository is not`(_ repository: RuleRepository) throws {
    let plan = try repository.mended.plan()
    let wrong = plan.findings.filter { $0.rule == repository.rule || $0.severity == .error }
    #expect(wrong.map(PlanFixture.line) == [])
    #expect(plan.proof.holds)
    #expect(plan.proof.states > 0)
  }

  @Test func `every rule of the mesh has its repository`() {
    let told = Set(Self.all.map(\.rule.code))
    let rules = (1...20).map { $0 < 10 ? "MP00\($0)" : "MP0\($0)" }
    #expect(rules.filter { !told.contains($0) } == [])
  }
}
