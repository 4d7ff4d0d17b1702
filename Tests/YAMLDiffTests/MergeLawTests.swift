import TestSupport
import Testing
import YAML
import YAMLDiff

/// The laws of three-way merges, over random values and real documents.
@Suite struct `the laws of merges` {
  private static let seed = SeededRandom.seed(20_261_121)

  @Test func `hold for every triple of small values`() {
    let world = `a merge keeps what both sides did`.world
    var conflicts = 0
    for base in world {
      for ours in world {
        for theirs in world {
          conflicts += MergeLaws.checkSwap(
            base, ours, theirs, "\(base.json()) \(ours.json()) \(theirs.json())")
        }
      }
    }
    print(
      "law 5, small values: \(world.count * world.count * world.count) triples, \(conflicts) conflicts"
    )
  }

  /// A list of scalars, of named items, or of both, now and then with one twice.
  private static func list(_ random: inout SeededRandom) -> Value {
    let isNamed = random.chance(60)
    let isMixed = random.chance(10)
    return .sequence(
      (0..<random.below(6)).map { _ -> Value in
        let name = Value.string(random.pick(["a", "b", "c", "d", "e", "f", "g"]))
        guard isNamed, !isMixed || random.chance(70) else { return name }
        return ["name": name, "v": .number(Number(random.below(3)))]
      })
  }

  @Test func `hold for random lists and what becomes of them`() {
    var random = SeededRandom(seed: Self.seed)
    var conflicts = 0
    let count = 8_000
    for index in 0..<count {
      let base: Value = ["l": Self.list(&random), "m": ["k": Self.list(&random)]]
      let ours = RandomMutation.mutated(base, &random)
      let theirs = RandomMutation.mutated(base, &random)
      let label = "\(index): \(base.json()) \(ours.json()) \(theirs.json())"
      MergeLaws.checkSame(base, ours, label)
      conflicts += MergeLaws.checkSwap(base, ours, theirs, label)
    }
    print("law 5, random lists: seed \(Self.seed), \(count) triples, \(conflicts) conflicts")
  }

  @Test(.enabled(if: !CorpusFile.all.isEmpty, "\(CorpusFile.absence)"))
  func `hold for real documents, their neighbours and what becomes of them`() throws {
    var random = SeededRandom(seed: Self.seed)
    var triples = 0
    var conflicts = 0
    for file in CorpusFile.all where random.chance(50) {
      let bytes = file.bytes
      guard bytes.count < 20_000, let documents = try? Document.parseAll(bytes),
        let values = try? documents.map({ try $0.root.value() }), !values.isEmpty
      else { continue }
      triples += 1
      let base = random.pick(values)
      let ours = RandomMutation.mutated(base, &random)
      let isNeighbour = random.chance(30)
      let theirs = isNeighbour ? random.pick(values) : RandomMutation.mutated(base, &random)
      MergeLaws.checkSame(base, theirs, file.name)
      conflicts += MergeLaws.checkSwap(
        base, ours, theirs, "\(file.name) \(base.json()) \(ours.json()) \(theirs.json())")
    }
    print("law 5, real documents: seed \(Self.seed), \(triples) triples, \(conflicts) conflicts")
  }

  @Test func `concurrent inserts at one place of a list without keys conflict`() {
    let items: [Value] = ["a", "b", 1, ["c"]]
    var count = 0
    for size in 0...items.count {
      let base = Array(items[..<size])
      for place in 0...size {
        for (ours, theirs) in [(["x"], ["y"]), (["x"], ["y", "z"]), (["x", "y"], ["y", "x"])] {
          count += 1
          func side(_ new: [String]) -> Value {
            .sequence(base[..<place] + new.map { .string($0) } + base[place...])
          }
          let merged = ValueMerge.merge(
            base: .sequence(base), ours: side(ours), theirs: side(theirs))
          #expect(merged.conflicts.count == 1, "\(base) \(place)")
          #expect(merged.conflicts.first?.path == [.index(place)])
          #expect(merged.value == side(ours))
        }
      }
    }
    print("law 5, concurrent inserts: \(count) pairs")
  }
}
