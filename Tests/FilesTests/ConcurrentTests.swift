import Files
import Testing

/// Work on several cores: the outcome is that of one.
@Suite struct `Work on several cores` {
  @Test(arguments: [0, 1, 31, 32, 33, 64, 500, 512, 10_000])
  func `gives what map gives, in order`(count: Int) {
    let numbers = Array(0..<count)
    #expect(numbers.concurrentMap { $0 * 3 } == numbers.map { $0 * 3 })
    for length in [1, 7, 64] {
      #expect(numbers.concurrentMap(inRunsOf: length) { $0 * 3 } == numbers.map { $0 * 3 })
    }
  }

  @Test func `hands out slices by their own indices`() {
    let slice = Array(0..<1000)[300..<700]
    #expect(slice.concurrentMap { $0 } == Array(300..<700))
    let runs = slice.concurrentRuns(of: 64) { $0 }
    #expect(runs.first?.lowerBound == 300 && runs.last?.upperBound == 700)
    #expect(zip(runs, runs.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
  }

  @Test func `may hand out work itself`() {
    let sums = Array(0..<40).concurrentMap(inRunsOf: 1) { row in
      Array(0..<200).concurrentMap { $0 * row }.reduce(0, +)
    }
    #expect(sums == (0..<40).map { $0 * 19_900 })
  }

  @Test func `goes on beside the caller's`() {
    let works = (0..<20).map { number in ConcurrentWork { number * number } }
    #expect(works.map(\.value) == (0..<20).map { $0 * $0 })
    #expect(works[3].value == 9)
  }
}
