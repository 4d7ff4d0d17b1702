/// The three-way merge of texts line by line: changes that touch no common line are both made.
///
/// Lines next to each other may be changed by different sides, which `git merge` takes for a
/// conflict: whoever uses it has to check what the merged text says.
package enum LineMerge {
  /// The merged text; nil where both sides changed the same lines, or added some at one place.
  package static func merge(base: [UInt8], ours: [UInt8], theirs: [UInt8]) -> [UInt8]? {
    let (old, left, right) = (lines(base), lines(ours), lines(theirs))
    var tokens: [ArraySlice<UInt8>: Int] = [:]
    func tokenized(_ lines: [ArraySlice<UInt8>]) -> [Int] {
      lines.map { line in
        if let token = tokens[line] { return token }
        tokens[line] = tokens.count
        return tokens.count - 1
      }
    }
    let numbers = tokenized(old)
    let mine = edits(numbers, tokenized(left))
    let other = edits(numbers, tokenized(right))
    var result: [UInt8] = []
    var position = 0
    var (i, j) = (0, 0)
    while i < mine.count || j < other.count {
      let one = i < mine.count ? mine[i] : nil
      let two = j < other.count ? other[j] : nil
      let next: Edit
      let text: [ArraySlice<UInt8>]
      if let one, let two, one.old == two.old, left[one.new].elementsEqual(right[two.new]) {
        (next, text) = (one, Array(left[one.new]))
        (i, j) = (i + 1, j + 1)
      } else if let one, let two, touch(one.old, two.old) {
        return nil
      } else if let one, two.map({ precedes(one.old, $0.old) }) ?? true {
        (next, text) = (one, Array(left[one.new]))
        i += 1
      } else if let two {
        (next, text) = (two, Array(right[two.new]))
        j += 1
      } else {
        return nil
      }
      result += old[position..<next.old.lowerBound].joined()
      result += text.joined()
      position = next.old.upperBound
    }
    return result + old[position...].joined()
  }

  /// Lines of the base, and the lines of a side that take their place.
  private struct Edit {
    let old: Range<Int>
    let new: Range<Int>
  }

  private static func edits(_ old: [Int], _ new: [Int]) -> [Edit] {
    var edits: [Edit] = []
    var (x, y) = (0, 0)
    for match in LongestCommonSubsequence.matches(old, new) + [(old.count, new.count)] {
      if x < match.left || y < match.right {
        edits.append(Edit(old: x..<match.left, new: y..<match.right))
      }
      (x, y) = (match.left + 1, match.right + 1)
    }
    return edits
  }

  /// Whether two edits are about a common line, or both add lines at one place.
  private static func touch(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
    if one.isEmpty || other.isEmpty {
      return one == other || one.isInside(other) || other.isInside(one)
    }
    return one.overlaps(other)
  }

  /// What is added before a line comes before what takes the line's place.
  private static func precedes(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
    (one.lowerBound, one.upperBound) < (other.lowerBound, other.upperBound)
  }

  private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
      lines.append(text[start..<end])
      start = end
    }
    return lines
  }
}

extension Range<Int> {
  /// Whether this empty range lies between two positions of another.
  fileprivate func isInside(_ other: Range<Int>) -> Bool {
    isEmpty && lowerBound > other.lowerBound && lowerBound < other.upperBound
  }
}
