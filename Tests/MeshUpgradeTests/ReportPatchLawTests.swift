import Foundation
import TestSupport
import Testing
import YAML
import YAMLDiff

/// Law 3 for whole streams and through JSON: what is told is all that one has to know.
@Suite struct `a report makes the new stream of the old one, and back` {
  @Test func `for random streams`() throws {
    let seed = SeededRandom.seed(20_261_121)
    var random = SeededRandom(seed: seed)
    let pairs =
      ProcessInfo.processInfo.environment["MESHPHASE_PAIRS"].flatMap { Int($0) } ?? 600
    var refused: [String] = []
    for index in 0..<pairs {
      let stream = RandomStream(&random)
      let other = random.chance(10) ? RandomStream(&random) : stream.mutated(&random)
      let hasJSON = !stream.holdsInfinity && !other.holdsInfinity
      let a = stream.text(&random, hasJSON: hasJSON)
      let b = other.text(&random, hasJSON: hasJSON)
      switch try PatchLaws.check(a, b, "seed \(seed), pair \(index)") {
      case .done: break
      case .refused(let problem): refused.append("\(index): \(problem)\n\(a)\n=== to\n\(b)")
      case .unreadable: Issue.record("pair \(index) cannot be read")
      }
    }
    print("reports, seed \(seed): \(pairs) random pairs, \(refused.count) refused")
    #expect(refused.isEmpty, "\(refused.prefix(3).joined(separator: "\n#######\n"))")
  }

  /// Beyond this a pair costs too much to try it in every run.
  private static let largestFile = 60_000

  @Test(
    .enabled(if: !CorpusFile.all.isEmpty, "\(CorpusFile.absence)"), arguments: 0..<4)
  func `for each real file and the next one, and for its documents the other way round`(
    part: Int
  ) throws {
    let files = CorpusFile.all.filter { $0.bytes.count < Self.largestFile }
    var counts = (pairs: 0, unreadable: 0)
    var refused: [String] = []
    for index in files.indices where index % 4 == part {
      let text = String(decoding: files[index].bytes, as: UTF8.self)
      var others = [String(decoding: files[(index + 1) % files.count].bytes, as: UTF8.self)]
      let chunks = text.components(separatedBy: "\n---\n")
      if chunks.count > 1 { others.append(chunks.reversed().joined(separator: "\n---\n")) }
      for other in others {
        counts.pairs += 1
        switch try PatchLaws.check(text, other, files[index].name) {
        case .done: break
        case .refused(let problem): refused.append("\(files[index].name): \(problem.reason)")
        case .unreadable: counts.unreadable += 1
        }
      }
    }
    print(
      "reports, part \(part): \(counts.pairs) pairs of real files, \(counts.unreadable) not "
        + "readable, \(refused.count) refused \(refused)")
    // Cases of the suite are made to be awkward; files that people wrote are never refused.
    #expect(refused.allSatisfy { $0.hasPrefix("suites/yaml-test-suite/") })
  }

  private static let jd = SharedData.folder.appending(path: "data/suites/jd-spec-cases")

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: Self.jd.path), "no jd-spec-cases"),
    arguments: ["core.json", "options.json", "errors.json"])
  func `for jd's pairs`(file: String) throws {
    struct Row: Decodable {
      let name: String
      let content_a: String
      let content_b: String
    }
    let data = try Data(contentsOf: Self.jd.appending(path: file))
    let rows = try JSONDecoder().decode([Row].self, from: data)
    var unreadable = 0
    for row in rows {
      switch try PatchLaws.check(row.content_a, row.content_b, row.name) {
      case .done: break
      case .refused(let problem): Issue.record("\(row.name): \(problem.reason)")
      case .unreadable: unreadable += 1
      }
    }
    print("reports, jd \(file): \(rows.count) pairs, \(unreadable) not readable")
  }
}
