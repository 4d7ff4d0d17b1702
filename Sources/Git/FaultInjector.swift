#if DEBUG
  import Synchronization

  /// Makes one C call fail that would have worked, for tests; it exists in debug builds only.
  ///
  /// The failure takes the place of the call: libgit2 does not see it.
  final class FaultInjector: Sendable {
    /// The injector of the running task, nil outside of tests.
    @TaskLocal static var current: FaultInjector?

    private let position: Int
    private let code: Int32
    private let calls = Atomic(0)

    /// Makes an injector that fails the call at `position`, counted from 1, with `code`.
    init(failingCall position: Int, with code: Int32) {
      self.position = position
      self.code = code
    }

    /// How many calls were counted.
    var count: Int { calls.load(ordering: .relaxed) }

    /// Counts a call, and gives the status it must fail with, if any.
    func nextStatus() -> Int32? {
      calls.add(1, ordering: .relaxed).newValue == position ? code : nil
    }
  }
#endif
