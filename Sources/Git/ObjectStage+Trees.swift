package import Files

extension ObjectStage {
  /// Stages a tree with edits made to it, and the new content, and gives the tree's id.
  ///
  /// Only the folders along changed paths are rewritten; every other entry keeps its bytes. The
  /// edits count as made all at once, so a file and a folder may take each other's place. The tree
  /// is read from the stage, else from the repository. No edit gives the tree's own id.
  package mutating func addTree(
    editing tree: ObjectID, with edits: [TreeEdit], in repository: borrowing Repository
  ) throws(GitError) -> ObjectID {
    let before = count
    do throws(GitError) {
      let node = try EditNode(edits)
      if let edited = try rewrite(tree, with: node, at: [], in: repository) { return edited }
      let empty = try object(.tree, [])
      add(empty)
      return empty.id
    } catch {
      dropObjects(since: before)
      throw error
    }
  }

  /// Rewrites one folder, nil when it is new, and gives its id, nil when nothing is left in it.
  ///
  /// `path` is the folder's with a final `/`, or empty.
  private mutating func rewrite(
    _ folder: ObjectID?, with node: EditNode, at path: [UInt8], in repository: borrowing Repository
  ) throws(GitError) -> ObjectID? {
    let old = try entries(of: folder, in: repository)
    var found: [ArraySlice<UInt8>: TreeEntry] = [:]
    for entry in old where node.children[entry.name] != nil {
      guard found.updateValue(entry, forKey: entry.name) == nil else {
        throw EditNode.refusal(path + entry.name, .invalid, "is there twice")
      }
    }
    var changes: [ArraySlice<UInt8>: TreeEntry?] = [:]
    for (name, child) in node.sortedChildren {
      changes[name] = .some(
        try rewrite(found[name], named: name, with: child, at: path + name, in: repository))
    }
    let tree = Self.tree(old, changedBy: changes)
    if tree.entries.isEmpty { return nil }
    let edited = try object(.tree, tree.bytes)
    if edited.id != folder { add(edited) }
    return edited.id
  }

  /// Rewrites one entry, nil when it is new, and gives what takes its place, nil when nothing.
  private mutating func rewrite(
    _ entry: TreeEntry?, named name: ArraySlice<UInt8>, with node: EditNode, at path: [UInt8],
    in repository: borrowing Repository
  ) throws(GitError) -> TreeEntry? {
    var current = entry
    if case .remove = node.action {
      guard let entry else { throw EditNode.refusal(path, .notFound, "does not exist") }
      guard entry.kind != .folder else { throw EditNode.refusal(path, .invalid, "is a folder") }
      current = nil
    }
    if !node.children.isEmpty {
      guard current == nil || current?.kind == .folder else {
        throw EditNode.refusal(path, .invalid, "is a file and cannot hold others")
      }
      let mode = current?.mode ?? Array("40000".utf8)[...]
      let id = try rewrite(
        current?.id, with: node, at: path + [UInt8(ascii: "/")], in: repository)
      current = id.map { TreeEntry(mode: mode, kind: .folder, name: name, id: $0) }
    }
    guard case .write(let bytes) = node.action else { return current }
    return try write(bytes, over: current, named: name, at: path)
  }

  /// Stages a file's content and gives its entry; an existing file keeps its mode.
  private mutating func write(
    _ bytes: [UInt8], over entry: TreeEntry?, named name: ArraySlice<UInt8>, at path: [UInt8]
  ) throws(GitError) -> TreeEntry {
    switch entry?.kind {
    case nil, .file(.file), .file(.executable): break
    case .folder: throw EditNode.refusal(path, .invalid, "is a folder")
    case .file(.symbolicLink): throw EditNode.refusal(path, .invalid, "is a symbolic link")
    case .file(.submodule): throw EditNode.refusal(path, .invalid, "is a submodule")
    }
    let blob = try object(.blob, bytes)
    if blob.id != entry?.id { add(blob) }
    let mode = entry?.mode ?? Array("100644".utf8)[...]
    return TreeEntry(mode: mode, kind: entry?.kind ?? .file(.file), name: name, id: blob.id)
  }

  /// The entries of a tree, staged or not; none of no tree.
  func entries(
    of folder: ObjectID?, in repository: borrowing Repository
  ) throws(GitError) -> [TreeEntry] {
    guard let folder else { return [] }
    if let bytes = stagedTree(folder) { return try RawTree(parsing: bytes, id: folder).entries }
    return try RawTree(parsing: repository.object(folder, kind: .tree), id: folder).entries
  }

  /// Entries with some replaced or removed; what changes between file and folder moves.
  private static func tree(
    _ old: [TreeEntry], changedBy changes: [ArraySlice<UInt8>: TreeEntry?]
  ) -> RawTree {
    var new = changes
    var tree = RawTree(entries: [])
    for entry in old {
      guard let change = new[entry.name] else {
        tree.entries.append(entry)
        continue
      }
      guard let change, (change.kind == .folder) == (entry.kind == .folder) else { continue }
      tree.entries.append(change)
      new[entry.name] = nil
    }
    tree.insert(new.values.compactMap { $0 })
    return tree
  }
}
