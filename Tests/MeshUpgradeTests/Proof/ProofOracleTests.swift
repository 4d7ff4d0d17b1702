import Foundation
import TestSupport
import Testing

@testable import MeshUpgrade

/// The proof against an oracle that tries everything, in thousands of small worlds.
///
/// `MESHPHASE_SEED` names the first seed and `MESHPHASE_PROOF_SEEDS` how many are tried
/// (`Scripts/soak proof`).
struct ProofOracleTests {
  private static var seeds: Range<UInt64> {
    let first = SeededRandom.seed(0)
    let count = ProcessInfo.processInfo.environment["MESHPHASE_PROOF_SEEDS"].flatMap { UInt64($0) }
    return first..<first + (count ?? usual)
  }

  /// How many seeds are tried usually: enough for every rule to be broken.
  private static let usual: UInt64 = 3000

  @Test func `the proof tells what the oracle tells, and nothing can be left out of it`() async {
    let seeds = Self.seeds
    let campaign = await withTaskGroup { group in
      for first in stride(from: seeds.lowerBound, to: seeds.upperBound, by: 250) {
        group.addTask {
          var part = ProofCampaign()
          for seed in first..<min(first + 250, seeds.upperBound) { part.judge(seed) }
          return part
        }
      }
      var whole = ProofCampaign()
      for await part in group { whole.add(part) }
      return whole
    }
    print("proof: seeds \(seeds): \(campaign.summary)")
    #expect(campaign.worlds == seeds.count)
    let different = campaign.differences.keys.sorted()
    for seed in different { print("proof: judged differently: seed \(seed)") }
    for seed in different.prefix(3) { Issue.record("\(campaign.differences[seed] ?? "")") }
    #expect(different == [])
    // A few worlds are run to see a difference again: they need not break everything.
    guard seeds.count >= Self.usual else { return }
    // What no world breaks, or every one does, would be compared in vain.
    for rule in ["MP001", "MP002", "MP003", "MP004", "MP005", "MP006", "MP008", "MP013"] {
      #expect(campaign.broken["\(rule) error"] ?? 0 > 0, "no world breaks \(rule)")
    }
    for rule in ["MP002", "MP014"] {
      #expect(campaign.broken["\(rule) warning"] ?? 0 > 0, "no world is warned of \(rule)")
    }
    #expect(campaign.sound > 0)
  }
}
