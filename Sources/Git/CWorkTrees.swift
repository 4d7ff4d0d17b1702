import CLibGit2

extension Repository {
  /// The branches that the main work tree and the linked ones have checked out, born or not.
  ///
  /// The main work tree comes first, then the linked ones by name, wherever the repository was
  /// opened. A bare repository has no main work tree. A linked one whose folder is gone still
  /// counts, as it does for Git. The libgit2 functions are `git_worktree_list` and
  /// `git_repository_open_bare`.
  package func checkedOutBranches() throws(GitError) -> [CheckedOutBranch] {
    let common = commonDirectory
    var branches: [CheckedOutBranch] = []
    if let tree = try Self.mainWorkTree(of: common), let branch = try Self.branch(headIn: common) {
      branches.append(CheckedOutBranch(reference: branch, workTree: tree))
    }
    for name in try linkedWorkTrees() {
      let folder = "\(common)/worktrees/\(name)"
      guard let branch = try Self.branch(headIn: folder) else { continue }
      branches.append(
        CheckedOutBranch(reference: branch, workTree: path(ofWorkTree: name) ?? folder))
    }
    return branches
  }

  private func linkedWorkTrees() throws(GitError) -> [String] {
    var list = unsafe git_strarray()
    try check(unsafe git_worktree_list(&list, handle), operation: "list work trees")
    defer { unsafe git_strarray_dispose(&list) }
    var names: [String] = []
    for position in unsafe 0..<list.count {
      if let name = unsafe list.strings[position] { unsafe names.append(String(cString: name)) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The folder of a linked work tree, nil when its record is damaged (`git_worktree_path`).
  private func path(ofWorkTree name: String) -> String? {
    var tree: OpaquePointer? = nil
    guard unsafe git_worktree_lookup(&tree, handle, name) == 0 else { return nil }
    defer { unsafe git_worktree_free(tree) }
    return unsafe Self.folder(git_worktree_path(tree))
  }

  /// The work tree of the repository whose own folder is given, nil when it is bare.
  private static func mainWorkTree(of folder: String) throws(GitError) -> String? {
    var main: OpaquePointer? = nil
    try check(
      unsafe git_repository_open_ext(&main, folder, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil),
      operation: "open repository at \(folder)")
    defer { unsafe git_repository_free(main) }
    guard !RepositoryFormat.isBareWorkTree(folder) else { return nil }
    return unsafe Self.folder(git_repository_workdir(main))
  }

  /// The branch that `HEAD` in a repository's or a linked work tree's own folder points to.
  private static func branch(headIn folder: String) throws(GitError) -> String? {
    var opened: OpaquePointer? = nil
    try check(
      unsafe git_repository_open_bare(&opened, folder), operation: "open repository at \(folder)")
    guard let opened = unsafe opened else { return nil }
    defer { unsafe git_repository_free(opened) }
    return try unsafe symbolicTarget(of: "HEAD", in: opened)
  }
}
