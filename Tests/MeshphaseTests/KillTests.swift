import Foundation
import TestSupport
import Testing

/// `meshphase commit`, killed at some instant, with the real Git as judge.
@Suite struct `Killing commit` {
  /// How often: `Scripts/soak kill` says more.
  static let kills =
    ProcessInfo.processInfo.environment["MESHPHASE_KILLS"].flatMap { Int($0) } ?? 50

  @Test func `every branch is old or new, and the next run finishes`() throws {
    var commit = try KilledCommit()
    var random = SeededRandom(seed: SeededRandom.seed(9))
    var unfinished = 0
    var half = 0
    var locked = 0
    for number in 1...Self.kills {
      let run = try commit.run(&random)
      let place = Comment(rawValue: "kill \(number) \(run.instant)\n\(run.messages)")
      #expect(run.fsck == [], place)
      // Where there were branches before, each still is, with its old commit or its new one.
      #expect(run.branches.isSubset(of: commit.new.union(run.old)), place)
      #expect(run.branches.count == commit.new.count || run.old.isEmpty, place)
      #expect(run.branchesOfNextRun == commit.new, place)
      let moved = run.branches.intersection(commit.new).count
      unfinished += moved < commit.new.count ? 1 : 0
      half += moved > 0 && moved < commit.new.count ? 1 : 0
      locked += run.locks > 0 ? 1 : 0
    }
    print(
      "\(Self.kills) kills: \(unfinished) before the last branch was moved, \(half) of them after"
        + " the first; \(locked) left locks")
    // Otherwise they came too late to show anything.
    #expect(unfinished > Self.kills / 10)
  }
}
