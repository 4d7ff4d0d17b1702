import Kubernetes

@testable import MeshUpgrade

/// What came of comparing the proof with the oracle, world by world.
struct ProofCampaign: Sendable {
  private(set) var worlds = 0
  /// Worlds whose steps break nothing that was not broken before.
  private(set) var sound = 0
  /// How many worlds break a rule anew, by its code and severity.
  private(set) var broken: [String: Int] = [:]
  private(set) var replayed = 0
  /// What differs, by the seed of the world that shows it.
  private(set) var differences: [UInt64: String] = [:]

  /// Judges the world of a seed: three of four have one step; the others have two, and for half of
  /// those the second begins before the first has finished.
  mutating func judge(_ seed: UInt64) {
    let steps = seed % 4 == 3 ? 2 : 1
    let window = seed % 8 == 7 ? 2 : 1
    let world = RandomWorld(seed: seed, steps: steps).world
    var oracle = ProofOracle(world)
    let expected = oracle.verdicts(window: window)
    let proof = ProvenWorld(world, window: window)
    worlds += 1
    let new = expected.filter { !$0.isPreexisting }
    if new.isEmpty { sound += 1 }
    for rule in Set(new.map { "\($0.rule) \($0.isError ? "error" : "warning")" }) {
      broken[rule, default: 0] += 1
    }
    var complaints = Self.differences(proof.verdicts, expected)
    var replay = CounterexampleReplay(oracle)
    for breach in proof.run.breaches {
      let names: [String?] = breach.members.map { proof.model.namespaces[$0].name }
      for name in names.isEmpty ? [nil] : names {
        replayed += 1
        guard let complaint = replay.complaint(about: breach, name) else { continue }
        complaints.append("\(complaint): \(Self.text(breach, name))")
      }
    }
    if seed % 4 == 1 {
      complaints += Self.differences(
        ProvenWorld.singleState(of: world), oracle.verdictsOfSingleState()
      ).map { "as a single state, \($0)" }
    }
    guard !complaints.isEmpty else { return }
    differences[seed] =
      "seed \(seed), window \(window)\n\(complaints.joined(separator: "\n"))\n\(world.description)"
  }

  /// What one tells and the other does not, and what is told twice.
  private static func differences(_ found: [Verdict], _ expected: Set<Verdict>) -> [String] {
    var lines = expected.subtracting(found).map { "only the oracle: \($0)" }
    lines += Set(found).subtracting(expected).map { "only the proof: \($0)" }
    if found.count != Set(found).count { lines.append("something is told twice") }
    return lines.sorted()
  }

  private static func text(_ breach: ProofRun.Breach, _ namespace: String?) -> String {
    let pod = breach.pod.map { "Pod \($0.labels) in " } ?? ""
    return """
      \(breach.violation.rule) step \(breach.step ?? -1) \(breach.direction) \(pod)\(namespace ?? "") \
      \(breach.violation.subject?.name ?? "") \(breach.violation.detail), applied \
      \(breach.applied.map(\.description)), without caBundle \(breach.fresh.map(\.description))
      """
  }

  /// Adds what came of other worlds.
  mutating func add(_ other: ProofCampaign) {
    worlds += other.worlds
    sound += other.sound
    broken.merge(other.broken, uniquingKeysWith: +)
    replayed += other.replayed
    differences.merge(other.differences) { one, _ in one }
  }

  var summary: String {
    let rules = broken.keys.sorted().map { "\($0) \(broken[$0] ?? 0)" }
    return """
      \(worlds) worlds, \(differences.count) judged differently; \(replayed) counterexamples \
      replayed; nothing new broken in \(sound); worlds that break a rule anew: \
      \(rules.joined(separator: ", "))
      """
  }
}
