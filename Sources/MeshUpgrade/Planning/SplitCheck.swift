internal import Files
internal import Kubernetes
internal import YAML

/// Decides whether restarts may share a phase with their relabels.
///
/// They may where Argo CD cannot sync the restart first: namespace and workload are in the same
/// Application, which applies namespaces before workloads unless sync waves say otherwise, or the
/// repository has no Application.
struct SplitCheck {
  let context: PlanningContext
  let repository: MeshRepository

  /// A workload that could be restarted before its namespace is relabelled.
  struct Hazard {
    let namespace: SelectedNamespace
    let workload: ManifestObject
    let reason: String
  }

  /// Why the restarts of these namespaces need a phase of their own; nil when they do not, or when
  /// exceptions say that they may come first (MP011).
  func reason(for namespaces: [String]) -> String? {
    namespaces.lazy.compactMap { hazard(in: $0) }.first { hazard in
      let finding = Finding(
        .restartBeforeRelabel, namespace: hazard.namespace.name, message: hazard.reason)
      return context.desired.exception(for: finding) == nil
    }?.reason
  }

  /// The first workload of a namespace that could be restarted too early; nil for none.
  func hazard(in name: String) -> Hazard? {
    let map = context.state.applications
    guard !map.applications.isEmpty, let namespace = context.selected[name] else { return nil }
    let holders = map.applications(holding: namespace.locator.file)
    for workload in context.workloads[name] ?? [] {
      guard Workload.restartable.contains(workload.reference.key.kind),
        let object = repository.object(at: workload.locator),
        !PodTemplate(object: object).optsOut
      else { continue }
      if let reason = reason(
        namespace, holders, workload: object,
        map.applications(holding: workload.locator.file))
      {
        return Hazard(namespace: namespace, workload: object, reason: reason)
      }
    }
    return nil
  }

  private func reason(
    _ namespace: SelectedNamespace, _ holders: Set<Int>, workload: ManifestObject,
    _ workloadHolders: Set<Int>
  ) -> String? {
    let what = "\(workload.key.kind) \(namespace.name)/\(workload.key.name)"
    guard holders.count == 1, holders == workloadHolders else {
      return "the namespace \(namespace.name) is synced by \(names(holders)) and \(what) by"
        + " \(names(workloadHolders)), in any order"
    }
    let namespaceWave = wave(of: namespace.object)
    let workloadWave = wave(of: workload)
    guard namespaceWave <= workloadWave else {
      return "\(what) is in sync wave \(workloadWave), before its namespace in wave"
        + " \(namespaceWave)"
    }
    let hook = workload.text("metadata", "annotations", "argocd.argoproj.io/hook") ?? ""
    return hook.contains("PreSync") ? "\(what) is a PreSync hook" : nil
  }

  private func names(_ holders: Set<Int>) -> String {
    let names = holders.map { context.state.applications.applications[$0].object.key.name }
    guard !names.isEmpty else { return "no Application of this repository" }
    return "the Application" + (names.count > 1 ? "s " : " ")
      + PhaseList.bytewise(names).joined(separator: ", ")
  }

  private func wave(of object: ManifestObject) -> Int {
    object.text("metadata", "annotations", "argocd.argoproj.io/sync-wave").flatMap { Int($0) } ?? 0
  }
}
