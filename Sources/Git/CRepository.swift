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
  /// It is found as `git -C path` finds it. Of the environment only what says which other user's
  /// repository is safe has a part in it. Before that is known, and its format, libgit2 reads
  /// nothing of the repository.
  package init(
    discovering path: String, environment: GitEnvironment = .none
  ) throws(GitError) {
    let operation = "open repository at \(path)"
    let place = try RepositoryPlace(searchingFrom: path)
    try RepositoryOwner(place: place, environment: environment).check(namedBy: path)
    let common = RepositoryPlace.commonDirectory(of: place.gitDirectory)
    try RepositoryFormat.check(common, operation: operation)
    let library = try Library()
    var handle: OpaquePointer? = nil
    try check(
      unsafe git_repository_open_ext(
        &handle, place.identity, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil),
      operation: operation)
    let found = unsafe Self.folder(git_repository_path(handle)).flatMap { FileSystem.realPath($0) }
    guard let handle = unsafe handle, found == FileSystem.realPath(place.gitDirectory) else {
      unsafe git_repository_free(handle)
      throw GitError(
        operation: operation, category: .other,
        message: "found \(found ?? "nothing"), expected \(place.gitDirectory)")
    }
    unsafe self.handle = unsafe handle
    self.library = library
  }

  deinit { unsafe git_repository_free(handle) }

  /// Whether the repository has no work tree.
  package var isBare: Bool { workTree == nil }

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
    RepositoryFormat.isBareWorkTree(gitDirectory)
      ? nil : unsafe Self.folder(git_repository_workdir(handle))
  }

  /// Copies the path of a folder, without its final `/`.
  static func folder(_ path: UnsafePointer<CChar>?) -> String? {
    guard let path = unsafe path else { return nil }
    let text = unsafe String(cString: path)
    return text.utf8.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}
