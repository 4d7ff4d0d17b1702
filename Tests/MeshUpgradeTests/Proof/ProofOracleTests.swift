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

  /// Worlds that a campaign found to be judged differently, by what was wrong.
  private static let found: [(seed: UInt64, fault: String)] = [
    (71027, "on the way back, a Pod that the step brought broke what others like it break"),
    (61623, "the same, beside a step that overlaps"),
    (65582, "a counterexample with an injector more than the double takes"),
    (1_184_561, "a double that passes was told beside one that does not"),
    (54703, "a workload that was like others for a while was taken for one of them"),
    (1_035_819, "the same, of a control plane's own Pods"),
    (1_045_399, "what a rollback creates had the caBundle of an earlier step"),
    (1_080_053, "the oracle took a caBundle that is written for a tag that moves"),
    (1_106_122, "a configuration without webhooks counted as removed at any time"),
    (1_160_095, "a label that nobody looks at hid when an overlapping sync comes to its namespace"),
  ]

  @Test(arguments: found.map(\.seed))
  func `what was judged differently once is judged alike`(seed: UInt64) {
    var campaign = ProofCampaign()
    campaign.judge(seed)
    #expect(campaign.differences[seed] == nil)
  }
}
