internal import Files
internal import Kubernetes
internal import YAML

/// Restarts that take more down than they should (MP020).
///
/// What counts is how the controllers replace Pods, not how many there are. Told is what interrupts
/// a workload: strategy Recreate; the one Pod of a StatefulSet, and the Pod on each node of a
/// DaemonSet, which stop before their successors start; a rolling update that may take every Pod at
/// once. A Deployment of one Pod is not told: by default its successor is ready before it stops.
///
/// A PodDisruptionBudget never holds a rollout up, as controllers do not ask it; but Pods that a
/// rollout takes count against it (Kubernetes, "Disruptions"). So one is told where it allows fewer
/// Pods to be missing than the rollout takes at once: the promise is broken for that time, and a
/// node that is drained meanwhile waits. A budget for several workloads counts the Pods of all.
struct DisruptionCheck {
  let context: PlanningContext
  let objects: CheckedObjects
  private let budgets: [String: [CheckedObject]]
  private let scale: [Target: Int]

  /// What an autoscaler scales.
  private struct Target: Hashable {
    let namespace: String
    let kind: String
    let name: String
  }

  init(context: PlanningContext, objects: CheckedObjects) {
    self.context = context
    self.objects = objects
    budgets = Dictionary(grouping: objects.budgets.filter { $0.namespace != nil }) {
      $0.namespace ?? ""
    }
    var scale: [Target: Int] = [:]
    for autoscaler in objects.autoscalers {
      guard let namespace = autoscaler.namespace,
        let target = autoscaler.object.node[["spec", "scaleTargetRef"]],
        let kind = target["kind"]?.text, let name = target["name"]?.text
      else { continue }
      scale[Target(namespace: namespace, kind: kind, name: name)] =
        autoscaler.object.text("spec", "minReplicas").flatMap { Int($0) } ?? 1
    }
    self.scale = scale
  }

  /// One finding for each phase and namespace with such restarts.
  func findings(_ phases: [PlannedPhase]) -> [Finding] {
    phases.flatMap { phase in
      Dictionary(grouping: phase.phase.restarts, by: \.namespace)
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .compactMap { namespace, restarts in
          finding(about: restarts.map(\.object), in: namespace, of: phase)
        }
    }
  }

  /// A workload whose restart takes down more than it should, and why.
  private struct Disruption {
    let object: ManifestObject
    let node: Node
    let reason: String
  }

  private func finding(
    about restarted: [ObjectReference], in namespace: String, of phase: PlannedPhase
  ) -> Finding? {
    let names = Set(restarted)
    let found = replacements(in: namespace, of: phase.before)
    let blocking = blocking(found, in: namespace)
    let disruptions = found.enumerated().compactMap { index, replacement -> Disruption? in
      let object = replacement.object
      guard names.contains(EditTarget(object, namespace: namespace).object),
        let reason = replacement.interruption ?? blocking[index]
      else { return nil }
      return Disruption(object: object, node: replacement.node, reason: reason)
    }
    guard let first = disruptions.first, let source = phase.before.file(first.object.file)?.source
    else { return nil }
    let told = disruptions.map { "\($0.object.key.kind) \($0.object.key.name) (\($0.reason))" }
    return Finding(
      .disruptiveRestart, .warning, in: source, at: first.node.range, namespace: namespace,
      object: EditTarget(first.object, namespace: namespace).object,
      message: "the phase \(phase.phase.name) restarts workloads of namespace \(namespace) that are"
        + " short of Pods meanwhile: \(Listing.text(told))",
      hint: "let the phase sync when that does no harm, or give them before what a rolling restart"
        + " needs: a second Pod, strategy RollingUpdate, maxSurge for a DaemonSet, a budget that"
        + " allows one to be missing",
      notes: disruptions.dropFirst().prefix(9).compactMap { other in
        phase.before.file(other.object.file).map {
          Finding.Note(
            place: $0.place(of: other.node),
            message: "\(other.object.key.kind) \(other.object.key.name)")
        }
      }
    ).inPhase(phase.phase.name)
  }

  /// The workloads of a namespace with the Pods they run.
  private func replacements(
    in namespace: String, of repository: MeshRepository
  ) -> [PodReplacement] {
    (context.workloads[namespace] ?? []).compactMap { workload in
      guard workload.namespaces.count == 1,
        let object = repository.object(at: workload.locator),
        !PodTemplate(object: object).isScheduled
      else { return nil }
      let target = Target(namespace: namespace, kind: object.key.kind, name: object.key.name)
      return PodReplacement(
        object: object, replicas: scale[target] ?? context.replicas(of: object))
    }
  }

  /// The budgets that allow fewer Pods to be missing than a rollout takes, in words, by the
  /// positions of the workloads.
  private func blocking(_ replacements: [PodReplacement], in namespace: String) -> [Int: String] {
    guard let objects = budgets[namespace] else { return [:] }
    let budgets = DisruptionBudgets(objects)
    // A DaemonSet has no scale, by which a budget would count its Pods.
    let matching = replacements.map { replacement in
      replacement.object.key.kind == "DaemonSet"
        ? [] : budgets.matching(PodTemplate(object: replacement.object).labels)
    }
    var expected: [Int: Int] = [:]
    for (replacement, indices) in zip(replacements, matching) {
      for index in indices { expected[index, default: 0] += replacement.replicas }
    }
    var result: [Int: String] = [:]
    for (position, indices) in matching.enumerated() {
      let taken = replacements[position].unavailable
      for index in indices where result[position] == nil {
        guard let allowed = budgets.budgets[index].allowed(of: expected[index] ?? 0),
          taken > allowed
        else { continue }
        let name = budgets.budgets[index].checked.object.key.name
        result[position] =
          "up to \(CommitMessage.count(taken, "Pod")) at once, where PodDisruptionBudget \(name)"
          + " allows \(allowed)"
      }
    }
    return result
  }
}
