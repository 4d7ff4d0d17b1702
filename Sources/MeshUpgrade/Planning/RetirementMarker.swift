internal import Files
internal import Kubernetes

/// The file that says that a revision is gone, where its own objects are not in the repository.
///
/// With External management nothing else in Git would tell a retired revision from one that still
/// runs. It is plain text, as Argo CD would apply a manifest, and its name says it all.
struct RetirementMarker {
  let revision: String
  let path: RepositoryPath
  private let mesh: String
  private let successor: String

  private static let prefix = "retired-"
  private static let suffix = ".txt"

  /// Between the two revisions; no name of a revision holds a full stop.
  private static let infix = ".for-"

  /// Whether a file may be a marker, by its name.
  static func isName(_ name: String) -> Bool {
    name.hasPrefix(prefix) && name.contains(infix) && name.hasSuffix(suffix)
  }

  /// The revisions that markers of a commit tell to be gone in favour of another, bytewise sorted.
  static func revisions(
    retiredFor successor: String, in tree: FileTree, output: String
  ) -> [String] {
    let folder = RepositoryPath.resolve(output, from: nil)
    return tree.entries.compactMap { entry in
      let name = entry.path.name
      let end = infix + successor + suffix
      guard entry.mode == .file, entry.path.folder == folder, name.hasPrefix(prefix),
        name.hasSuffix(end), name.count > prefix.count + end.count
      else { return nil }
      let revision = String(name.dropFirst(prefix.count).dropLast(end.count))
      return NameSyntax.isLabel(revision, limit: DesiredStateDecoder.revisionLimit)
        ? revision : nil
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Nil where the output folder is no path of the repository, which is refused elsewhere.
  init?(_ desired: DesiredState, from: ControlPlane) {
    revision = from.revision
    mesh = desired.name
    successor = desired.to.revision
    let revisions = from.revision + Self.infix + desired.to.revision
    let name = "\(desired.repository.output)/\(Self.prefix)\(revisions)\(Self.suffix)"
    guard let path = RepositoryPath.resolve(name, from: nil) else { return nil }
    self.path = path
  }

  /// The file's content.
  var bytes: [UInt8] {
    let plane =
      revision == MeshLabels.defaultRevision
      ? "The un-revisioned control plane" : "The control plane of revision \(revision)"
    return Array(
      """
      \(plane) of mesh \(mesh) is retired: the mesh runs on \(successor).
      meshphase reads this from the file's name. Remove the file if that control plane is installed again.

      """.utf8)
  }
}
