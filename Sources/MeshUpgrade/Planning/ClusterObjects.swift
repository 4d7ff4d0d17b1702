internal import Files
internal import Kubernetes
internal import YAML

/// The objects of a `kubectl get … -o yaml` dump: what exists in the cluster and may not be in Git.
struct ClusterObjects: Sendable {
  /// The dump's path; nil when the desired state names none.
  let path: RepositoryPath?
  let source: SourceFile?
  let objects: [ManifestObject]
  /// The positions of the objects of a name.
  private let byName: [String: [Int]]

  /// Reads the dump that the desired state names from the base commit.
  init(_ desired: DesiredState, source: DesiredStateSource, files: RepositoryFiles) throws(Refusal)
  {
    guard let text = desired.controlPlane.clusterObjects else {
      (path, self.source, objects, byName) = (nil, nil, [], [:])
      return
    }
    let field = Path(keys: ["spec", "controlPlane", "clusterObjects"])
    guard let path = RepositoryPath.resolve(text, from: nil), let bytes = files.contents[path]
    else {
      throw Refusal(
        source.finding(
          .notFound, at: field, message: "found no file \(text) in the base commit",
          hint: "write it with kubectl get … -o yaml > \(ShellWord.path(text)), and commit it"))
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
    byName = Dictionary(grouping: file.objects.indices) { file.objects[$0].key.name }
  }

  /// The objects of a name, of a namespace or of the cluster; more than one is a mistake.
  func objects(
    group: String, kind: String, name: String, namespace: String? = nil
  ) -> [ManifestObject] {
    (byName[name] ?? []).map { objects[$0] }.filter {
      $0.key.kind == kind && $0.key.group == group
        && (namespace == nil || $0.key.namespace == namespace)
    }
  }

  /// The Namespaces, in the order of the dump.
  var namespaces: [ManifestObject] {
    objects.filter { $0.key.kind == "Namespace" && $0.key.group.isEmpty }
  }

  /// The webhook configurations of a revision tag, whatever their names.
  func tagWebhooks(_ tag: String) -> [ManifestObject] {
    objects.filter {
      $0.key.kind == "MutatingWebhookConfiguration" && $0.key.group == MeshLabels.admissionGroup
        && MeshState.tag(of: $0) == tag
    }
  }

  /// A finding about an object of the dump, or about something in it.
  func finding(
    _ rule: Rule, _ severity: Finding.Severity = .error, about object: ManifestObject,
    at node: Node? = nil, message: String, hint: String? = nil, notes: [Finding.Note] = []
  ) -> Finding {
    Finding(
      rule, severity, in: source ?? SourceFile(name: "", bytes: []),
      at: (node ?? object.node).range.prefix,
      namespace: object.key.kind == "Namespace" ? object.key.name : object.key.namespace,
      object: object.reference, message: message, hint: hint, notes: notes)
  }

  /// A note that an object is in the dump.
  func note(_ object: ManifestObject) -> Finding.Note {
    let source = source ?? SourceFile(name: "", bytes: [])
    return Finding.Note(
      place: source.place(at: object.node.range.lowerBound),
      message: "\(object.key) is in the cluster")
  }

  /// The refusal of an object that a generated one would overwrite.
  func cannotAdopt(_ object: ManifestObject) -> Finding {
    finding(
      .needsBaseline, about: object,
      message: "\(object.key) exists in the cluster and is labelled for something else, and an"
        + " object of its name is to be generated",
      hint: "correct its label istio.io/tag, or delete it if nothing needs it")
  }
}
