internal import Kubernetes

/// What stood before a phase, as far as it bears on admission: as the plan has it in which the phase
/// was pending, with the phases before it and what they leave to do by hand.
///
/// A rollback leads back there, so that what was broken there is no fault of the rollback's.
struct AdmissionBefore {
  private let model: ProofModel
  private let surroundings: Surroundings
  private let positions: [String: [Int]]
  /// How many phases come before it.
  private let count: Int

  /// Nil where the plan has no such phase.
  init?(_ name: String, in outcome: PlanOutcome) {
    guard let index = outcome.phases.firstIndex(where: { $0.phase.name == name }) else {
      return nil
    }
    count = index
    model = PlanProof(
      context: outcome.context, base: outcome.base, phases: Array(outcome.phases[..<index])
    ).model()
    surroundings = model.surroundings(after: index)
    positions = Dictionary(
      grouping: model.namespaces.indices, by: { [model] in model.namespaces[$0].name })
  }

  /// Whether something was wrong with an object, whatever the namespaces.
  func broke(_ violation: Violation) -> Bool {
    let own = violation.subject.map { ProofRun.violations(of: $0, surroundings) } ?? []
    return (own + ProofRun.endViolations(surroundings)).contains(violation.identity)
  }

  /// Whether a rule was broken for the Pods of a namespace.
  ///
  /// Only where the rollback leaves the namespace with the mesh labels that it had, and only for Pods
  /// such as there were: what came to rely on the phase would lose by its rollback.
  func broke(
    _ violation: Violation, in namespace: String, labels: [String: String], pods: PodClass?
  ) -> Bool {
    guard let known = positions[namespace] else { return false }
    return known.allSatisfy { position in
      let old = model.labels(of: position, after: count)
      guard MeshLabels.ofNamespaces.allSatisfy({ old[$0] == labels[$0] }),
        pods.map({ isKnown($0, in: position) }) ?? true
      else { return false }
      let origin = violation.pod ?? pods
      var broken =
        ProofRun.unknownNames(old, pods, origin: origin, surroundings)
        + ProofRun.contradictions(old)
      if let pods, let origin {
        let verdict = PodVerdict(
          pods, in: NamespaceLabels(name: namespace, labels: old), surroundings)
        broken += verdict.violations(of: origin, shouldBeInjected: true, surroundings)
      }
      return broken.contains(violation.identity)
    }
  }

  /// Whether there were Pods that said the same about injection; those that say nothing may have been
  /// created at any time.
  private func isKnown(_ pods: PodClass, in position: Int) -> Bool {
    let wanted = pods.aboutInjection
    return wanted == .unlabelled
      || model.pods(of: position, after: count).values.contains { $0.aboutInjection == wanted }
  }
}

extension PodClass {
  /// What of it is about injection, less the labels that some webhook happens to select by.
  fileprivate var aboutInjection: PodClass {
    var pods = self
    pods.labels = pods.labels.filter {
      $0.key == MeshLabels.revision || $0.key == MeshLabels.inject
    }
    return pods
  }
}
