internal import Files
internal import Kubernetes
internal import YAML

/// What every phase needs to know and none changes.
struct PlanningContext: Sendable {
  let desired: DesiredState
  let source: DesiredStateSource
  /// Every file of the base commit, in scope or not.
  let tree: FileTree
  let state: MeshState
  let cluster: ClusterObjects
  /// What the action Baseline puts into Git.
  let adoption: Adoption
  let templates: TemplateLibrary
  let from: ControlPlane
  /// The namespaces that move, by name.
  let selected: [String: SelectedNamespace]
  /// The workloads by the namespaces they may be in.
  let workloads: [String: [Workload]]

  var to: ControlPlane { desired.to }

  /// Where new files go.
  var output: OutputFolder { OutputFolder(desired: desired, source: source, tree: tree) }

  /// The name of the Service of a revision's istiod.
  static func istiod(_ revision: String) -> String {
    revision == MeshLabels.defaultRevision ? "istiod" : "istiod-\(revision)"
  }

  /// The value of the restart mark: the target as the desired state states it.
  var restartMark: String {
    to.statedVersion.map { "\(to.revision)/\($0)" } ?? to.revision
  }

  /// The target's version for templates, or the refusal that asks for it.
  func templateVersion(for object: String) throws(Refusal) -> TemplateVersion {
    // No chart makes what calls a channel, so it gets the last form without labels of charts.
    if to.isManaged { return TemplateVersion(major: 1, minor: 23, text: "1.23") }
    guard let version = to.effectiveVersion else {
      throw Refusal(
        source.finding(
          .template, at: Path(keys: ["spec", "to"]),
          message: "\(object) has to be generated, and the revision \(to.revision) does not say"
            + " its Istio version",
          hint: "write spec.to.version, such as 1.14.0"))
    }
    return TemplateVersion(major: version.major, minor: version.minor, text: version.text)
  }
}
