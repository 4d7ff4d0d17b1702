/// What a tree entry is, as Git stores it: the octal modes of gitformat-index(5).
package enum FileMode: UInt32, Sendable {
  /// A file, `100644`.
  case file = 0o100644
  /// A file with the execute bit, `100755`.
  case executable = 0o100755
  /// A symbolic link, `120000`; its content is the path it points to. Never followed.
  case symbolicLink = 0o120000
  /// A submodule's commit, `160000`. Never entered.
  case submodule = 0o160000
}

/// One file of a tree: where it is, what it is, and the name of its content.
package struct FileEntry: Hashable, Sendable {
  /// The file's path from the repository's root.
  package let path: RepositoryPath
  /// File, executable, link or submodule.
  package let mode: FileMode
  /// The id of the content (a Git blob; a commit for a submodule).
  package let content: ObjectID

  package init(path: RepositoryPath, mode: FileMode, content: ObjectID) {
    self.path = path
    self.mode = mode
    self.content = content
  }
}

/// Every file of a commit's tree, ordered by path, with the content left where it is.
package struct FileTree: Sendable {
  /// The files, ordered bytewise by path.
  package let entries: [FileEntry]

  /// Makes a tree of entries in any order.
  package init(entries: [FileEntry]) {
    self.entries = entries.sorted { $0.path < $1.path }
  }

  /// The entry at a path, by binary search.
  package subscript(path: RepositoryPath) -> FileEntry? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].path < path { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].path == path ? entries[low] : nil
  }
}

/// One change to a tree: a file's new content, or its removal.
package enum TreeEdit: Sendable {
  /// The file at `path` gets this content; an existing file keeps its mode, a new one is `100644`.
  case write(path: RepositoryPath, bytes: [UInt8])
  /// The file at `path` is removed; folders left empty vanish with it, as Git has no empty ones.
  case remove(path: RepositoryPath)

  /// The path the edit is about.
  package var path: RepositoryPath {
    switch self {
    case .write(let path, _), .remove(let path): path
    }
  }
}

/// A place in a file for people: 1-based line and column, the column in Unicode code points.
package struct Place: Hashable, Sendable, Comparable {
  /// The path of the file from the repository's root, or the name of another input.
  package let file: String
  /// The line, from 1.
  package let line: Int
  /// The column, from 1, in code points.
  package let column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  package static func < (left: Place, right: Place) -> Bool {
    if left.file != right.file { return left.file.utf8.lexicographicallyPrecedes(right.file.utf8) }
    return (left.line, left.column) < (right.line, right.column)
  }
}
