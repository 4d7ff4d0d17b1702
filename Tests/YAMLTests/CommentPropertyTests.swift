import Foundation
import TestSupport
import Testing
import YAML

/// Comments of random texts and of texts of others.
@Suite struct `comments are exactly what can be anything without changing the data` {
  @Test(arguments: 0..<10)
  func `in random texts`(block: Int) throws {
    var count = 0
    for seed in (block * 200)..<((block + 1) * 200) {
      var random = SeededRandom(seed: UInt64(seed) ^ 0xC033)
      let value = RandomValue.object(&random)
      var writer = RandomText(random: random)
      let text = writer.document(value)
      guard let judge = CommentJudge(text, label: "seed \(seed)") else {
        Issue.record("seed \(seed) cannot be read")
        continue
      }
      judge.checkFound()
      judge.checkMissing()
      count += judge.lines.count
    }
    print("random comments \(block): \(count) lines")
  }

  @Test(arguments: 0..<10)
  func `in random texts with comments put anywhere`(block: Int) throws {
    var (read, count) = (0, 0)
    for seed in (block * 1000)..<((block + 1) * 1000) {
      var random = SeededRandom(seed: UInt64(seed) ^ 0xC0DE)
      var text = Self.small(&random)
      for _ in 0..<(1 + random.below(4)) {
        let comment = random.pick([
          " # c\n", "#d\n", "\n# e\n", "\n   # f\n", " #", "\r# g\r",
        ])
        text.insert(contentsOf: Array(comment.utf8), at: random.below(text.count + 1))
      }
      guard let judge = CommentJudge(text, label: "seed \(seed)") else { continue }
      read += 1
      count += judge.lines.count
      judge.checkFound()
      judge.checkMissing()
    }
    print("comments anywhere \(block): \(read) texts read, \(count) lines")
  }

  /// A small text of the pieces that stand between values.
  private static func small(_ random: inout SeededRandom) -> [UInt8] {
    var text = random.pick(["", "", "", "---\n", "%YAML 1.1\n---\n", "a: 1\n...\n", "# h\n--- "])
    for _ in 0..<(1 + random.below(4)) {
      text += random.pick([
        "a: b\n", "c:\n  d: 1\n", "e:\n- f\n- g: 1\n  h: 2\n", "i: [1, {j: k}, l: m]\n",
        "n: |\n  # o\n  p\n", "q: &r\n  s: 1\n", "t: &v !!str\n  w\n", "? x\n: y\n",
        "? [z]\n: - 1\n", "'1 # 2': \"3\n  # 4\"\n", "5: {6, 7: }\n", "8: >+\n  9\n\n",
        "- A\n- - B\n  - C: 1\n-\n", "{D: [ ], \"E\": 'F'}\n", "G: *v\n", "H: !<I#> J\n",
        "!!map\nK: 1\n", "L\n  M\n", "...\n", "---\n", "[? N: O, P]\n", "Q:\n\n\nR: ~\n",
      ])
    }
    return Array(text.utf8)
  }

  @Test func `in the YAML test suite and the files of public repositories`() throws {
    guard let files = SharedData.files(in: "") else {
      print("skipped: no data in \(SharedData.folder.path)")
      return
    }
    var (read, count, bytes) = (0, 0, 0)
    for file in files where ["yaml", "yml", "json"].contains(file.pathExtension) {
      let text = [UInt8](try Data(contentsOf: file))
      let label = file.pathComponents.suffix(3).joined(separator: "/")
      guard let judge = CommentJudge(text, label: label) else { continue }
      read += 1
      count += judge.lines.count
      bytes += text.count
      judge.checkFound()
      if text.count < 600 { judge.checkMissing() }
    }
    print("comments of shared data: \(read) files read, \(bytes) bytes, \(count) lines")
  }
}
