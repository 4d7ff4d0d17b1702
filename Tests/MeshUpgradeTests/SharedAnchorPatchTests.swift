import Testing
import YAML

/// Patches of what an anchor shares: the other users keep what they have.
@Suite struct `patches of shared values` {
  static let rows: [(from: String, to: String, text: String)] = [
    ("a: &x 1\nb: *x\n", "a: 1\nb: 2\n", "a: &x 1\nb: 2\n"),
    ("a: &x 1 # one\nb: *x # too\n", "a: 2\nb: 1\n", "a: &x 2 # one\nb: 1 # too\n"),
    ("a: &x 1\nb: *x\n", "a: 2\nb: 2\n", "a: &x 2\nb: 2\n"),
    ("a: &x 1\nb: *x\nc: 3\n", "a: 1\nc: 3\n", "a: &x 1\nc: 3\n"),
    ("a: &x 1\nb: *x\n", "b: 1\n", "b: 1\n"),
    ("l: [&x 1, *x, 3]\n", "l: [1, 3]\n", "l: [&x 1, 3]\n"),
    (
      "b: &b {x: 1}\nd: {<<: *b, y: 1}\n", "b: {x: 2}\nd: {x: 1, y: 1}\n",
      "b: &b {x: 2}\nd: {<<: {\"x\":1}, y: 1}\n"
    ),
    ("a: &x {p: 1, q: 2}\nb: *x\n", "a: {p: 1, q: 2}\nb: {p: 1, q: 3}\n", ""),
    ("a: &x\n  p: [1, 2]\nb: *x\nc: *x\n", "a: {p: [1]}\nb: {p: [1, 2]}\nc: {p: [2]}\n", ""),
    ("a: &x {p: &y 1, q: *y}\nb: [*x, *y]\n", "a: {p: 2, q: 1}\nb: [{p: 1, q: 1}, 1]\n", ""),
    ("&k a: 1\nb: *k\n", "b: a\n", "b: a\n"),
    ("a: &x \"1, 2\"\nb: [*x, 3]\n", "a: x\nb: ['1, 2', 3]\n", ""),
  ]

  @Test(arguments: rows)
  func `each place gets its own`(row: (from: String, to: String, text: String)) throws {
    let patch = try PatchLaws.patch(try PatchLaws.report(row.from, row.to))
    let result = try PatchLaws.apply(patch, row.from)
    #expect(try PatchLaws.documents(result) == PatchLaws.documents(row.to), "\(result)")
    if !row.text.isEmpty { #expect(result == row.text) }
  }
}
