package import Files

extension Repository {
  /// The bytes of a file: no filter and no line-ending conversion has a part in them.
  package func content(of blob: ObjectID) throws(GitError) -> [UInt8] {
    try object(blob, kind: .blob)
  }

  /// The bytes of files, in their order; many are read on several cores.
  package func contents(of blobs: [ObjectID]) throws(GitError) -> [[UInt8]] {
    try objects(blobs, kind: .blob)
  }

  /// Every file of a tree and of the folders below it; a submodule is an entry and not entered.
  ///
  /// Folders that are equally deep are read together.
  package func fileTree(of tree: ObjectID) throws(GitError) -> FileTree {
    var files: [FileEntry] = []
    var folders: [(path: [UInt8], tree: ObjectID)] = [([], tree)]
    while !folders.isEmpty {
      var below: [(path: [UInt8], tree: ObjectID)] = []
      for (folder, bytes) in zip(folders, try objects(folders.map(\.tree), kind: .tree)) {
        for entry in try RawTree(parsing: bytes, id: folder.tree).entries {
          let path = folder.path + entry.name
          switch entry.kind {
          case .folder: below.append((path + [UInt8(ascii: "/")], entry.id))
          case .file(let mode):
            guard let path = RepositoryPath(bytes: path) else {
              throw RawTree.malformed(folder.tree, "an entry's name cannot be part of a path")
            }
            files.append(FileEntry(path: path, mode: mode, content: entry.id))
          }
        }
      }
      folders = below
    }
    return FileTree(entries: files)
  }
}
