internal import Dispatch
internal import Synchronization

/// Work that goes on beside the caller's own, on another core where there is one.
package final class ConcurrentWork<Result: Sendable>: Sendable {
  private let work: @Sendable () -> Result
  private let result = Mutex<Result?>(nil)
  private let group = DispatchGroup()

  /// Begins the work.
  package init(_ work: @escaping @Sendable () -> Result) {
    self.work = work
    DispatchQueue.global().async(group: group) {
      let value = work()
      self.result.withLock { $0 = value }
    }
  }

  /// What came out, once it is there.
  package var value: Result {
    group.wait()
    return result.withLock { $0 } ?? work()
  }
}
