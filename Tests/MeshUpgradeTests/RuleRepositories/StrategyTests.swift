import Files
import Kubernetes
import Testing

@testable import MeshUpgrade

/// Every strategy from every old control plane: what each phase and its rollback lead through is
/// safe, and a rollback out of its order is not.
struct StrategyTests {
  @Test(arguments: StrategyFixture.all)
  func `every phase is proven, and ends on the target`(_ fixture: StrategyFixture) throws {
    let plan = try fixture.plan.plan()
    #expect(plan.findings.filter { $0.severity == .error } == [])
    #expect(plan.proof.holds)
    #expect(plan.proof.states > plan.phases.count)
    #expect(plan.proof.phases.map(\.name) == plan.phases.map(\.name))
    let base = Set(plan.proof.base.groups.map(\.revision))
    #expect(base == [fixture.from])
    let end = try #require(plan.proof.phases.last)
    #expect(Set(end.groups.map(\.revision)) == [RuleRepository.new])
    #expect(end.groups.flatMap(\.namespaces).sorted() == ["cart", "gateway", "pay", "shop"])
    let gateways = try #require(plan.phases.firstIndex { $0.name == "gateways" })
    let wave = try #require(plan.phases.firstIndex { $0.name == "wave-1" })
    #expect((gateways < wave) == (fixture.order == "GatewaysFirst"))
  }

  @Test(arguments: StrategyFixture.all)
  func `the files alone lead there and back through safe states`(
    _ fixture: StrategyFixture
  ) throws {
    let plan = try fixture.plan.plan()
    let states = fixture.states(of: plan)
    #expect(Self.errors(through: states) == [])
    #expect(Self.errors(through: states.reversed()) == [])
  }

  /// What is broken on the way, but for the double of a tag `default` and the injector that is
  /// neutralised next: only a plan knows that it passes.
  private static func errors(through states: [[String: String]]) -> [String] {
    StepFixture(through: states).errors().filter { !$0.hasPrefix("MP002") }
  }

  // MARK: The order of rollbacks

  /// Everything up to a phase has landed, and one phase is taken back.
  struct Rollback: Sendable, CustomTestStringConvertible {
    let fixture: StrategyFixture
    let landed: String
    let back: String
    /// What is to be taken back first, and what happens else.
    let first: [String]
    let broken: Set<String>

    var testDescription: String { "\(fixture): \(back) before \(first)" }
  }

  static let rollbacks = [
    Rollback(
      fixture: StrategyFixture(strategy: "Relabel", from: RuleRepository.old), landed: "retire",
      back: "canary", first: ["retire"], broken: ["MP001", "MP003"]),
    Rollback(
      fixture: StrategyFixture(strategy: "Relabel", from: RuleRepository.old), landed: "retire",
      back: "promote", first: ["retire"], broken: ["MP005"]),
    Rollback(
      fixture: StrategyFixture(strategy: "MoveTag", from: RuleRepository.old), landed: "retire",
      back: "promote", first: ["retire"], broken: ["MP005"]),
    Rollback(
      fixture: StrategyFixture(strategy: "FollowDefault", from: "default"), landed: "neutralise",
      back: "promote", first: ["neutralise"], broken: ["MP001"]),
    Rollback(
      fixture: StrategyFixture(strategy: "Relabel", from: "default"), landed: "neutralise",
      back: "canary", first: ["neutralise", "promote"], broken: []),
    Rollback(
      fixture: StrategyFixture(strategy: "MoveTag", from: RuleRepository.old, isApart: true),
      landed: "wave-1", back: "wave-1", first: ["promote"], broken: []),
  ]

  @Test(arguments: rollbacks)
  func `a rollback names what has to be taken back first`(_ row: Rollback) throws {
    let plan = try row.fixture.plan.plan()
    let states = row.fixture.states(of: plan)
    let landed = try #require(plan.phases.firstIndex { $0.name == row.landed })
    let phase = try plan.phase(row.back)
    let named = phase.rollbackAfter.filter { name in
      plan.phases.firstIndex { $0.name == name }.map { $0 <= landed } ?? false
    }
    #expect(named == row.first)

    func taken(_ names: [String]) throws -> [[String: String]] {
      var result = [states[landed + 1]]
      for name in names {
        let index = try #require(plan.phases.firstIndex { $0.name == name })
        var files = result[result.count - 1]
        for path in plan.phases[index].edits.map(\.path.description) {
          files[path] = states[index][path]
        }
        result.append(files)
      }
      return result
    }
    let rules = { (states: [[String: String]]) in
      Set(Self.errors(through: states).map { String($0.prefix(5)) })
    }
    #expect(rules(try taken([row.back])).isSuperset(of: row.broken))
    #expect(row.broken.isEmpty == rules(try taken([row.back])).isEmpty)
    #expect(rules(try taken(named + [row.back])) == [])
  }
}
