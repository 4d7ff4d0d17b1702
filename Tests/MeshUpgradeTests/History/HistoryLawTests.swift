import HistoryLaws
import Testing

/// A few of the histories that the release build checks in thousands (`Scripts/check histories`,
/// `Scripts/soak histories`).
@Suite struct `The laws of histories` {
  @Test(arguments: 0..<4)
  func `status is right, and a rollback restores the phase's fields and no other byte`(
    part: UInt64
  ) {
    var law = HistoryLaw()
    for seed in 1...UInt64(30) { law.check(seed: 100_000 + part * 30 + seed) }
    #expect(law.violations == [])
    #expect((law.seen["rollbacks"] ?? 0) > 0 && (law.seen["merged"] ?? 0) > 0)
  }
}
