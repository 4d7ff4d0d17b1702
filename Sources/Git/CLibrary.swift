import CLibGit2

/// Keeps libgit2 initialised (`git_libgit2_init`).
///
/// Before it no other function of libgit2 may be called, not even `git_error_clear`: the calls here
/// therefore do not go through `check`. The first costs some milliseconds.
///
/// Whatever is written into a repository is on the disk before it gets its name, and a reference is
/// moved after all that it reaches (`GIT_OPT_ENABLE_FSYNC_GITDIR`): a power cut leaves no reference
/// to an object that is not there. Git does so for packs and references.
final class Library: Sendable {
  init() throws(GitError) {
    let status = Self.status
    guard status >= 0 else {
      throw GitError(
        operation: "start libgit2", category: .other, code: status, message: "status \(status)")
    }
  }

  /// The status of the only start, with settings that are libgit2's globals and never change.
  ///
  /// libgit2 is not stopped again: that would forget the settings, and they must not be set while
  /// another thread opens a repository.
  private static let status: Int32 = {
    var status = git_libgit2_init()
    guard status >= 0 else { return status }
    // libgit2 1.5 does not know all of `safe.directory`; `RepositoryOwner` asks instead.
    status = meshphase_set_owner_validation(0)
    guard status >= 0 else { return status }
    status = meshphase_git_fsync()
    guard status >= 0 else { return status }
    // The user's and the system's configuration have no part in what is written.
    let levels = [
      GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
      GIT_CONFIG_LEVEL_GLOBAL,
    ]
    for level in levels {
      status = unsafe meshphase_set_search_path(level.rawValue, "")
      guard status >= 0 else { return status }
    }
    return unsafe withExtensionNames { unsafe meshphase_set_extensions($0, $1) }
  }()

  /// Lends the names of the extensions that `RepositoryFormat` lets through, as C strings.
  private static func withExtensionNames(
    _ body: (UnsafeMutablePointer<UnsafePointer<CChar>?>, Int) -> Int32
  ) -> Int32 {
    var bytes: [CChar] = []
    var starts: [Int] = []
    for name in RepositoryFormat.knownExtensions {
      starts.append(bytes.count)
      bytes += name.utf8.map { CChar(bitPattern: $0) } + [0]
    }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      var names: [UnsafePointer<CChar>?] = unsafe starts.map { start in
        unsafe buffer.baseAddress.map { unsafe $0 + start }
      }
      return unsafe names.withUnsafeMutableBufferPointer { list in
        guard let first = list.baseAddress else { return -1 }
        return unsafe body(first, list.count)
      }
    }
  }
}
