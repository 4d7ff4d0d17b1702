import CLibGit2

/// A Git repository, open for reading and writing objects and references.
///
/// It owns the only handle to libgit2 that outlives a function: commits, trees, blobs and
/// references are copied out into values. It never touches a work tree, an index or `HEAD`.
@safe package struct Repository: ~Copyable {
  /// libgit2's `git_repository`.
  let handle: OpaquePointer
  private let library: Library

  /// Opens the repository that holds the folder `path`, bare or not (`git_repository_open_ext`).
  ///
  /// It is found as `git -C path` finds it, except that environment variables have no part in it.
  package init(discovering path: String) throws(GitError) {
    let operation = "open repository at \(path)"
    try checkNoNUL(in: path, operation: operation)
    let library = try Library()
    var handle: OpaquePointer? = nil
    try check(unsafe git_repository_open_ext(&handle, path, 0, nil), operation: operation)
    guard let handle = unsafe handle else {
      throw GitError(operation: operation, category: .other, message: "no repository came back")
    }
    unsafe self.handle = unsafe handle
    self.library = library
  }

  deinit { unsafe git_repository_free(handle) }

  /// Whether the repository has no work tree (`git_repository_is_bare`).
  package var isBare: Bool { unsafe git_repository_is_bare(handle) == 1 }

  /// The folder with `HEAD`, without a final `/`: a linked work tree's own (`git_repository_path`).
  package var gitDirectory: String {
    unsafe Self.folder(git_repository_path(handle)) ?? ""
  }

  /// The folder with the objects and branches, without a final `/` (`git_repository_commondir`).
  package var commonDirectory: String {
    unsafe Self.folder(git_repository_commondir(handle)) ?? ""
  }

  /// The work tree's folder, without a final `/`; nil when bare (`git_repository_workdir`).
  package var workTree: String? {
    unsafe Self.folder(git_repository_workdir(handle))
  }

  /// Copies the path of a folder, without its final `/`.
  static func folder(_ path: UnsafePointer<CChar>?) -> String? {
    guard let path = unsafe path else { return nil }
    let text = unsafe String(cString: path)
    return text.utf8.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}
