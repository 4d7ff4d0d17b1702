internal import Files
internal import Kubernetes
internal import YAML

/// Files of meshphase that an Application would apply to the cluster (MP102).
///
/// Argo CD takes whatever has `apiVersion`, `kind` and `metadata` for a manifest. The cluster knows
/// no kind of the group meshphase.io, so that nothing of the Application is synced any more. From
/// Argo CD 3.1 on a file says by itself that it is none (`# +argocd:skip-file-rendering`).
extension ArgoReview {
  func misreadFiles() -> [Finding] {
    repository.manifestFiles.compactMap { file in
      guard let object = file.objects.first(where: Self.isOurs) else { return nil }
      return misread(object, in: source(of: file.path), at: file.path)
    }
  }

  static func isOurs(_ object: ManifestObject) -> Bool { object.key.group == "meshphase.io" }

  /// A file of ours that an Application renders as plain manifests; nil when none does.
  func misread(
    _ object: ManifestObject?, in source: SourceFile, at path: RepositoryPath
  ) -> Finding? {
    guard !ArgoApplication.isSkipped(source.bytes),
      let application = holders(of: path).first,
      let holder = application.sources.first(where: { $0.surrounds(path) }),
      let inside = holder.relative(path)
    else { return nil }
    let range = 0..<SourceText.lineEnd(after: 0, in: source.bytes)
    return Finding(
      .generatedFileMisread, .warning, in: source, at: range, object: object?.reference,
      message:
        "\(application.title) reads \(path) and would apply it to the cluster, which knows no"
        + " such kind: the Application no longer syncs",
      hint: "start the file with the line # +argocd:skip-file-rendering (Argo CD 3.1), or write in"
        + " the Application, source: {directory: {exclude: \(inside)}}")
  }
}
