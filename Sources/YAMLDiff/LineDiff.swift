/// The difference of two texts line by line: the fewest lines that go and come, with their
/// surroundings.
///
/// Making its changes on the old text gives the new one. It is the smallest where the texts differ
/// by no more than a few thousand lines, and in order and fast beyond that.
package struct LineDiff: Hashable, Sendable {
  /// What became of a line.
  package enum Kind: String, Sendable {
    case context
    case removed
    case added
  }

  /// A line that is told, with its numbers on the sides that have it, from 1.
  package struct Line: Hashable, Sendable {
    package let kind: Kind
    package let line: TextLine
    package let from: Int?
    package let to: Int?
  }

  /// Runs of lines that are told, each around changes that stand near each other.
  package let hunks: [[Line]]

  /// Compares two texts; `context` is how many equal lines are told around a change.
  package init(from: String, to: String, context: Int = 3) {
    var script = Script(Array(from.utf8), Array(to.utf8))
    script.compare()
    hunks = script.hunks(context: context)
  }
}

/// The lines of both texts, and which of them are the same.
private struct Script {
  private let old: [UInt8]
  private let new: [UInt8]
  private let oldLines: [Range<Int>]
  private let newLines: [Range<Int>]
  /// Runs of changed lines on both sides, in order, equal lines between them.
  private var changes: [(old: Range<Int>, new: Range<Int>)] = []

  init(_ old: [UInt8], _ new: [UInt8]) {
    self.old = old
    self.new = new
    oldLines = TextLine.ranges(of: old)
    newLines = TextLine.ranges(of: new)
  }

  mutating func compare() {
    let shorter = min(oldLines.count, newLines.count)
    var start = 0
    while start < shorter, isEqual(start, start) { start += 1 }
    var end = 0
    while end < shorter - start,
      isEqual(oldLines.count - 1 - end, newLines.count - 1 - end)
    { end += 1 }
    let (oldEnd, newEnd) = (oldLines.count - end, newLines.count - end)
    var known: [ArraySlice<UInt8>: Int] = [:]
    func token(_ line: ArraySlice<UInt8>) -> Int {
      if let token = known[line] { return token }
      known[line] = known.count
      return known.count - 1
    }
    let matches = LongestCommonSubsequence.matches(
      oldLines[start..<oldEnd].map { token(old[$0]) },
      newLines[start..<newEnd].map { token(new[$0]) })
    var (x, y) = (start, start)
    for match in matches {
      add(x..<(start + match.left), y..<(start + match.right))
      (x, y) = (start + match.left + 1, start + match.right + 1)
    }
    add(x..<oldEnd, y..<newEnd)
  }

  private func isEqual(_ oldIndex: Int, _ newIndex: Int) -> Bool {
    let (one, other) = (oldLines[oldIndex], newLines[newIndex])
    return one.count == other.count && old[one] == new[other]
  }

  private mutating func add(_ old: Range<Int>, _ new: Range<Int>) {
    if !old.isEmpty || !new.isEmpty { changes.append((old, new)) }
  }

  /// The changes with the lines around them; those whose surroundings touch are told together.
  func hunks(context: Int) -> [[LineDiff.Line]] {
    var hunks: [[LineDiff.Line]] = []
    var hunk: [LineDiff.Line] = []
    for (index, change) in changes.enumerated() {
      let previous = index > 0 ? changes[index - 1].old.upperBound : 0
      let gap = change.old.lowerBound - previous
      if index > 0, gap > 2 * context {
        hunk += equal(previous..<(previous + context), changes[index - 1])
        hunks.append(hunk)
        hunk = []
      }
      let before = hunk.isEmpty ? min(gap, context) : gap
      hunk += equal((change.old.lowerBound - before)..<change.old.lowerBound, change)
      hunk += change.old.map { index in
        LineDiff.Line(
          kind: .removed, line: TextLine(old[oldLines[index]]), from: index + 1, to: nil)
      }
      hunk += change.new.map { index in
        LineDiff.Line(kind: .added, line: TextLine(new[newLines[index]]), from: nil, to: index + 1)
      }
    }
    guard let last = changes.last else { return [] }
    let end = min(last.old.upperBound + context, oldLines.count)
    return hunks + [hunk + equal(last.old.upperBound..<end, last)]
  }

  /// Equal lines right before or after a change.
  private func equal(
    _ lines: Range<Int>, _ change: (old: Range<Int>, new: Range<Int>)
  ) -> [LineDiff.Line] {
    let shift =
      lines.lowerBound >= change.old.upperBound
      ? change.new.upperBound - change.old.upperBound
      : change.new.lowerBound - change.old.lowerBound
    return lines.map { index in
      LineDiff.Line(
        kind: .context, line: TextLine(old[oldLines[index]]), from: index + 1,
        to: index + 1 + shift)
    }
  }
}
