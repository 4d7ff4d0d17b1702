internal import Files
internal import Kubernetes
internal import YAML

/// The objects of a `kubectl get … -o yaml` dump: what exists in the cluster and may not be in Git.
struct ClusterObjects: Sendable {
  /// The dump's path; nil when the desired state names none.
  let path: RepositoryPath?
  let source: SourceFile?
  let objects: [ManifestObject]

  /// Reads the dump that the desired state names from the base commit.
  init(_ desired: DesiredState, source: DesiredStateSource, files: RepositoryFiles) throws(Refusal)
  {
    guard let text = desired.controlPlane.clusterObjects else {
      (path, self.source, objects) = (nil, nil, [])
      return
    }
    let field = Path(keys: ["spec", "controlPlane", "clusterObjects"])
    guard let path = RepositoryPath.resolve(text, from: nil), let bytes = files.contents[path]
    else {
      throw Refusal(
        source.finding(
          .notFound, at: field, message: "found no file \(text) in the base commit",
          hint: "write it with kubectl get … -o yaml > \(text), and commit it"))
    }
    let file = ManifestFile(path: path, bytes: bytes, filter: DocumentFilter(names: ["kind"]))
    if let defect = file.defects.first {
      throw Refusal(
        Finding(
          .unreadableFile, in: file.source, at: defect.error.range, message: defect.error.message,
          hint: defect.error.hint))
    }
    self.path = path
    self.source = file.source
    objects = file.objects
  }

  /// The object of a kind and name, of a namespace or of the cluster.
  func object(kind: String, name: String, namespace: String? = nil) -> ManifestObject? {
    objects.first {
      $0.key.kind == kind && $0.key.name == name
        && (namespace == nil || $0.key.namespace == namespace)
    }
  }

  /// The webhook configuration of a revision tag, whatever its name.
  func tagWebhook(_ tag: String) -> ManifestObject? {
    objects.first {
      $0.key.kind == "MutatingWebhookConfiguration" && $0.labels[MeshLabels.tag] == tag
    }
  }

  /// The refusal of what would need the action Baseline: an object that only the cluster has.
  func needsBaseline(_ object: ManifestObject) -> Finding {
    let source = source ?? SourceFile(name: "", bytes: [])
    return Finding(
      .needsBaseline, in: source, at: object.node.range,
      namespace: object.key.kind == "Namespace" ? object.key.name : nil,
      object: object.reference,
      message: "\(object.key) exists in the cluster and is not in the repository;"
        + " putting it into Git is the action Baseline, which is not built yet",
      hint: "commit the manifest of \(object.key) as it is in the cluster, then plan again")
  }
}
