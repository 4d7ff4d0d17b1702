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

  /// Nil where the output folder is no path of the repository, which is refused elsewhere.
  init?(_ desired: DesiredState, from: ControlPlane) {
    revision = from.revision
    mesh = desired.name
    successor = desired.to.revision
    let name = "\(desired.repository.output)/retired-\(from.revision).txt"
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
