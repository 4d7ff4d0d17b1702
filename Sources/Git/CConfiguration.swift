import CLibGit2

/// The configuration of a repository as it is at one moment, with the user's and the system's.
@safe package struct Configuration: ~Copyable {
  /// libgit2's `git_config`, which does not change any more.
  private let handle: OpaquePointer

  fileprivate init(_ handle: OpaquePointer) { unsafe self.handle = unsafe handle }

  deinit { unsafe git_config_free(handle) }

  /// The value of a key such as `remote.pushDefault`; nil when it is not set
  /// (`git_config_get_string`).
  package func text(_ key: String) -> String? {
    guard !key.utf8.contains(0) else { return nil }
    var value: UnsafePointer<CChar>? = nil
    guard unsafe git_config_get_string(&value, handle, key) == 0 else { return nil }
    return unsafe value.map { unsafe String(cString: $0) }
  }
}

extension Repository {
  /// Reads the configuration (`git_repository_config_snapshot`).
  package func configuration() throws(GitError) -> Configuration {
    let operation = "read the configuration"
    var handle: OpaquePointer? = nil
    try check(
      unsafe git_repository_config_snapshot(&handle, self.handle), operation: operation)
    guard let handle = unsafe handle else {
      throw GitError(
        operation: operation, category: .other, message: "no configuration came back")
    }
    return unsafe Configuration(handle)
  }
}
