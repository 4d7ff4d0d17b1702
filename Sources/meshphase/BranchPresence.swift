internal import Files
internal import Git

/// Where a branch is: in the repository, and on remotes as they were last fetched or pushed to.
struct BranchPresence {
  /// What the repository's own branch points to; nil when there is none.
  let target: ObjectID?
  /// Whether a remote has it: the same commit, or any where there is no own branch.
  let isPushed: Bool

  /// Whether the repository knows such a branch.
  var isThere: Bool { target != nil || isPushed }

  init(of branch: String, in repository: borrowing Repository) throws(GitError) {
    let own = try repository.target(of: "refs/heads/\(branch)")
    target = own
    isPushed = try repository.references(under: "refs/remotes/").contains { name, found in
      name.hasSuffix("/\(branch)") && (own == nil || found == own)
    }
  }
}
