package import Files

extension ObjectStage {
  /// An entry that two folders of the same path do not have alike; nil where one has none.
  struct EntryDifference {
    /// The folder's path with a final `/`, or empty.
    let folder: [UInt8]
    let name: ArraySlice<UInt8>
    let old: TreeEntry?
    let new: TreeEntry?
  }

  /// The paths of the files that differ between two trees, staged or not, bytewise sorted.
  package func differingPaths(
    _ one: ObjectID, _ other: ObjectID, in repository: borrowing Repository
  ) throws(GitError) -> [RepositoryPath] {
    try differences(from: one, to: other, in: repository)
      .filter { [$0.old, $0.new].contains { $0.map { $0.kind != .folder } ?? false } }
      .compactMap { RepositoryPath(bytes: $0.folder + $0.name) }.sorted()
  }

  /// What differs between two trees, staged or not, in no order; folders that are equal are not
  /// entered.
  func differences(
    from old: ObjectID, to new: ObjectID, in repository: borrowing Repository
  ) throws(GitError) -> [EntryDifference] {
    var found: [EntryDifference] = []
    var folders: [(path: [UInt8], old: ObjectID?, new: ObjectID?)] = [([], old, new)]
    while let (folder, old, new) = folders.popLast() {
      guard old != new else { continue }
      let left = try content(of: old, in: repository)
      let right = try content(of: new, in: repository)
      for name in Set(left.keys).union(right.keys) {
        let (one, other) = (left[name], right[name])
        if let one, let other, one.raw == other.raw { continue }
        found.append(EntryDifference(folder: folder, name: name, old: one, new: other))
        let inside = [one, other].map { $0?.kind == .folder ? $0?.id : nil }
        if inside != [nil, nil] {
          folders.append((folder + name + [UInt8(ascii: "/")], inside[0], inside[1]))
        }
      }
    }
    return found
  }

  private func content(
    of tree: ObjectID?, in repository: borrowing Repository
  ) throws(GitError) -> [ArraySlice<UInt8>: TreeEntry] {
    let entries = try entries(of: tree, in: repository)
    return Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
  }
}
