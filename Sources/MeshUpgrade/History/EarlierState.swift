package import Files

/// What was different in a repository one commit earlier.
package struct EarlierState: Sendable {
  /// A file that differs.
  package struct File: Sendable {
    package let path: RepositoryPath
    /// The file by then; nil where there was none.
    package let entry: FileEntry?
    /// Its text, where it may hold manifests.
    package let content: [UInt8]?

    package init(path: RepositoryPath, entry: FileEntry?, content: [UInt8]?) {
      self.path = path
      self.entry = entry
      self.content = content
    }
  }

  /// The commit's id.
  package let commit: String
  package let files: [File]

  package init(commit: String, files: [File]) {
    self.commit = commit
    self.files = files
  }
}

/// The files of a state that is changed step by step.
struct ChangingFiles {
  private var entries: [RepositoryPath: FileEntry]
  private var contents: [RepositoryPath: [UInt8]]
  private let named: Set<RepositoryPath>

  init(_ files: RepositoryFiles) {
    entries = Dictionary(files.tree.entries.map { ($0.path, $0) }) { first, _ in first }
    contents = files.contents
    named = files.named
  }

  subscript(path: RepositoryPath) -> [UInt8]? { contents[path] }

  mutating func apply(_ state: EarlierState) {
    for file in state.files {
      entries[file.path] = file.entry
      contents[file.path] = file.content
    }
  }

  var files: RepositoryFiles {
    RepositoryFiles(
      tree: FileTree(entries: Array(entries.values)), contents: contents, named: named)
  }
}
