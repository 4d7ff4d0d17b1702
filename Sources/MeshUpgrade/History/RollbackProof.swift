internal import Files
internal import Kubernetes
internal import YAML

/// The proof of rollbacks, one after the other: every state on the way.
struct RollbackProof {
  /// What the plan on the base is made from.
  let outcome: PlanOutcome

  /// A phase with what takes it back, and what has to be done by hand before that.
  typealias Step = (phase: PlannedPhase, reversal: PhaseReversals, byHand: [ProofStep.ByHand])

  /// The errors that they would make; the phase of each is the one that is taken back.
  func findings(_ steps: [Step]) -> [Finding] {
    let names = steps.map { "rollback of \($0.phase.phase.name)" }
    let found = PlanProof(context: outcome.context, base: outcome.base, phases: []).findings(
      on: zip(names, steps).map { name, step in
        ProofStep(
          name: name, before: step.reversal.before, after: step.reversal.after,
          paths: step.reversal.edits.map(\.path), byHand: step.byHand)
      })
    return found.filter { $0.severity == .error && !$0.isPreexisting }.compactMap { finding in
      var finding = finding
      if let index = names.firstIndex(where: { $0 == finding.phase }) {
        let phase = steps[index].phase
        if finding.rule == .notInjected, Self.broughtIn(finding.namespace, by: phase) { return nil }
        finding.phase = phase.phase.name
      }
      return finding
    }
  }

  /// Whether a phase brought a namespace into the mesh, which had neither label before: taken back,
  /// its Pods are without a sidecar again, as they were.
  private static func broughtIn(_ namespace: String?, by planned: PlannedPhase) -> Bool {
    let edited = planned.phase.changes.contains { change in
      change.object.key.kind == "Namespace" && change.object.key.name == namespace
    }
    guard let namespace, edited else { return false }
    func labels(in repository: MeshRepository) -> [Node] {
      repository.manifestFiles.flatMap(\.objects)
        .filter { $0.key.kind == "Namespace" && $0.key.name == namespace }
        .flatMap { object in
          MeshLabels.ofNamespaces.compactMap { object.node[["metadata", "labels", $0]] }
        }
    }
    return labels(in: planned.before).isEmpty && !labels(in: planned.after).isEmpty
  }

  /// What of the old control plane no file holds, and Retire had deleted by hand: it is installed
  /// again before Retire is taken back.
  static func reinstalled(
    _ phase: PlannedPhase, planned outcome: PlanOutcome?
  ) -> [ProofStep.ByHand] {
    guard let outcome, phase.resolved.actions.contains(.retire) else { return [] }
    let old = AssumedControlPlanes(outcome.context, base: outcome.base)
    return old.items.filter { old.revisions[$0.key] == outcome.context.from.revision }.map { item in
      // Webhooks come last: what they call is there by then.
      ProofStep.ByHand(
        key: item.key, object: item.object,
        order: item.key.group == MeshLabels.admissionGroup ? 1 : 0, isDoneFirst: true)
    }
  }
}
