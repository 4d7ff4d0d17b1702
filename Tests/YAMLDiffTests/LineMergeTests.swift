import Testing
import YAML

@testable import YAMLDiff

@Suite struct `The merge of lines` {
  private static func merge(_ base: String, _ ours: String, _ theirs: String) -> String? {
    let lines = [base, ours, theirs].map { $0.map { "\($0)\n" }.joined() }
    return LineMerge.merge(
      base: Array(lines[0].utf8), ours: Array(lines[1].utf8), theirs: Array(lines[2].utf8)
    ).map { String(decoding: $0, as: UTF8.self).filter { $0 != "\n" } }
  }

  @Test(arguments: [
    ("abc", "abc", "abc", "abc"), ("abc", "axc", "abc", "axc"), ("abc", "abc", "axc", "axc"),
    ("abc", "xbc", "aby", "xby"), ("abc", "xbc", "ayc", "xyc"), ("abc", "ac", "abcd", "acd"),
    ("abc", "axbc", "abyc", "axbyc"), ("abc", "abxc", "ayc", "ayxc"),
    ("abc", "axbc", "ayc", "axyc"), ("abc", "axc", "axc", "axc"), ("", "a", "", "a"),
    ("abc", "", "abc", ""),
  ])
  func `changes of different lines are both made`(
    base: String, ours: String, theirs: String, expected: String
  ) {
    #expect(Self.merge(base, ours, theirs) == expected)
    #expect(Self.merge(base, theirs, ours) == expected)
  }

  @Test(arguments: [
    ("abc", "axc", "ayc"), ("abc", "abcx", "abcy"), ("abc", "ac", "axc"), ("abcd", "ad", "abxcd"),
    ("", "a", "b"),
  ])
  func `changes of the same lines are not merged`(base: String, ours: String, theirs: String) {
    #expect(Self.merge(base, ours, theirs) == nil)
    #expect(Self.merge(base, theirs, ours) == nil)
  }

  @Test func `a last line without an end keeps having none`() {
    let merged = LineMerge.merge(
      base: Array("a\nb".utf8), ours: Array("x\nb".utf8), theirs: Array("a\nb".utf8))
    #expect(merged == Array("x\nb".utf8))
  }
}

@Suite struct `The merge of sets` {
  private static func merge(
    _ base: [Value], _ ours: [Value], _ theirs: [Value]
  ) -> (value: Value?, conflicts: [MergeConflict]) {
    ValueMerge.merge(
      base: .sequence(base), ours: .sequence(ours), theirs: .sequence(theirs),
      schema: Schema(list: .set))
  }

  @Test func `what one side takes away and another adds beside it is no conflict`() {
    let merged = Self.merge(["a", "b", "gen"], ["a", "b", "gen", "c"], ["a", "b"])
    #expect(merged.conflicts.isEmpty)
    #expect(merged.value == ["a", "b", "c"])
  }

  @Test func `both sides may add at one place`() {
    let merged = Self.merge(["a"], ["a", "c"], ["a", "b"])
    #expect(merged.conflicts.isEmpty)
    #expect(merged.value == ["a", "b", "c"])
    #expect(Self.merge(["a"], ["a", "b"], ["a", "c"]).value == merged.value)
  }

  @Test func `items that stand twice are merged as those of any list`() {
    let merged = Self.merge(["a"], ["a", "b", "b"], ["a", "c"])
    #expect(merged.conflicts.count == 1)
  }
}
