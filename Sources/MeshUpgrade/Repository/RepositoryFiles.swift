package import Files

/// The files of a repository at one commit that may hold manifests, with their text.
package struct RepositoryFiles: Sendable {
  /// Every file of the commit.
  package let tree: FileTree
  /// The text of the files that ``mayHoldManifests(_:)``.
  package let contents: [RepositoryPath: [UInt8]]

  package init(tree: FileTree, contents: [RepositoryPath: [UInt8]]) {
    self.tree = tree
    self.contents = contents
  }

  /// Whether a file is one to read: YAML or JSON by its name, and a plain file.
  ///
  /// Symbolic links are never followed and submodules never entered.
  package static func mayHoldManifests(_ entry: FileEntry) -> Bool {
    guard entry.mode == .file || entry.mode == .executable else { return false }
    return isManifestName(entry.path.name)
  }

  /// Whether a file is YAML or JSON by its name or path.
  package static func isManifestName(_ name: String) -> Bool {
    name == "Kustomization" || name.hasSuffix("/Kustomization")
      || [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
  }
}
