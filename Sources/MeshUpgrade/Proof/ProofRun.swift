internal import Kubernetes

/// Goes through every state between a base and the end of its steps, forwards and backwards, and
/// notes what breaks a rule.
struct ProofRun: Sendable {
  /// A state that breaks a rule: the one with the fewest applied objects of those that do.
  struct Breach: Sendable {
    /// The position of the step; nil in the base.
    let step: Int?
    /// The position of the step that was merged before this one had finished; nil for none.
    var isWindow = false
    let direction: Direction
    let moment: Moment
    var violation: Violation
    /// The namespaces concerned, by position; none where the rule is about an object alone.
    let members: [Int]
    let isPreexisting: Bool
    let labels: [String: String]?
    let pod: PodClass?
    let webhooks: [Counterexample.Webhook]
    /// What has been applied; those in `fresh` without a caBundle so far.
    let applied: [ObjectReference]
    let fresh: [ObjectReference]
    /// The state that the step leads to, where that breaks the rule too.
    var end: End?
  }

  /// The Pods concerned in a state that a step leads to.
  struct End: Sendable {
    let pods: PodClass?
  }

  enum Direction: Hashable, Sendable {
    case forwards
    case backwards
  }

  /// Where between two ends a state lies.
  enum Moment: Hashable, Sendable {
    case start
    case between
    case end
  }

  /// A class at the end of a step: its namespaces, labels, and who injects a Pod that says nothing.
  struct ClassReport: Sendable {
    let members: [Int]
    let labels: [String: String]
    let revision: String?
    let isInMesh: Bool
  }

  let model: ProofModel
  private(set) var breaches: [Breach] = []
  /// How many states were looked at: distinct ones of a class and one kind of its Pods.
  private(set) var states = 0
  /// The surroundings of the base, then of the end of each step.
  private(set) var ends: [Surroundings] = []
  /// The classes of the base, then of the end of each step.
  private(set) var reports: [[ClassReport]] = []

  private var partition: ClassPartition
  private var surroundings: Surroundings
  /// What is wrong with objects of the base, whatever the namespaces.
  var preexisting: Set<Violation> = []
  /// What the step before has changed, for steps that overlap.
  private var previous: Overlap?
  /// How many phases may be under way at once.
  private let window: Int
  /// Whether the steps take phases back.
  let takesBack: Bool

  /// What a step left behind that the next one may come upon unfinished.
  struct Overlap: Sendable {
    let surroundings: Surroundings
    let delta: ProofDelta
  }

  /// - Parameter asksForInjection: whether the labels of a namespace alone say that its Pods should
  ///   have a sidecar, as in a single state; else the base says it, which injects them.
  /// - Parameter takesBack: whether the steps take back what had been done.
  init(
    _ model: ProofModel, window: Int = 1, asksForInjection: Bool = false, takesBack: Bool = false
  ) {
    self.model = model
    self.takesBack = takesBack
    self.window = window
    let deltas = model.deltas.flatMap(\.globals).flatMap { [$0.from, $0.to] }
    let configurations =
      model.surroundings.injectors.values.map { $0 } + deltas.compactMap { $0?.injectors }
    partition = ClassPartition(model, projection: LabelProjection(configurations))
    surroundings = model.surroundings
    startAtBase(asksForInjection: asksForInjection)
    for step in model.deltas.indices { take(step) }
  }

  // MARK: The base

  private mutating func startAtBase(asksForInjection: Bool) {
    let surroundings = surroundings
    let admission = surroundings.admission()
    let directory = surroundings.directory()
    var found: [Breach] = []
    var count = 0
    partition.update { part in
      for index in part.pods.indices {
        count += 1
        let pods = part.pods[index].pods
        let verdict = PodVerdict(
          pods, in: part.namespace, admission: admission, directory: directory)
        part.pods[index].shouldBeInjected =
          asksForInjection
          ? NamespaceClass.asksForInjection(part.labels) && verdict.obstacle == nil
            && pods.labels[MeshLabels.inject] != "false" : verdict.isInjected
        let broken =
          verdict.violations(
            of: pods, shouldBeInjected: part.pods[index].shouldBeInjected, surroundings)
          + Self.unknownNames(part.labels, pods, origin: pods, surroundings)
          + (index == 0 ? Self.contradictions(part.labels) : [])
        for violation in broken {
          part.preexisting.insert(violation.identity)
          found.append(
            Breach(
              step: nil, direction: .forwards, moment: .end, violation: violation,
              members: part.members, isPreexisting: true, labels: part.labels, pod: pods,
              webhooks: Self.webhooks(verdict), applied: [], fresh: []))
        }
      }
    }
    states += count
    breaches += found
    checkObjectsOfBase()
    report()
  }

  /// `istio.io/rev` names nothing that is there (MP003): a namespace's, or that of Pods whose
  /// namespace says nothing, where it counts.
  static func unknownNames(
    _ labels: [String: String], _ pods: PodClass?, origin: PodClass?,
    _ surroundings: Surroundings
  ) -> [Violation] {
    if let name = labels[MeshLabels.revision] {
      guard !surroundings.knows(name) else { return [] }
      return [Violation(rule: .unknownRevision, detail: [name])]
    }
    guard labels[MeshLabels.injection] == nil, let pods,
      let name = pods.labels[MeshLabels.revision], pods.labels[MeshLabels.inject] != "false",
      !surroundings.knows(name)
    else { return [] }
    return [Violation(rule: .unknownRevision, pod: origin, detail: [name])]
  }

