internal import Files
internal import Kubernetes

/// A plan is built, proven, and divided further where its phases are not safe as they are.
extension Planner {
  /// What a plan is built from.
  struct Ground {
    let context: PlanningContext
    /// The repository of the base.
    let repository: MeshRepository
    /// What the plan would generate and the repository has already.
    let there: [ManifestObject]
    let findings: [Finding]
  }

  /// The plan of phases, with those divided whose objects would break a rule in some order.
  func prove(
    _ phases: [ResolvedPhase], on ground: Ground, asking question: ProofQuestion
  ) throws(Refusal) -> PlanOutcome {
    var phases = phases
    var outcome = try build(phases, on: ground, asking: question)
    var hopeless: Set<String> = []
    while let finding = Self.divisible(outcome.plan, except: hopeless), let name = finding.phase {
      var better: (phases: [ResolvedPhase], outcome: PlanOutcome)?
      let position = phases.firstIndex { $0.name == name }
      let ways = position.map { PhaseDivision(phase: phases[$0]).candidates(because: finding) }
      for way in ways ?? [] {
        guard let position else { break }
        var divided = phases
        divided.replaceSubrange(position...position, with: way)
        guard Set(divided.map(\.name)).count == divided.count,
          let candidate = try? build(divided, on: ground, asking: question)
        else { continue }
        let names = Set(way.map(\.name))
        if !Self.errors(in: candidate.plan).contains(where: { names.contains($0.phase ?? "") }) {
          better = (divided, candidate)
          break
        }
      }
      if let better { (phases, outcome) = better } else { hopeless.insert(name) }
    }
    return outcome
  }

  /// What the proof has found that refuses a plan.
  static func errors(in plan: Plan) -> [Finding] {
    plan.proof.findings.filter { $0.severity == .error && !$0.isPreexisting }
  }

  /// A finding of a phase that has not been given up on.
  private static func divisible(_ plan: Plan, except hopeless: Set<String>) -> Finding? {
    errors(in: plan).first { finding in finding.phase.map { !hopeless.contains($0) } ?? false }
  }

  /// Builds the phases one on the other, and looks at what they come to.
  private func build(
    _ resolved: [ResolvedPhase], on ground: Ground, asking question: ProofQuestion
  ) throws(Refusal) -> PlanOutcome {
    let context = ground.context
    var repository = ground.repository
    var drafts: [PhaseDraft] = []
    var assumptions = Survey.assumptions(context: context)
    var generated: [ObjectReference] = []
    var matched: Set<OverlaySet.PatchID> = []
    var served: [PhaseBuilder.IngressGateway] = []
    let order = RollbackOrder(context: context, phases: resolved)
    for (position, phase) in resolved.enumerated() {
      var phase = phase
      phase.rollbackAfter = order.before(position)
      phase.rollbackNote = order.note(position)
      var builder = PhaseBuilder(context: context, resolved: phase, before: repository)
      let draft = try builder.build(index: position + 1)
      drafts.append(draft)
      repository = draft.after
      assumptions += builder.assumptions
      generated += builder.generated
      matched.formUnion(builder.matchedPatches)
      served += builder.servedGateways
    }
    // What phases came to is worked out by itself: the next one starts from the files.
    let phases = try drafts.concurrentMap(inRunsOf: 1) { draft in
      Result { () throws(Refusal) in try draft.finished() }
    }.map { (phase) throws(Refusal) in try phase.get() }
    try refuse(
      context.overlays.unmatched(matched, generated: generated, there: ground.there)
        + PhaseBuilder.addressFindings(served, desired: context.desired, source: context.source))
    let base = ground.repository
    // The proof takes the longest; what is found beside it may refuse the plan before it is done.
    let proving = ConcurrentWork {
      PlanProof(context: context, base: base, phases: phases, window: question.window).report()
    }
    let review = PlanReview(context: context, base: base, phases: phases)
    let overlapping =
      question.window > 1
      ? WindowCheck(context: context, base: base, phases: phases).findings() : []
    let reviewed = context.desired.settled(review.findings() + overlapping)
    if question.isRefused { try refuse(reviewed) }
    let proof = proving.value
    let told = Set(ground.findings.map(Told.init))
    let silent = SilentMoves(context: context, report: proof).findings(
      beside: reviewed + ground.findings)
    let found =
      reviewed + context.desired.settled(silent)
      + proof.findings.filter { !told.contains(Told($0)) }
    let plan = Plan(
      mesh: context.desired.name, from: Self.name(of: context.from),
      to: Self.name(of: context.to), phases: phases.map { $0.phase.adding(found) },
      assumptions: assumptions,
      findings: ground.findings + phases.flatMap(\.phase.findings) + found,
      skipped: skipped(repository, context.state.graph), proof: proof)
    return PlanOutcome(plan: plan, phases: phases, context: context, base: ground.repository)
  }

  private static func name(of plane: ControlPlane) -> RevisionName {
    RevisionName(revision: plane.revision, version: plane.effectiveVersion?.text)
  }
}

/// What a finding is about: the proof does not tell again what was told of the base.
private struct Told: Hashable {
  let rule: Rule
  let phase: String?
  let namespace: String?
  let place: Place?

  init(_ finding: Finding) {
    rule = finding.rule
    phase = finding.phase
    namespace = finding.namespace
    place = finding.rule == .contradictingLabels ? nil : finding.place
  }
}

/// What a proof is asked.
package struct ProofQuestion: Sendable {
  /// How many phases may be under way at once: 1, or 2.
  package var window: Int
  /// Whether a plan that breaks a rule is refused, or told with what it breaks.
  package var isRefused: Bool

  package init(window: Int = 1, isRefused: Bool = true) {
    self.window = window
    self.isRefused = isRefused
  }

  /// Whether a finding refuses the plan: what cannot be worked with always does.
  func refuses(_ finding: Finding) -> Bool {
    finding.severity == .error && !finding.isPreexisting
      && (isRefused || !finding.rule.isAboutMesh)
  }
}
