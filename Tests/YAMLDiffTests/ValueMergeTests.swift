import Testing
import YAML
import YAMLDiff

/// The laws of three-way merges, and what single merges give.
@Suite struct `a merge keeps what both sides did` {
  /// Every third value of the small world, and all their triples.
  static let world: [Value] = `the laws of differences hold for every pair of small values`.world
    .enumerated().filter { $0.offset % 3 == 0 }.map(\.element)

  func merge(
    _ base: Value?, _ ours: Value?, _ theirs: Value?
  ) -> (value: Value?, conflicts: [MergeConflict]) {
    ValueMerge.merge(base: base, ours: ours, theirs: theirs)
  }

  @Test func `merging a side with itself, or with an unchanged base, gives that side`() {
    for base in Self.world {
      for side in Self.world {
        for (ours, theirs) in [(side, side), (base, side), (side, base)] {
          let merged = merge(base, ours, theirs)
          #expect(merged.value == side)
          #expect(merged.conflicts.isEmpty)
        }
      }
    }
  }

  @Test func `labels that both sides add are both there`() {
    let base: Value = ["labels": ["app": "web"]]
    let merged = merge(
      base, ["labels": ["app": "web", "team": "shop"]],
      ["labels": ["app": "web", "istio.io/rev": "asm-1140-0"]])
    #expect(
      merged.value == ["labels": ["app": "web", "team": "shop", "istio.io/rev": "asm-1140-0"]])
    #expect(merged.conflicts.isEmpty)
  }

  @Test func `a field that both sides changed is a conflict with three values`() {
    let merged = merge(["replicas": 1, "a": 1], ["replicas": 2, "a": 1], ["replicas": 3, "a": 2])
    #expect(merged.value == ["replicas": 2, "a": 2])
    #expect(
      merged.conflicts == [
        MergeConflict(path: Path(keys: ["replicas"]), base: 1, ours: 2, theirs: 3)
      ])
  }

  @Test func `items by name: one changed here, one removed and one added there`() {
    let merged = merge(
      [["name": "a", "v": 1], ["name": "b", "v": 1], ["name": "c", "v": 1]],
      [["name": "a", "v": 2], ["name": "b", "v": 1], ["name": "c", "v": 1]],
      [["name": "a", "v": 1], ["name": "d", "v": 1], ["name": "c", "v": 1]])
    #expect(
      merged.value == [["name": "a", "v": 2], ["name": "d", "v": 1], ["name": "c", "v": 1]])
    #expect(merged.conflicts.isEmpty)
  }

  @Test func `concurrent inserts at one place of a list without keys conflict`() {
    let merged = merge(["a", "b"], ["a", "x", "b"], ["a", "y", "b"])
    #expect(merged.value == ["a", "x", "b"])
    #expect(
      merged.conflicts == [
        MergeConflict(path: [.index(1)], base: [], ours: ["x"], theirs: ["y"])
      ])
    #expect(merge(["a", "b"], ["x", "a", "b"], ["a", "b", "y"]).value == ["x", "a", "b", "y"])
  }

  @Test func `what one side removed and the other changed is a conflict`() {
    let merged = merge(["a": ["x": 1]], [:], ["a": ["x": 2]])
    #expect(
      merged.conflicts == [
        MergeConflict(path: Path(keys: ["a"]), base: ["x": 1], ours: nil, theirs: ["x": 2])
      ])
  }

  @Test func `a conflict names items by what tells them apart`() {
    func ports(_ first: Value, _ second: Value) -> Value {
      ["a/b": [["name": "x", "v": first], ["name": "y", "list": [["id": 7, "v": second]]]]]
    }
    let merged = merge(ports(1, 1), ports(2, 2), ports(3, 3))
    #expect(merged.conflicts.map(\.path.pointer) == ["/a~1b/0/v", "/a~1b/1/list/0/v"])
    #expect(
      merged.conflicts.map(\.keyedPath) == ["/a~1b[name=x]/v", "/a~1b[name=y]/list[id=7]/v"])
    // As a difference names them.
    #expect(merge([1], [2], [3]).conflicts.map(\.keyedPath) == ["/0"])
  }
}
