import Glibc
import HistoryLaws

/// Checks generated histories: the first seed, and how many; ends with 1 where one breaks a law.
@main
struct HistoryCampaign {
  static func main() throws {
    let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
    guard numbers.count == 2 else { throw Usage() }
    var law = HistoryLaw()
    for seed in numbers[0]..<(numbers[0] + numbers[1]) { law.check(seed: seed) }
    let seen = law.seen.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    print("histories: seeds from \(numbers[0]), \(numbers[1]): \(seen.joined(separator: ", "))")
    for violation in law.violations { print("broken: \(violation)") }
    if !law.violations.isEmpty { exit(1) }
  }

  struct Usage: Error, CustomStringConvertible {
    let description = "usage: history-laws FIRST-SEED COUNT"
  }
}
