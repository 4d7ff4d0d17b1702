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
    var pairs: [(path: [UInt8], old: ObjectID?, new: ObjectID?)] = [([], old, new)]
    while let pair = pairs.popLast() {
      guard pair.old != pair.new else { continue }
      let left = try entries(of: pair.old)
      let right = try entries(of: pair.new)
      let names = Set(left.keys).union(right.keys)
      for name in names {
        let (one, other) = (left[name], right[name])
        if let one, let other, one.raw == other.raw { continue }
        let folders = [one, other].map { $0?.kind == .folder ? $0?.id : nil }
        if folders != [nil, nil] {
          pairs.append((pair.path + name + [UInt8(ascii: "/")], folders[0], folders[1]))
        }
        let files = try [one, other].map { (entry) throws(GitError) in
          try Self.file(entry, in: pair.path)
        }
        guard let path = (files[0] ?? files[1])?.path, files[0] != files[1] else { continue }
        found.append(TreeDifference(path: path, old: files[0], new: files[1]))
      }
    }
    return found.sorted { $0.path < $1.path }
  }

  private func entries(of tree: ObjectID?) throws(GitError) -> [[UInt8]: TreeEntry] {
    guard let tree else { return [:] }
    var entries: [[UInt8]: TreeEntry] = [:]
    for entry in try RawTree(parsing: object(tree, kind: .tree), id: tree).entries {
      entries[Array(entry.name)] = entry
    }
    return entries
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
