internal import Files
internal import Kubernetes
internal import YAML

/// Restarts that a sync would not bring about, or would take back (MP112).
///
/// Judged from Argo CD's own rules, for each workload that has the mark or is to get it:
/// - Where ignoreDifferences covers the annotations of the pod template and the Application respects
///   that when it syncs, the live annotations stay and the mark is never applied.
/// - Where it covers them without respecting it, a change of the mark alone is no difference, so
///   nothing starts a sync by itself: a phase that changes nothing else there is not synced.
/// - Where the manifest carries `kubectl.kubernetes.io/restartedAt`, self-heal puts that value back
///   after every `kubectl rollout restart`, and so restarts a second time.
///
/// The mark itself, once it is in Git, is Git's: self-heal keeps it. Fields that are ignored by
/// their manager (`managedFieldsManagers`) are those that the manager wrote, never a new mark. A
/// template without annotations in Git, whose live ones self-heal may take away (argo-cd#28769), is
/// none here: the mark is an annotation in Git.
extension ArgoReview {
  /// What a plan does to a workload: the restart may be all that changes in its Application.
  struct MarkedWorkload {
    let object: ManifestObject
    /// The phase, where a plan gives it the mark.
    var phase: String?
    /// The Applications for which the phase changes nothing but marks.
    var changesOnlyMarks: (ArgoApplication) -> Bool = { _ in false }
  }

  static let kubectlMark = "kubectl.kubernetes.io/restartedAt"

  /// The workloads that carry the mark already.
  func markedWorkloads() -> [MarkedWorkload] {
    state.workloads.compactMap { repository.object(at: $0.locator) }.filter {
      Workload.restartable.contains($0.key.kind)
        && PodTemplate(object: $0).annotation(MeshLabels.restartedFor) != nil
    }.map { MarkedWorkload(object: $0) }
  }

  /// One finding for each entry of ignoreDifferences, and one for each workload with kubectl's mark.
  func ignoredMarks(of workloads: [MarkedWorkload]) -> [Finding] {
    var findings: [Finding] = []
    var told: Set<Place?> = []
    for workload in workloads {
      for application in holders(of: workload.object.file) {
        let found = [
          ignored(workload, by: application), takenBack(workload, by: application),
        ].compactMap { $0 }
        for finding in found where told.insert(finding.place).inserted { findings.append(finding) }
      }
    }
    return findings
  }

  private func ignored(_ workload: MarkedWorkload, by application: ArgoApplication) -> Finding? {
    let object = workload.object
    let path = Path(
      keys: PodTemplate.metadataPath(forKind: object.key.kind)
        + ["annotations", MeshLabels.restartedFor])
    let entry = application.ignoredFields.first {
      !$0.namesManagers && $0.means(object.key) && $0.covers(path, of: object.node)
    }
    guard let entry else { return nil }
    let field = entry.fields.first { $0.pattern?.covers(path, of: object.node) ?? true }
    let message: String
    if application.respectsIgnoredFields {
      message =
        "\(application.title) ignores the annotations of pod templates and keeps the live ones when"
        + " it syncs: \(object.key) would never get its restart mark, and its pods stay on the old"
        + " proxy"
    } else if application.isAutomated, workload.changesOnlyMarks(application) {
      message =
        "\(application.title) ignores the annotations of pod templates, and this phase changes"
        + " nothing else in it: nothing is out of sync, so \(object.key) is not restarted"
    } else {
      return nil
    }
    var finding = finding(
      .strippedRestartMark, about: application, at: field?.node ?? entry.node, message: message,
      hint: "ignore single annotations in place of all, such as jsonPointers:"
        + " [/spec/template/metadata/annotations/kubectl.kubernetes.io~1restartedAt]")
    finding.phase = workload.phase
    return finding
  }

  private func takenBack(_ workload: MarkedWorkload, by application: ArgoApplication) -> Finding? {
    let object = workload.object
    let path = PodTemplate.metadataPath(forKind: object.key.kind) + ["annotations"]
    guard application.selfHeals, let pair = object.node[path]?.ownPair(Self.kubectlMark) else {
      return nil
    }
    var finding = finding(
      .strippedRestartMark, about: object, at: pair.key,
      message: "\(object.key) carries \(Self.kubectlMark) in Git: self-heal of"
        + " \(application.title) puts it back after every kubectl rollout restart, which restarts"
        + " the pods again",
      hint: "take the annotation out of the manifest; the mark \(MeshLabels.restartedFor) restarts"
        + " by itself")
    finding.phase = workload.phase
    return finding
  }
}
