import CLibGit2

/// One configuration file, with the files that it includes.
@safe struct ConfigurationFile: ~Copyable {
  private let handle: OpaquePointer
  private let path: String
  private let library: Library

  /// Reads a file (`git_config_open_ondisk`).
  init(_ path: String) throws(GitError) {
    let operation = "read configuration \(path)"
    try checkNoNUL(in: path, operation: operation)
    let library = try Library()
    var handle: OpaquePointer? = nil
    try check(unsafe git_config_open_ondisk(&handle, path), operation: operation)
    guard let handle = unsafe handle else {
      throw GitError(operation: operation, category: .other, message: "no configuration came back")
    }
    unsafe self.handle = unsafe handle
    self.path = path
    self.library = library
  }

  deinit { unsafe git_config_free(handle) }

  /// The entries whose names are wanted, in the order of the file; a value is nil where there is no
  /// `=` (`git_config_iterator_new`).
  ///
  /// Sections and keys come in lower case, whatever the file has. Names are not looked for by
  /// `git_config_iterator_glob_new`, which in libgit2 1.5 leaks memory with each that does not fit.
  func entries(
    where isWanted: (_ name: String) -> Bool
  ) throws(GitError) -> [(name: String, value: String?)] {
    let operation = "read configuration \(path)"
    var iterator: OpaquePointer? = nil
    try check(unsafe git_config_iterator_new(&iterator, handle), operation: operation)
    defer { unsafe git_config_iterator_free(iterator) }
    var entries: [(name: String, value: String?)] = []
    while true {
      var entry: UnsafeMutablePointer<git_config_entry>? = nil
      let status = unsafe git_config_next(&entry, iterator)
      if status == GIT_ITEROVER.rawValue { return entries }
      try check(status, operation: operation)
      guard let entry = unsafe entry?.pointee, let text = unsafe entry.name else { continue }
      let name = unsafe String(cString: text)
      guard isWanted(name) else { continue }
      unsafe entries.append((name, entry.value.map { unsafe String(cString: $0) }))
    }
  }

  /// The entries of a file; none when it is not there or may not be read, as Git has it.
  static func entries(
    of path: String, where isWanted: (_ name: String) -> Bool
  ) throws(GitError) -> [(name: String, value: String?)] {
    guard FileSystem.isReadable(path) else { return [] }
    return try ConfigurationFile(path).entries(where: isWanted)
  }
}
