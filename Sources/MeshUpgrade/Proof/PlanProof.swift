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
    let steps = phases.map { planned in
      ProofStep(
        name: planned.phase.name, before: planned.before, after: planned.after,
        paths: planned.phase.edits.map(\.path), byHand: byHand(in: planned, assumed))
    }
    let model = model(steps, assumed)
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

  /// What steps would break on their way, from the base on.
  func findings(on steps: [ProofStep]) -> [Finding] {
    let run = ProofRun(model(steps, AssumedControlPlanes(context, base: base)), takesBack: true)
    let found = ProofFindings(
      run: run, names: steps.map(\.name), repositories: [base] + steps.map(\.after),
      cluster: context.cluster
    ).all([.forwards])
    return context.desired.settled(found.filter { $0.phase != nil })
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

  // MARK: By hand

  /// What the manual steps of a phase do to objects that bear on admission.
  private func byHand(
    in planned: PlannedPhase, _ assumed: AssumedControlPlanes
  ) -> [ProofStep.ByHand] {
    var hands: [ProofStep.ByHand] = []
    let actions = planned.resolved.actions
    let scope = planned.resolved.scope
    if actions.contains(.retire), context.from.revision != context.to.revision {
      hands += retirement(assumed).filter { hand in
        scope == .whole || (scope == .webhooks) == (hand.order == 0)
      }
    }
    if actions.contains(.moveTags), scope == .whole { hands += neutralisation(assumed) }
    return hands
  }

  /// The old control plane is deleted: what admits first, then what runs.
  private func retirement(_ assumed: AssumedControlPlanes) -> [ProofStep.ByHand] {
    let namespace = context.desired.controlPlane.namespace
    let old = ControlPlaneObjects(
      revision: context.from.revision, namespace: namespace,
      version: context.from.effectiveVersion)
    var keys: [ObjectKey] = old.entries.flatMap { entry in
      entry.names.map { name in
        ObjectKey(
          group: Self.group(of: entry.kind), kind: entry.kind,
          namespace: entry.isClusterScoped ? nil : namespace, name: name)
      }
    }
    // Google's controller takes a channel's webhooks away together with it.
    if context.from.isManaged {
      keys += assumed.revisions.filter { $0.value == context.from.revision }.keys.sorted()
    }
    var seen: Set<ObjectKey> = []
    return keys.filter { seen.insert($0).inserted }.map { key in
      ProofStep.ByHand(
        key: key, object: nil, order: key.group == MeshLabels.admissionGroup ? 0 : 1,
        isUndoneFirst: context.desired.controlPlane.management == .external)
    }
  }

  private static func group(of kind: String) -> String {
    switch kind {
    case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration":
      MeshLabels.admissionGroup
    case "Deployment": "apps"
    default: ""
    }
  }

  /// The un-revisioned injector stops selecting anything once the tag `default` serves in its place
  /// (`istioctl tag set`, DeactivateIstioInjectionWebhook).
  private func neutralisation(_ assumed: AssumedControlPlanes) -> [ProofStep.ByHand] {
    guard context.from.isUnrevisioned, context.desired.tags.contains(MeshLabels.defaultRevision)
    else { return [] }
    let live = context.cluster.objects.compactMap { object in
      ProofReader.injectors(object).map { (object.key, $0) }
    }
    let taken = assumed.items.compactMap { item in item.object.injectors.map { (item.key, $0) } }
    let written = Set(context.state.injectors.compactMap { base.object(at: $0)?.key })
    return (live + taken).filter { key, configuration in
      configuration.tag == nil && configuration.isActive && !written.contains(key)
        && (configuration.revisionLabel ?? MeshLabels.defaultRevision)
          == MeshLabels.defaultRevision
    }.map { key, configuration in
      ProofStep.ByHand(
        key: key, object: .injectors(configuration.neutralised), order: 0)
    }
  }
}

extension InjectorConfiguration {
  /// The configuration as `istioctl tag set` leaves it: its webhooks select nothing.
  var neutralised: InjectorConfiguration {
    let never = LabelSelector(matchLabels: ["istio.io/deactivated": "never-match"])
    return InjectorConfiguration(
      name: name, revisionLabel: revisionLabel, tag: tag,
      webhooks: webhooks.map { $0.selecting(never) })
  }
}
