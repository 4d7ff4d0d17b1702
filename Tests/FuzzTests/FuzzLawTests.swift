import Foundation
import FuzzLaws
import TestSupport
import Testing

/// The laws that libFuzzer tries to break (`Scripts/soak fuzz`), on its seeds and near them.
@Suite struct FuzzLawTests {
  /// The project's own small YAML files, and texts written for this: what `Scripts/soak` starts from.
  static let seeds: [URL] = {
    ["Tests/Fuzz/Seeds", "examples", "templates"].flatMap { folder -> [URL] in
      let root = SharedData.repository.appendingPathComponent(folder)
      let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
      return (paths ?? []).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }.sorted()
        .map { root.appendingPathComponent($0) }
    }
  }()

  static func texts(upTo size: Int) throws -> [[UInt8]] {
    try seeds.map { [UInt8](try Data(contentsOf: $0)) }.filter { $0.count <= size }
  }

  @Test func `every seed keeps the laws, with itself and with its neighbour`() throws {
    let texts = try Self.texts(upTo: 1_500)
    #expect(texts.count > 50, "the seeds are there")
    for (text, other) in zip(texts, texts.dropFirst() + texts.prefix(1)) {
      for choice in UInt8(0)..<6 { check(edit: text + [0, 0, 1, choice, 7 &* choice, 9, 2]) }
      check(diff: text + [0] + text + [0] + other)
      check(diff: text + [0] + other)
    }
  }

  private static let perBlock = 40

  /// Other seeds for a longer hunt: `MESHPHASE_SEED_BLOCK=4` starts where the usual run ends.
  private static let first =
    ProcessInfo.processInfo.environment["MESHPHASE_SEED_BLOCK"].flatMap { Int($0) } ?? 0

  @Test(arguments: first..<(first + 4)) func `seeds with a few bytes changed keep the laws`(
    block: Int
  ) throws {
    let texts = try Self.texts(upTo: 400)
    var edits: [Outcome: Int] = [:]
    var patches: [Outcome: Int] = [:]
    for seed in (block * Self.perBlock)..<((block + 1) * Self.perBlock) {
      var random = SeededRandom(seed: UInt64(seed))
      let text = random.pick(texts)
      let choices = (0..<(8 + random.below(24))).map { _ in UInt8(random.below(256)) }
      let edit = check(edit: Mutation.change(text, &random) + [0] + choices, "seed \(seed)")
      edits[edit, default: 0] += 1
      let (one, other) = (Mutation.change(text, &random), Mutation.change(text, &random))
      let patch = check(diff: text + [0] + one + [0] + other + [0] + choices, "seed \(seed)")
      patches[patch, default: 0] += 1
    }
    print("laws \(block): edits \(edits), patches \(patches)")
    #expect(edits[.changed, default: 0] * 3 > Self.perBlock, "many texts can be read and edited")
    #expect(patches[.changed, default: 0] * 3 > Self.perBlock, "many texts can be read and differ")
  }

  @discardableResult
  private func check(edit input: [UInt8], _ label: String = "") -> Outcome {
    do throws(Violation) { return try EditLaw.check(input) } catch {
      Issue.record("\(label) \(error)")
      return .read
    }
  }

  @discardableResult
  private func check(diff input: [UInt8], _ label: String = "") -> Outcome {
    do throws(Violation) { return try DiffLaw.check(input) } catch {
      Issue.record("\(label) \(error)")
      return .read
    }
  }
}

/// Small changes of a text, as a fuzzer makes them, mostly those after which it is still YAML.
enum Mutation {
  private static let tokens = [
    "\n", "\r\n", "\r", "  ", "\n  ", "\n- ", "\t", ": ", "- ", "? ", ", ", "\n---\n", "\n...\n",
    " #", "&a ", "*a", "<<: ", "!!str ", "{}", "[]", "{", "}", "[", "]", ": |\n  ", ": >-\n  ",
    "|+", "'", "\"", "\\", "null", "~", "yes", "0x1F", "1_000", ".inf", "é", "e\u{301}", "\u{85}",
    "\u{FEFF}", "name: a", "kind: List", "items:\n- ",
  ].map { Array($0.utf8) }

  static func change(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var text = text
    for _ in 0..<(1 + random.below(6)) {
      let changed = step(text, &random)
      let isUnread = (try? EditLaw.check(changed)) == .unread
      if !isUnread || random.chance(3) { text = changed }
    }
    return text
  }

  private static func step(_ text: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var text = text
    let start = random.below(text.count + 1)
    let end = min(text.count, start + random.below(12))
    switch random.below(4) {
    case 0: text.replaceSubrange(start..<end, with: random.pick(tokens))
    case 1: text.insert(contentsOf: random.pick(tokens), at: start)
    case 2: text.removeSubrange(start..<end)
    default:
      // A piece of the text once more.
      text.insert(contentsOf: Array(text[start..<end]), at: random.below(text.count + 1))
    }
    return text
  }
}
