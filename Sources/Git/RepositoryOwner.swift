/// Whether Git would work in a repository, which may belong to another user.
///
/// The rules are those of `ensure_valid_ownership` in Git's `setup.c` and of `safe.directory` and
/// `safe.bareRepository` in git-config(1), as of Git 2.46. The repository's own configuration has no
/// part in them, and is not read before they allow it.
struct RepositoryOwner {
  let place: RepositoryPlace
  let environment: GitEnvironment

  /// Throws unless the repository may be read; `path` is the folder that the user named.
  func check(namedBy path: String) throws(GitError) {
    let operation = "open repository at \(path)"
    let configuration = ProtectedConfiguration(environment: environment)
    if place.workTree == nil, !isInsideDotGit, !isNamed(by: path),
      try configuration.values(of: "safe.barerepository").last == "explicit"
    {
      throw GitError(
        operation: operation, category: .bare,
        message: "\(place.gitDirectory) is a bare repository, and safe.bareRepository is explicit",
        path: place.gitDirectory)
    }
    guard let foreign = foreignPath() else { return }
    guard try isSafe(configuration.values(of: "safe.directory")) else {
      throw GitError(
        operation: operation, category: .owner, message: "\(foreign) belongs to another user",
        path: place.identity)
    }
  }

  /// The first of the repository's files and folders that another user owns.
  private func foreignPath() -> String? {
    // Git's own tests play another user with this; it can only forbid.
    if environment.isOn("GIT_TEST_ASSUME_DIFFERENT_OWNER") { return place.identity }
    return [place.gitFile, place.workTree, place.gitDirectory].compactMap { $0 }
      .first { !isOwned($0) }
  }

  /// Whether the file or link itself belongs to this user; under `sudo`, also to who ran that.
  private func isOwned(_ path: String) -> Bool {
    guard let owner = FileSystem.status(of: path, followingLinks: false)?.owner else {
      return false
    }
    let user = FileSystem.user
    if owner == user { return true }
    return user == 0 && environment["SUDO_UID"].flatMap { UInt32($0) } == owner
  }

  /// What a list of values of `safe.directory` says, the later ones over the earlier ones.
  private func isSafe(_ values: [String?]) -> Bool {
    var isSafe = false
    for value in values {
      guard let value, !value.isEmpty else {
        isSafe = false
        continue
      }
      if value == "*" || covers(value) { isSafe = true }
    }
    return isSafe
  }

  /// Whether one value names the repository: its folder, or `/*` after one above it.
  private func covers(_ value: String) -> Bool {
    guard let path = environment.expanded(value) else { return false }
    let identity = FileSystem.realPath(place.identity) ?? place.identity
    if path == "." { return identity == place.start }
    guard path.hasPrefix("/"), let real = FileSystem.realPathOfParent(path) else { return false }
    return real.hasSuffix("/*") ? identity.hasPrefix(real.dropLast()) : identity == real
  }

  /// Whether the place is part of a repository with a work tree, which is not called bare.
  private var isInsideDotGit: Bool {
    place.gitDirectory.hasSuffix("/.git") || place.gitDirectory.contains("/.git/worktrees/")
      || place.gitDirectory.contains("/.git/modules/")
  }

  /// Whether the user named the repository itself, as with Git's `--git-dir`, and not a folder from
  /// which it is found.
  private func isNamed(by path: String) -> Bool {
    path != "." && place.start == place.gitDirectory
  }
}
