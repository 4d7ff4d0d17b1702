import TestSupport
import Testing

@testable import YAMLDiff

@Suite struct `a line diff is the fewest lines that go and come` {
  /// The old text with the changes made; nil when they do not fit it.
  static func apply(_ diff: LineDiff, to text: String) -> String? {
    let old = TextLine.lines(of: text)
    var result: [TextLine] = []
    var next = 0
    for line in diff.hunks.joined() {
      if let from = line.from {
        guard from > next, from <= old.count, old[from - 1] == line.line else { return nil }
        result += old[next..<(from - 1)]
        next = from
      } else {
        // What comes before it has no change: its number says how many lines.
        guard let to = line.to, to - 1 >= result.count else { return nil }
        let count = to - 1 - result.count
        guard next + count <= old.count else { return nil }
        result += old[next..<(next + count)]
        next += count
      }
      if line.kind != .removed {
        guard line.to == result.count + 1 else { return nil }
        result.append(line.line)
      }
    }
    return (result + old[next...]).map { $0.text + $0.end }.joined()
  }

  static func randomText(_ random: inout SeededRandom) -> String {
    let ends = random.chance(70) ? ["\n"] : ["\n", "\r\n", "\r"]
    let lines = (0..<random.below(9)).map { _ in
      random.pick(["a", "b", "c", "", "  é"]) + random.pick(ends)
    }
    return lines.joined() + (random.chance(30) ? "end" : "")
  }

  @Test(arguments: 0..<2_000)
  func `its changes made on the old text give the new one, and none are needless`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let (old, new) = (Self.randomText(&random), Self.randomText(&random))
    let context = random.below(4)
    let diff = LineDiff(from: old, to: new, context: context)
    #expect(Self.apply(diff, to: old)?.utf8.elementsEqual(new.utf8) == true, "seed \(seed)")
    let (lines, newLines) = (TextLine.lines(of: old), TextLine.lines(of: new))
    let numbers = Dictionary(
      uniqueKeysWithValues: Set(lines + newLines).enumerated().map { ($1, $0) })
    let common = `the longest common subsequence tells what stayed in place`.length(
      lines.compactMap { numbers[$0] }, newLines.compactMap { numbers[$0] })
    let changed = diff.hunks.joined().count { $0.kind != .context }
    #expect(changed == lines.count + newLines.count - 2 * common, "seed \(seed)")
  }

  @Test(arguments: 0..<300)
  func `lines around changes are told once, and no more than asked for`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let old = (0..<40).map { "\($0)\n" }
    let new = old.map { random.chance(15) ? "new \($0)" : $0 }
    let context = random.below(4)
    let diff = LineDiff(from: old.joined(), to: new.joined(), context: context)
    let told = diff.hunks.joined().filter { $0.kind != .added }.compactMap(\.from)
    let changed = old.indices.filter { old[$0] != new[$0] }
    let near = old.indices.filter { index in changed.contains { abs($0 - index) <= context } }
    #expect(told == near.map { $0 + 1 }, "seed \(seed)")
    for (one, other) in zip(diff.hunks, diff.hunks.dropFirst()) {
      #expect((one.last?.to ?? 0) + 1 < other.first?.to ?? other.first?.from ?? 0)
    }
  }

  @Test func `line ends are part of lines`() {
    let diff = LineDiff(from: "a\r\nb", to: "a\nb\n")
    #expect(diff.hunks.joined().map(\.line.end) == ["\r\n", "", "\n", "\n"])
    #expect(LineDiff(from: "a\n", to: "a\n").hunks.isEmpty)
    #expect(LineDiff(from: "", to: "a").hunks.joined().map(\.kind) == [.added])
    #expect(TextLine.lines(of: "a\r\rb\r\n\n").map(\.text) == ["a", "", "b", ""])
  }

  @Test func `fifty thousand lines`() {
    let old = (0..<50_000).map { $0 % 3 == 0 ? "}\n" : "line \($0)\n" }
    let new = old.enumerated().map { $0 % 100 == 7 ? "changed\n" : $1 }
    let diff = LineDiff(from: old.joined(), to: new.joined())
    #expect(diff.hunks.count == 500)
    #expect(diff.hunks.joined().count == 500 * 8)
    let other = (0..<50_000).map { $0 % 3 == 0 ? "}\n" : "other \($0)\n" }
    let all = LineDiff(from: old.joined(), to: other.joined())
    #expect(Self.apply(all, to: old.joined()) == other.joined())
  }
}
