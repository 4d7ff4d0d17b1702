package import Files

/// What a repository knows of a commit's parents.
package enum CommitParents: Sendable, Hashable {
  /// The commit has none: history begins here.
  case root
  /// The commits before this one, first parent first.
  case known([ObjectID])
  /// There are parents, which a shallow clone has left out.
  case beyondShallow([ObjectID])
}

extension Repository {
  /// Whether the history was cut off somewhere (gitglossary(7), "shallow repository").
  package var isShallow: Bool {
    FileSystem.status(of: shallowFile).map { $0.isFile } ?? false
      && FileSystem.text(of: shallowFile) != ""
  }

  /// The commits whose parents were left out.
  ///
  /// They are in the file `shallow` beside the objects, one id per line. libgit2 1.5 has a function
  /// for neither, and its `git_repository_is_shallow` looks in a linked work tree's own folder.
  package func shallowCommits() throws(GitError) -> Set<ObjectID> {
    guard isShallow else { return [] }
    let operation = "read \(shallowFile)"
    // Ten thousand ids have less than half a megabyte.
    guard let text = FileSystem.text(of: shallowFile, limit: 1 << 24) else {
      throw GitError(operation: operation, category: .invalid, message: "the file cannot be read")
    }
    var commits: Set<ObjectID> = []
    for line in text.split(separator: "\n") {
      guard let id = ObjectID(String(line)) else {
        throw GitError(
          operation: operation, category: .invalid, message: "found a line that is no commit's id")
      }
      commits.insert(id)
    }
    return commits
  }

  /// The parents of a commit, with a history that was cut off told apart from one that begins.
  package func parents(of commit: Commit) throws(GitError) -> CommitParents {
    guard !commit.parents.isEmpty else { return .root }
    return try shallowCommits().contains(commit.id)
      ? .beyondShallow(commit.parents) : .known(commit.parents)
  }

  private var shallowFile: String { "\(commonDirectory)/shallow" }
}
