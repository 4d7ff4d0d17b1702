package import Files

/// The files of a repository in one state that may hold manifests, with their text.
package struct RepositoryFiles: Sendable {
  /// Every file.
  package let tree: FileTree
  /// The text of the files that ``mayHoldManifests(_:)``.
  package let contents: [RepositoryPath: [UInt8]]
  /// The files that hold manifests whatever they are called, such as standard input.
  package let named: Set<RepositoryPath>

  package init(
    tree: FileTree, contents: [RepositoryPath: [UInt8]], named: Set<RepositoryPath> = []
  ) {
    self.tree = tree
    self.contents = contents
    self.named = named
  }

  /// The paths with the texts, in path order.
  var textsInOrder: [(path: RepositoryPath, bytes: [UInt8])] {
    let known = tree.entries.compactMap { entry in
      contents[entry.path].map { (path: entry.path, bytes: $0) }
    }
    // Standard input is in no tree.
    if known.count == contents.count { return known }
    return contents.map { (path: $0.key, bytes: $0.value) }.sorted { $0.path < $1.path }
  }

  /// Whether a file is one to read: YAML or JSON by its name, or the mark of a retired revision, and
  /// a plain file.
  ///
  /// Symbolic links are never followed and submodules never entered.
  package static func mayHoldManifests(_ entry: FileEntry) -> Bool {
    guard entry.mode == .file || entry.mode == .executable else { return false }
    return isManifestName(entry.path.name) || RetirementMarker.isName(entry.path.name)
  }

  /// Whether a file is YAML or JSON by its name or path.
  package static func isManifestName(_ name: String) -> Bool {
    name == "Kustomization" || name.hasSuffix("/Kustomization")
      || [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
  }
}