  /// Both labels at once (MP004).
  static func contradictions(_ labels: [String: String]) -> [Violation] {
    labels[MeshLabels.revision] != nil && labels[MeshLabels.injection] != nil
      ? [Violation(rule: .contradictingLabels)] : []
  }

  // MARK: Steps

  private mutating func take(_ step: Int) {
    let delta = model.deltas[step]
    let transitions = partition.refine(by: delta)
    let forward = delta.globals.map { $0.change }
    let backward = delta.globals.map { $0.inverse }
    let before = surroundings
    var after = before
    for global in delta.globals { after.set(global.to, for: global.key) }
    let affected =
      delta.globals.isEmpty ? transitions.keys.sorted() : Array(partition.classes.indices)
    let leaving = leaving(from: step)
    for index in affected {
      let part = partition.classes[index]
      let transition = transitions[index] ?? ClassTransition(staying: part)
      var scan = ClassScan(part: part, transition: transition, leaving: leaving)
      scan.run(forward, before: before, .forwards)
      scan.run(backward, before: after, .backwards)
      states += scan.states
      breaches += scan.breaches.map { $0.breach(step: step, part: part) }
    }
    if window > 1, let previous {
      overlap(step, delta, transitions, in: partition, since: previous)
    }
    checkObjects(step, forward, before: before, .forwards)
    checkObjects(step, backward, before: after, .backwards)
    checkEnds(step, before: before, after: after)
    finish(step, transitions, after)
    previous = Overlap(surroundings: before, delta: delta)
  }

  /// The step has synced: what it leads to is what the next one starts from.
  private mutating func finish(
    _ step: Int, _ transitions: [Int: ClassTransition], _ after: Surroundings
  ) {
    let admission = after.admission()
    let directory = after.directory()
    var index = 0
    var found: [Breach] = []
    partition.update { part in
      defer { index += 1 }
      part.lastTransition = transitions[index]
      part.previousPods = part.pods
      if let transition = transitions[index] {
        let known = Self.contradictions(part.labels)
        part.apply(transition)
        for violation in Self.contradictions(part.labels) where !known.contains(violation) {
          found.append(
            Breach(
              step: step, direction: .forwards, moment: .end, violation: violation,
              members: part.members,
              isPreexisting: part.preexisting.contains(violation.identity), labels: part.labels,
              pod: nil, webhooks: [], applied: [], fresh: [], end: End(pods: nil)))
        }
      }
      for position in part.pods.indices where !part.pods[position].shouldBeInjected {
        let verdict = PodVerdict(
          part.pods[position].pods, in: part.namespace, admission: admission,
          directory: directory)
        part.pods[position].shouldBeInjected = verdict.isInjected
      }
    }
    breaches += found
    surroundings = after
    report()
  }

  private mutating func report() {
    ends.append(surroundings)
    let admission = surroundings.admission()
    let directory = surroundings.directory()
    reports.append(
      partition.classes.map { part in
        let verdict = PodVerdict(
          .unlabelled, in: part.namespace, admission: admission, directory: directory)
        return ClassReport(
          members: part.members, labels: part.labels, revision: verdict.revision,
          isInMesh: part.pods.contains(where: \.shouldBeInjected)
            || part.labels[MeshLabels.revision] != nil
            || part.labels[MeshLabels.injection] != nil)
      })
  }

  /// The un-revisioned injectors that a step, or one after it, neutralises.
  ///
  /// The tag `default` comes before that, as a gap would be worse than a double: the double passes
  /// with the step that neutralises the old injector. Where that is taken back it comes again, and
  /// passes as the tag is taken back.
  func leaving(from step: Int) -> Set<String> {
    let neutralised = model.deltas[step...].flatMap(\.globals).filter(\.isNeutralised)
    let again = takesBack ? model.deltas[step].globals.filter(\.isReactivated) : []
    return Set((neutralised + again).map(\.key.name))
  }

  static func webhooks(_ verdict: PodVerdict) -> [Counterexample.Webhook] {
    zip(verdict.webhooks, verdict.revisions).map {
      Counterexample.Webhook(
        configuration: $0.0.configuration, name: $0.0.name, revision: $0.1)
    }
  }

  mutating func note(_ breach: Breach) { breaches.append(breach) }
  mutating func count(_ more: Int) { states += more }
  var current: Surroundings { surroundings }
}

extension ClassTransition {
  /// Nothing changes.
  init(staying part: NamespaceClass) {
    labels = Move(part.labels)
    pods = part.pods.map { Move($0.lineage) }
  }
}

extension NamespaceClass {
  /// Takes the forms that a transition leads to.
  mutating func apply(_ transition: ClassTransition) {
    labels = transition.labels.to
    var kinds: [Pods] = []
    for move in transition.pods {
      // Workloads that differ only in when a sync comes to them are one kind again.
      guard let to = move.to, !kinds.contains(where: { $0.lineage == to }) else { continue }
      let old = pods.first { $0.lineage == move.from }
      kinds.append(Pods(lineage: to, shouldBeInjected: old?.shouldBeInjected ?? false))
    }
    pods = kinds
  }
}
