import TestSupport
import Testing
import YAML

/// The events of every case of the YAML test suite; see ``EventText`` for what is not compared.
@Suite(.enabled(if: !SuiteCase.all.isEmpty, "\(SuiteCase.absence)"))
struct `the parser reports the events that the YAML test suite says` {
  /// What our parser makes of a case, and what it says about a refusal.
  func outcome(_ suiteCase: SuiteCase) -> (deviation: SuiteDeviation.Outcome?, detail: String) {
    do throws(ParseError) {
      let lines = EventText.lines(of: try Document.parseAll(suiteCase.input))
      if suiteCase.isError { return (.accepted, "") }
      let expected = EventText.comparable(suiteCase.events)
      return lines == expected ? (nil, "") : (.differs, "\(lines.difference(from: expected))")
    } catch {
      guard !suiteCase.isError else { return (nil, "") }
      // Nothing that is YAML is refused by a rule of our own.
      if case .syntax = error.problem {} else { Issue.record("\(suiteCase.name): \(error)") }
      return (.refused, error.message)
    }
  }

  @Test func `in every case but those where libyaml deviates, each with its reason`() {
    var counts = (equal: 0, refused: 0)
    for suiteCase in SuiteCase.all {
      let (deviation, detail) = outcome(suiteCase)
      let known = SuiteDeviation.table[suiteCase.name]
      #expect(deviation == known?.outcome, "\(suiteCase.name): \(detail)")
      guard deviation == nil else { continue }
      if suiteCase.isError { counts.refused += 1 } else { counts.equal += 1 }
    }
    #expect(Set(SuiteDeviation.table.keys).isSubset(of: SuiteCase.all.map(\.name)))
    print(
      "yaml-test-suite events: \(SuiteCase.all.count) cases, \(counts.equal) with equal events, "
        + "\(counts.refused) errors refused, \(SuiteDeviation.table.count) listed deviations")
  }
}
