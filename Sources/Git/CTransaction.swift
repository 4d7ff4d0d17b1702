import CLibGit2
import Files

extension Repository {
  /// Moves references together, each only if it is what its update expects.
  ///
  /// All are locked and compared before the first is written (`git_transaction_new`,
  /// `git_transaction_lock_ref`, `git_transaction_set_target`, `git_transaction_commit`). If one is
  /// locked or not as expected, none is written. Each is then replaced as a whole: a kill or a full
  /// disk between two of them leaves each with its old or its new value, and the same call again,
  /// with the values found, finishes the work.
  ///
  /// The message and the signature are for the reflogs; configuration and clock have no part in
  /// them. Symbolic references are not moved.
  package func update(
    _ updates: [ReferenceUpdate], message: String, by signature: Signature
  ) throws(GitError) {
    let ordered = updates.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    try checkNoNUL(in: message, operation: "move references")
    try checkNames(of: ordered)
    for update in ordered { try checkTarget(of: update) }
    let author = try unsafe Self.cSignature(signature)
    defer { unsafe git_signature_free(author) }
    let transaction = try unsafe lock(ordered)
    defer { unsafe git_transaction_free(transaction) }
    for update in ordered where try isPending(update) {
      var target = update.target.cValue
      try check(
        unsafe git_transaction_set_target(transaction, update.name, &target, author, message),
        operation: "move \(update.name)")
    }
    try check(unsafe git_transaction_commit(transaction), operation: "move references")
  }

  /// Checks that references could be moved: each is locked, compared and let go again.
  ///
  /// Who asks before writing objects writes none for references that cannot be moved. The locks are
  /// not kept meanwhile: writing takes long enough to be killed, and would leave them behind.
  package func checkMovable(_ updates: [ReferenceUpdate]) throws(GitError) {
    let ordered = updates.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    try checkNames(of: ordered)
    let transaction = try unsafe lock(ordered)
    defer { unsafe git_transaction_free(transaction) }
    for update in ordered { _ = try isPending(update) }
  }

  /// Locks references; freeing the transaction lets them go.
  ///
  /// The error names every lock that another process has, or left behind.
  private func lock(_ updates: [ReferenceUpdate]) throws(GitError) -> OpaquePointer? {
    var transaction: OpaquePointer? = nil
    try check(
      unsafe git_transaction_new(&transaction, handle), operation: "begin reference transaction")
    var failure: GitError? = nil
    for update in updates {
      do throws(GitError) {
        // Once one was waited for in vain, the others are only looked at.
        try Self.waiting(tries: failure == nil ? Self.lockTries : 0) { () throws(GitError) in
          try check(
            unsafe git_transaction_lock_ref(transaction, update.name),
            operation: "lock \(update.name)")
        }
      } catch {
        failure?.others.append(error)
        failure = failure ?? error
        if error.category != .locked { break }
      }
    }
    guard let failure else { return unsafe transaction }
    unsafe git_transaction_free(transaction)
    throw failure
  }

  /// Makes a call again while another process has the lock, for as long as Git does by default
  /// (git-config(1), `core.filesRefLockTimeout`).
  ///
  /// Locks are taken in the order of names, so that two of these never wait for each other.
  private static func waiting(
    tries: Int, _ call: () throws(GitError) -> Int32
  ) throws(GitError) {
    for _ in 0..<tries {
      do throws(GitError) {
        _ = try call()
        return
      } catch {
        guard error.category == .locked else { throw error }
      }
      FileSystem.pause(milliseconds: lockTimeout / lockTries)
    }
    _ = try call()
  }

  private static let lockTimeout = 100
  private static let lockTries = 10

  /// Whether a locked reference has still to be written; throws when it is not as expected.
  private func isPending(_ update: ReferenceUpdate) throws(GitError) -> Bool {
    let operation = "compare \(update.name)"
    if let name = try symbolicTarget(of: update.name) {
      throw GitError(
        operation: operation, category: .invalid, message: "the reference is symbolic, to \(name)")
    }
    let found = try target(of: update.name)
    guard update.expected.admits(found) else {
      throw GitError(
        operation: operation, category: .changed,
        message: "the reference is not what was expected",
        conflict: ReferenceConflict(name: update.name, expected: update.expected, found: found))
    }
    return found != update.target
  }

  /// Makes libgit2's form of a signature (`git_signature_new`).
  private static func cSignature(
    _ signature: Signature
  ) throws(GitError) -> UnsafeMutablePointer<git_signature>? {
    let valid = try signature.normalized()
    var result: UnsafeMutablePointer<git_signature>? = nil
    try check(
      unsafe git_signature_new(
        &result, valid.name, valid.email, valid.seconds, Int32(valid.offsetMinutes)),
      operation: "make signature")
    return unsafe result
  }
}
