package import Files

extension Repository {
  /// The bytes of a file: no filter and no line-ending conversion has a part in them.
  package func content(of blob: ObjectID) throws(GitError) -> [UInt8] {
    try object(blob, kind: .blob)
  }

  /// Every file of a tree and of the folders below it; a submodule is an entry and not entered.
  package func fileTree(of tree: ObjectID) throws(GitError) -> FileTree {
    var files: [FileEntry] = []
    var folders: [(path: [UInt8], tree: ObjectID)] = [([], tree)]
    while let folder = folders.popLast() {
      for entry in try RawTree(parsing: object(folder.tree, kind: .tree), id: folder.tree).entries {
        let bytes = folder.path + entry.name
        switch entry.kind {
        case .folder: folders.append((bytes + [UInt8(ascii: "/")], entry.id))
        case .file(let mode):
          guard let path = RepositoryPath(bytes: bytes) else {
            throw RawTree.malformed(folder.tree, "an entry's name cannot be part of a path")
          }
          files.append(FileEntry(path: path, mode: mode, content: entry.id))
        }
      }
    }
    return FileTree(entries: files)
  }
}
