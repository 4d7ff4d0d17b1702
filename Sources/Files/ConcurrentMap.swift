internal import Dispatch
internal import Synchronization

extension RandomAccessCollection where Self: Sendable, Element: Sendable, Index == Int {
  /// What becomes of each element, in their order, worked out on several cores.
  ///
  /// The outcome is that of `map`, whatever the cores do when.
  ///
  /// - Parameter runLength: how many elements are handed out together; nil for so many that what is
  ///   done for one may be little.
  package func concurrentMap<Result: Sendable>(
    inRunsOf runLength: Int? = nil, _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    concurrentRuns(of: runLength) { run in run.map { transform(self[$0]) } }.flatMap { $0 }
  }

  /// What becomes of runs of elements, in their order; few elements are one run.
  ///
  /// The C function is `dispatch_apply`.
  package func concurrentRuns<Result: Sendable>(
    of runLength: Int? = nil, _ transform: @Sendable (Range<Int>) -> Result
  ) -> [Result] {
    let runs = Self.runs(of: startIndex..<endIndex, length: runLength)
    guard runs.count > 1 else { return runs.map(transform) }
    let results = Mutex([Result?](repeating: nil, count: runs.count))
    DispatchQueue.concurrentPerform(iterations: runs.count) { position in
      let result = transform(runs[position])
      results.withLock { $0[position] = result }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// Runs of 32 to 256 elements, unless told, so that the cores end at about the same time.
  private static func runs(of range: Range<Int>, length: Int?) -> [Range<Int>] {
    let length = length ?? Swift.min(256, Swift.max(32, range.count / 16))
    return stride(from: range.lowerBound, to: range.upperBound, by: length).map {
      $0..<Swift.min($0 + length, range.upperBound)
    }
  }
}
