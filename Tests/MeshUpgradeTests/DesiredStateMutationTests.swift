import Files
import Kubernetes
import Testing

@testable import MeshUpgrade

/// Desired states with random damage: the seed is the test's argument, so a failure names it.
struct DesiredStateMutationTests {
  @Test(arguments: 1...400)
  func `a damaged file is refused with places inside it, or taken, and always the same way`(
    _ seed: Int
  ) {
    var random = SplitMix(state: UInt64(seed))
    let text = damaged(DesiredStateDecodingTests.example, by: &random)
    let row = DesiredStateRow("seed \(seed)", yaml: text, expected: [])
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(row.findings() == row.findings())
    do throws(Refusal) {
      let warnings = try DesiredState.decode(desiredStateFile(text)).warnings
      #expect(warnings.allSatisfy { $0.severity == .warning })
    } catch {
      #expect(!error.findings.isEmpty)
      #expect(error.findings.allSatisfy { $0.severity == .error && $0.excerpt != nil })
      #expect(error.findings.allSatisfy { (1...lines).contains($0.place?.line ?? 0) })
      let places = error.findings.compactMap(\.place)
      #expect(places == places.sorted())
    }
  }

  private func damaged(_ text: String, by random: inout SplitMix) -> String {
    var lines = text.split(separator: "\n").map(String.init)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let line = Int.random(in: lines.indices, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: lines.remove(at: line)
      case 1: lines.insert(lines[line], at: Int.random(in: lines.indices, using: &random))
      case 2: lines.swapAt(line, Int.random(in: lines.indices, using: &random))
      case 3: lines[line] = String(lines[line].dropFirst(Int.random(in: 1...4, using: &random)))
      default: lines[line] = mutated(lines[line], by: &random)
      }
    }
    return lines.joined(separator: "\n")
  }

  private func mutated(_ line: String, by random: inout SplitMix) -> String {
    var characters = Array(line)
    let alphabet = Array("aZ09 :,-[]{}\"'&*!|>#%@.~é\u{0}")
    for _ in 0..<Int.random(in: 1...3, using: &random) where !characters.isEmpty {
      let position = Int.random(in: characters.indices, using: &random)
      if Bool.random(using: &random) {
        characters[position] = alphabet[Int.random(in: alphabet.indices, using: &random)]
      } else {
        characters.remove(at: position)
      }
    }
    return String(characters)
  }
}

/// A small random source with a seed (Steele, Lea and Flood: SplitMix64).
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
