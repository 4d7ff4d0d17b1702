internal import Files
internal import Kubernetes

/// The proof of a plan: every state from the base to the end of the last phase, and of each phase's
/// rollback.
struct PlanProof: Sendable {
  let context: PlanningContext
  let base: MeshRepository
  let phases: [PlannedPhase]
  /// How many phases may be under way at once: 1, or 2 where one may be merged before the one before
  /// it has finished.
  let window: Int

  init(
    context: PlanningContext, base: MeshRepository, phases: [PlannedPhase], window: Int = 1
  ) {
    self.context = context
    self.base = base
    self.phases = phases
    self.window = window
  }

  func report() -> ProofReport {
    let assumed = AssumedControlPlanes(context, base: base)
    let model = model(steps(assumed), assumed)
    let run = ProofRun(model, window: window)
    let repositories = [base] + phases.map(\.after)
    let findings = ProofFindings(
      run: run, names: phases.map(\.phase.name), repositories: repositories,
      cluster: context.cluster
    ).all()
    var report = ProofReport(
      run: run, names: phases.map(\.phase.name), repositories: repositories,
      findings: context.desired.settled(findings),
      assumptions: assumed.assumptions + live(model))
    report.proof = self
    return report
  }

  /// What steps that take phases back would break on their way, from the base on.
  ///
  /// - Parameter earlier: by the position of a step and a namespace, what stood before the phase. What
  ///   was broken there comes back, which counts as preexisting.
  func findings(
    takingBack steps: [ProofStep], to earlier: (Int, String?) -> AdmissionBefore?
  ) -> [Finding] {
    let run = ProofRun(model(steps, AssumedControlPlanes(context, base: base)), takesBack: true)
    let found = ProofFindings(
      run: run, names: steps.map(\.name), repositories: [base] + steps.map(\.after),
      cluster: context.cluster
    ).all([.forwards]) { breach, position in
      guard let step = breach.step, let end = breach.end, breach.direction == .forwards else {
        return false
      }
      guard let position else {
        return earlier(step, nil)?.broke(breach.violation) ?? false
      }
      let name = run.model.namespaces[position].name
      return earlier(step, name)?.broke(
        breach.violation, in: name,
        labels: run.model.labels(of: position, after: step + 1), pods: end.pods) ?? false
    }
    return context.desired.settled(found.filter { $0.phase != nil })
  }

  /// The base and the phases, as the proof reads them.
  func model() -> ProofModel {
    let assumed = AssumedControlPlanes(context, base: base)
    return model(steps(assumed), assumed)
  }

  private func steps(_ assumed: AssumedControlPlanes) -> [ProofStep] {
    phases.map { planned in
      ProofStep(
        name: planned.phase.name, before: planned.before, after: planned.after,
        paths: planned.phase.edits.map(\.path), byHand: byHand(in: planned, assumed))
    }
  }

  private func model(_ steps: [ProofStep], _ assumed: AssumedControlPlanes) -> ProofModel {
    ProofModel(
      base: base, state: context.state, cluster: context.cluster.objects, assumed: assumed.items,
      installed: installed, steps: steps)
  }

  /// Revisions that are there although no object of theirs is: an IstioOperator or an Application
  /// that installs them.
  private var installed: Set<String> {
    let planes = context.state.controlPlanes.compactMap { base.object(at: $0) }
    let named = planes.compactMap { object -> String? in
      object.key.kind == "ControlPlaneRevision" ? object.key.name : Survey.revision(object)
    }
    return Set(named)
  }

  /// What of the dump the proof relies on.
  private func live(_ model: ProofModel) -> [Assumption] {
    var reader = ProofReader(context.state)
    return context.cluster.objects.filter { !reader.items(of: $0).isEmpty }.map { object in
      Assumption(
        source: "clusterObjects", object: object.reference,
        text: "\(object.key) is in the cluster as the dump has it, until a file holds it")
    }
  }
}
