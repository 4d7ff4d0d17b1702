import CLibGit2

/// Keeps libgit2 initialised as long as it lives (`git_libgit2_init`, `git_libgit2_shutdown`).
///
/// libgit2 counts its users, so any number may live at once. The first costs some milliseconds.
/// Before it no other function of libgit2 may be called, not even `git_error_clear`: the one call
/// here therefore does not go through `check`.
final class Library: Sendable {
  init() throws(GitError) {
    let status = git_libgit2_init()
    guard status > 0 else {
      throw GitError(
        operation: "start libgit2", category: .other, code: status, message: "status \(status)")
    }
  }

  deinit { git_libgit2_shutdown() }
}
