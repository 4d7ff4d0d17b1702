internal import Files
internal import Kubernetes
internal import YAML

/// Restarts that may be synced before their relabel, in a phase that has both (MP011).
///
/// The planner divides such a phase; what is left is one that it cannot divide, as the name for the
/// second part is taken, or that an exception keeps whole.
struct RestartOrderCheck {
  let context: PlanningContext
  let base: MeshRepository

  func findings(_ phases: [PlannedPhase]) -> [Finding] {
    let split = SplitCheck(context: context, repository: base)
    return phases.flatMap { phase -> [Finding] in
      let actions = phase.resolved.actions
      guard actions.contains(.relabel), actions.contains(.restart) else { return [] }
      let restarted = Set(phase.phase.restarts.map(\.namespace))
      let relabelled = Set(phase.phase.changes.map(\.object.key).filter { $0.kind == "Namespace" })
      return phase.resolved.namespaces.compactMap { name -> Finding? in
        guard restarted.contains(name), relabelled.contains(where: { $0.name == name }),
          let hazard = split.hazard(in: name)
        else { return nil }
        return finding(hazard, in: phase.phase.name)
      }
    }
  }

  private func finding(_ hazard: SplitCheck.Hazard, in phase: String) -> Finding? {
    let namespace = hazard.namespace
    guard let file = base.file(hazard.workload.file) else { return nil }
    let node = hazard.workload.node[["metadata", "name"]] ?? hazard.workload.node
    var finding = Finding(
      .restartBeforeRelabel, in: file.source, at: node.range, namespace: namespace.name,
      object: hazard.workload.reference,
      message: "\(hazard.reason): its Pods may restart before the label has changed, and stay on"
        + " \(context.from.revision)",
      hint: "give the phase \(phase)-restart another name: the restarts of \(phase) need a phase of"
        + " that name"
    ).inPhase(phase)
    finding.counterexample = Counterexample(
      state: "while phase \(phase) syncs", namespaceLabels: namespace.object.labels,
      podLabels: PodTemplate(object: hazard.workload).labels, webhooks: [],
      applied: [hazard.workload.reference])
    return finding
  }
}
