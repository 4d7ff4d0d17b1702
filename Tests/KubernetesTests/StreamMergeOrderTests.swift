import Kubernetes
import TestSupport
import Testing
import YAML
import YAMLDiff

/// Where documents stand in a merged stream: their order is data.
@Suite struct `the order of merged documents` {
  private func stream(_ names: [Int]) -> String {
    names.map { name in
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: n\(name)}\ndata: {key: x} # \(name)\n"
    }.joined(separator: "---\n")
  }

  private func merge(_ base: [Int], _ ours: [Int], _ theirs: [Int]) throws -> StreamMerge {
    func file(_ names: [Int]) -> SourceFile {
      SourceFile(name: "s", bytes: Array(stream(names).utf8))
    }
    return try StreamMerge(base: file(base), ours: file(ours), theirs: file(theirs))
  }

  private func names(_ merged: StreamMerge) throws -> [Int] {
    try Document.parseAll(merged.text).map { document in
      try #require(document.root[["metadata", "name"]]?.text.flatMap { Int($0.dropFirst()) })
    }
  }

  /// Some documents come, go and change places.
  private func edited(_ names: [Int], _ random: inout SeededRandom, from new: Int) -> [Int] {
    var names = names
    for step in 0..<random.below(4) {
      switch random.below(3) {
      case 0: names.insert(new + step, at: random.below(names.count + 1))
      case 1 where !names.isEmpty: names.remove(at: random.below(names.count))
      default:
        guard names.count > 1 else { continue }
        names.insert(names.remove(at: random.below(names.count)), at: random.below(names.count))
      }
    }
    return names
  }

  @Test func `laws of three-way merges hold for it`() throws {
    var (conflicts, additions, moves) = (0, 0, 0)
    for seed in 0..<600 {
      var random = SeededRandom(seed: UInt64(seed))
      let base = Array(0..<random.below(5))
      let (one, other) = (edited(base, &random, from: 10), edited(base, &random, from: 20))
      #expect(try names(merge(base, base, one)) == one, "seed \(seed)")
      #expect(try names(merge(base, one, base)) == one, "seed \(seed)")
      #expect(try names(merge(base, one, one)) == one, "seed \(seed)")
      let (merged, swapped) = (try merge(base, one, other), try merge(base, other, one))
      #expect(merged.conflicts.count == swapped.conflicts.count, "seed \(seed)")
      guard merged.conflicts.isEmpty else {
        conflicts += 1
        continue
      }
      let order = try names(merged)
      #expect(try order == names(swapped), "seed \(seed): \(base) \(one) \(other)")
      // What one side added or kept while the other kept it is there, and nothing else.
      let expected = Set(one).union(other).filter { name in
        base.contains(name) ? one.contains(name) && other.contains(name) : true
      }
      #expect(Set(order) == expected && order.count == expected.count, "seed \(seed)")
      moves += order.filter(base.contains) == base.filter(order.contains) ? 0 : 1
      additions += order.contains { $0 >= 10 } ? 1 : 0
    }
    #expect(conflicts > 0 && additions > 100 && moves > 10)
  }

  @Test func `documents that both sides moved otherwise are a conflict, told with three orders`()
    throws
  {
    let merged = try merge([0, 1, 2], [1, 0, 2], [2, 1, 0])
    #expect(try names(merged) == [1, 0, 2])
    let conflict = try #require(merged.conflicts.first)
    #expect(merged.conflicts.count == 1 && conflict.object == nil)
    #expect(conflict.conflict.path.steps.isEmpty)
    #expect(conflict.conflict.theirs == ["ConfigMap n2", "ConfigMap n1", "ConfigMap n0"])
  }

  @Test func `what is added stands where its side has put it`() throws {
    #expect(try names(merge([0, 1], [0, 7, 1], [0, 1, 8])) == [0, 7, 1, 8])
    #expect(try names(merge([0], [0, 7], [0, 8])) == [0, 7, 8])
    #expect(try names(merge([0], [0, 8], [0, 7])) == [0, 7, 8])
    #expect(try names(merge([0, 1], [1, 0], [9, 0, 1])) == [9, 1, 0])
  }
}
