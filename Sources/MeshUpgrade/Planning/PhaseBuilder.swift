internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// Builds one phase: collects the edits its actions ask for, makes them, and tells what changed.
struct PhaseBuilder {
  let context: PlanningContext
  let resolved: ResolvedPhase
  /// The repository as the phases before have left it.
  let before: MeshRepository

  var batch = EditBatch()
  /// What the phase settles: the objects that its actions are about, changed or not.
  private(set) var settled = SettledObjects()
  var restarts: [Restart] = []
  /// The objects of ``restarts``.
  var restarted: Set<ObjectReference> = []
  var manualSteps: [ManualStep] = []
  var checks: [Check] = []
  var findings: [Finding] = []
  var assumptions: [Assumption] = []
  /// The manifests that were generated, and the overlays' patches that were for them.
  var generated: [ObjectReference] = []
  var matchedPatches: Set<OverlaySet.PatchID> = []
  /// The ingress gateways that get the address of the parameter `loadBalancerIP`.
  var servedGateways: [IngressGateway] = []

  init(context: PlanningContext, resolved: ResolvedPhase, before: MeshRepository) {
    self.context = context
    self.resolved = resolved
    self.before = before
  }

  /// The phase as far as the next one has to know it.
  mutating func build(index: Int) throws(Refusal) -> PhaseDraft {
    for action in resolved.actions { try collect(action) }
    serveIngressGateways()
    let errors = findings.filter(context.question.refuses)
    guard errors.isEmpty else { throw Refusal(errors) }
    let rewritten = try FileRewriter(repository: before).rewrite(batch)
    var after = before
    after.apply(rewritten)
    let retiresAll = resolved.actions.contains(.retire) && resolved.scope != .webhooks
    if retiresAll { try refuseMentions(in: after) }
    addChecks()
    warnAboutSize(pods: pods)
    return PhaseDraft(index: index, builder: self, rewritten: rewritten, after: after)
  }

  /// How many Pods the phase restarts.
  var pods: Int { restarts.reduce(0) { $0 + $1.replicas } }

  /// A phase that restarts more Pods than the desired state allows at once (MP020).
  private mutating func warnAboutSize(pods: Int) {
    let limit = context.desired.strategy.maxPodsPerPhase
    guard pods > limit else { return }
    report(
      Finding(
        .disruptiveRestart, .warning,
        message: "the phase \(resolved.name) restarts \(pods) pods, more than the \(limit) of"
          + " spec.strategy.maxPodsPerPhase",
        hint: "divide its namespaces among more phases, or raise the limit"))
  }

  private mutating func collect(_ action: Action) throws(Refusal) {
    switch action {
    case .relabel:
      relabel()
      if restartsByHand, !resolved.settles { leaveRestarts() }
    case .restart:
      if restartsByHand { leaveRestarts() } else { restart() }
    case .moveTags: try moveTags()
    case .moveService: if resolved.scope == .whole { try moveService() }
    case .moveValidator: if resolved.scope == .whole { try moveValidator() }
    case .retire: try retire()
    case .baseline: baseline()
    }
  }

  /// Adds a finding, as a warning with its reason where it is excepted.
  mutating func report(_ finding: Finding) { findings += context.desired.settled([finding]) }

  /// Notes that an object of the repository is what the phase is about.
  mutating func settle(_ object: ManifestObject) { settled.insert(object.key, in: object.file) }

  /// Notes that a generated object is what the phase is about.
  mutating func settle(_ key: ObjectKey, in file: RepositoryPath) { settled.insert(key, in: file) }

  /// Adds an operation on an object.
  mutating func edit(_ object: ManifestObject, _ operation: EditOperation, namespace: String? = nil)
  {
    batch.add(operation, to: EditTarget(object, namespace: namespace))
  }

  /// A kustomization of the base as the phases before have left it.
  func current(_ kustomization: Kustomization) -> Kustomization? {
    guard let bytes = before.contents[kustomization.path] else { return nil }
    return try? Kustomization(path: kustomization.path, bytes: bytes)
  }

  /// The object at a place, with the file that holds it.
  func object(at locator: MeshRepository.Locator) -> (object: ManifestObject, file: ManifestFile)? {
    guard let object = before.object(at: locator), let file = before.file(locator.file) else {
      return nil
    }
    return (object, file)
  }
}
