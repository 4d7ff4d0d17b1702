import Testing

@testable import YAMLDiff

@Suite struct `the longest common subsequence tells what stayed in place` {
  /// Every list over three tokens of up to five items.
  static let world: [[Int]] = {
    var all: [[Int]] = [[]]
    var last: [[Int]] = [[]]
    for _ in 0..<5 {
      last = last.flatMap { list in (0..<3).map { list + [$0] } }
      all += last
    }
    return all
  }()

  /// The textbook table, as judge.
  static func length(_ left: [Int], _ right: [Int]) -> Int {
    var row = [Int](repeating: 0, count: right.count + 1)
    for item in left {
      var diagonal = 0
      for (index, other) in right.enumerated() {
        let above = row[index + 1]
        row[index + 1] = item == other ? diagonal + 1 : max(above, row[index])
        diagonal = above
      }
    }
    return row[right.count]
  }

  @Test func `it is in order, it matches, and it is the longest, for every pair of small lists`() {
    for left in Self.world {
      for right in Self.world {
        let pairs = LongestCommonSubsequence.matches(left, right)
        #expect(pairs.allSatisfy { left[$0.left] == right[$0.right] })
        #expect(
          zip(pairs, pairs.dropFirst()).allSatisfy { $0.left < $1.left && $0.right < $1.right })
        #expect(pairs.count == Self.length(left, right), "\(left) \(right)")
      }
    }
  }

  @Test func `ten thousand unique tokens in another order are matched exactly`() {
    let left = Array(0..<10_000)
    let right = left.map { ($0 * 7919) % 10_000 }
    let pairs = LongestCommonSubsequence.matches(left, right)
    #expect(pairs.count == LongestCommonSubsequence.longestRising(right).count)
  }

  @Test func `fifty thousand lines with repeats, all different or one in a hundred changed`() {
    let left = (0..<50_000).map { $0 % 5 == 0 ? -1 : $0 }
    let changed = left.enumerated().map {
      $0.offset % 100 == 3 ? 1_000_000 + $0.offset : $0.element
    }
    #expect(LongestCommonSubsequence.matches(left, changed).count == 49_500)
    let different = (0..<50_000).map { $0 % 7 == 0 ? -1 : -2 - $0 }
    let pairs = LongestCommonSubsequence.matches(left, different)
    #expect(pairs.allSatisfy { left[$0.left] == different[$0.right] })
    #expect(zip(pairs, pairs.dropFirst()).allSatisfy { $0.left < $1.left && $0.right < $1.right })
  }
}
