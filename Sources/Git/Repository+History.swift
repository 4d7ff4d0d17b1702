package import Files

/// What comes before a commit on its line of first parents.
package enum EarlierCommit: Sendable {
  /// Nothing: the history begins here.
  case none
  /// The first parent.
  case commit(Commit)
  /// A commit that this repository does not hold, as it is a shallow clone.
  case missing(ObjectID)
}

/// A path whose file differs between two trees; nil where a tree has none.
package struct TreeDifference: Sendable {
  package let path: RepositoryPath
  package let old: FileEntry?
  package let new: FileEntry?
}

extension Repository {
  /// The first parent of a commit.
  package func commit(before commit: Commit) throws(GitError) -> EarlierCommit {
    switch try parents(of: commit) {
    case .root: return .none
    case .beyondShallow(let parents): return .missing(parents.first ?? .zero)
    case .known(let parents):
      return .commit(try self.commit(named: (parents.first ?? .zero).description))
    }
  }

  /// The files that differ between two trees, in path order; folders with equal ids are not read.
  package func differences(
    from old: ObjectID, to new: ObjectID
  ) throws(GitError) -> [TreeDifference] {
    var found: [TreeDifference] = []
    for entry in try ObjectStage().differences(from: old, to: new, in: self) {
      let old = try Self.file(entry.old, in: entry.folder)
      let new = try Self.file(entry.new, in: entry.folder)
      guard let path = (old ?? new)?.path, old != new else { continue }
      found.append(TreeDifference(path: path, old: old, new: new))
    }
    return found.sorted { $0.path < $1.path }
  }

  private static func file(
    _ entry: TreeEntry?, in folder: [UInt8]
  ) throws(GitError) -> FileEntry? {
    guard let entry, case .file(let mode) = entry.kind else { return nil }
    guard let path = RepositoryPath(bytes: folder + entry.name) else {
      throw GitError(
        operation: "compare trees", category: .invalid,
        message: "an entry's name cannot be part of a path")
    }
    return FileEntry(path: path, mode: mode, content: entry.id)
  }
}
