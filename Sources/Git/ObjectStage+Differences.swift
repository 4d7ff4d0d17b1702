package import Files

extension ObjectStage {
  /// The paths of the files that differ between two trees, staged or not, bytewise sorted.
  ///
  /// Folders that are equal are not entered.
  package func differingPaths(
    _ one: ObjectID, _ other: ObjectID, in repository: borrowing Repository
  ) throws(GitError) -> [RepositoryPath] {
    var paths: [RepositoryPath] = []
    var pending: [(path: [UInt8], one: ObjectID?, other: ObjectID?)] = [([], one, other)]
    while let (path, one, other) = pending.popLast() {
      guard one != other else { continue }
      let (old, new) = (
        try content(of: one, in: repository), try content(of: other, in: repository)
      )
      for name in Set(old.keys).union(new.keys) {
        let (from, to) = (old[name], new[name])
        guard from?.id != to?.id || from?.mode != to?.mode else { continue }
        let place = path + name
        func folder(_ entry: TreeEntry?) -> ObjectID? { entry?.kind == .folder ? entry?.id : nil }
        if folder(from) != nil || folder(to) != nil {
          pending.append((place + [UInt8(ascii: "/")], folder(from), folder(to)))
        }
        let isFile = [from, to].contains { $0.map { $0.kind != .folder } ?? false }
        if isFile, let path = RepositoryPath(bytes: place) { paths.append(path) }
      }
    }
    return paths.sorted()
  }

  private func content(
    of tree: ObjectID?, in repository: borrowing Repository
  ) throws(GitError) -> [ArraySlice<UInt8>: TreeEntry] {
    guard let tree else { return [:] }
    let bytes: [UInt8]
    if let staged = stagedTree(tree) {
      bytes = staged
    } else {
      bytes = try repository.object(tree, kind: .tree)
    }
    let entries = try RawTree(parsing: bytes, id: tree).entries
    return Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
  }
}
