import CLibGit2

/// Makes a libgit2 call and turns a negative status into an error.
///
/// The text of the error is libgit2's last one of this thread (`git_error_last`), read at once. What
/// the call was to do is put into words only for an error.
@discardableResult
func check(
  _ call: @autoclosure () -> Int32, operation: @autoclosure () -> String
) throws(GitError) -> Int32 {
  #if DEBUG
    if let status = FaultInjector.current?.nextStatus() {
      throw GitError(
        operation: operation(), category: GitError.category(of: status, message: ""), code: status,
        message: "a fault injected by a test")
    }
  #endif
  git_error_clear()
  let status = call()
  guard status < 0 else { return status }
  var message = "libgit2 gives no reason (status \(status))"
  if let last = unsafe git_error_last(), let text = unsafe last.pointee.message {
    message = unsafe String(cString: text)
  }
  throw GitError(
    operation: operation(), category: GitError.category(of: status, message: message),
    code: status, message: message)
}

extension GitError {
  /// The category of a libgit2 status; the general status -1 is told apart by its message.
  static func category(of status: Int32, message: String) -> Category {
    switch git_error_code(rawValue: status) {
    case GIT_ENOTFOUND, GIT_EUNBORNBRANCH: .notFound
    case GIT_EEXISTS: .exists
    case GIT_EAMBIGUOUS: .ambiguous
    case GIT_ELOCKED: .locked
    case GIT_EMODIFIED: .changed
    case GIT_EINVALIDSPEC, GIT_EPEEL, GIT_EINVALID: .invalid
    case GIT_EOWNER: .owner
    case GIT_EBAREREPO: .unsupported
    default:
      category(of: message)
    }
  }

  /// The category that libgit2 tells in words only; it ends with those of `strerror`.
  private static func category(of message: String) -> Category {
    if message.hasPrefix("unsupported ") { return .unsupported }
    let endings: [(String, Category)] = [
      ("Permission denied", .permission), ("Operation not permitted", .permission),
      ("Read-only file system", .readOnly), ("No space left on device", .full),
      ("Disk quota exceeded", .full), ("File too large", .full),
    ]
    return endings.first { message.hasSuffix($0.0) }?.1 ?? .other
  }
}

/// Refuses a text that C would cut short at a NUL byte.
func checkNoNUL(in text: String, operation: String) throws(GitError) {
  guard !text.utf8.contains(0) else {
    throw GitError(operation: operation, category: .invalid, message: "the text holds a NUL byte")
  }
}
