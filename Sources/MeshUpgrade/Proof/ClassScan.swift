internal import Kubernetes

/// Looks at every state that the namespaces of one class can pass through in a transition.
struct ClassScan {
  /// A violation in its smallest state, before the namespaces' names are filled in.
  struct Found {
    let direction: ProofRun.Direction
    let moment: ProofRun.Moment
    var violation: Violation
    let size: Int
    let labels: [String: String]
    let pod: PodClass
    let webhooks: [Counterexample.Webhook]
    let applied: [ObjectReference]
    let fresh: [ObjectReference]
    var isWindow = false

    func breach(step: Int, part: NamespaceClass) -> ProofRun.Breach {
      ProofRun.Breach(
        step: step, isWindow: isWindow, direction: direction, moment: moment,
        violation: violation, members: part.members,
        isPreexisting: part.preexisting.contains(violation.identity), labels: labels, pod: pod,
        webhooks: webhooks, applied: applied, fresh: fresh)
    }
  }

  let part: NamespaceClass
  let transition: ClassTransition
  private(set) var breaches: [Found] = []
  private(set) var states = 0

  /// The keys under which a state's own changes go, beside those of the surroundings.
  static let namespaceKey = ObjectKey(
    group: "", kind: "Namespace", namespace: nil, name: "")
  static let podsKey = ObjectKey(group: "", kind: "Pod", namespace: nil, name: "")

  init(part: NamespaceClass, transition: ClassTransition) {
    self.part = part
    self.transition = transition
  }

  /// Goes through the states of one direction, for each kind of Pods.
  mutating func run(
    _ globals: [ProofChange], before: Surroundings, _ direction: ProofRun.Direction,
    isWindow: Bool = false
  ) {
    let isForward = direction == .forwards
    let labels = transition.labels
    var own: [ProofChange] = []
    if labels.isChange, let place = isForward ? labels.forward : labels.backward {
      own.append(
        Self.change(
          Self.namespaceKey, .namespace(isForward ? labels.from : labels.to),
          .namespace(isForward ? labels.to : labels.from), place))
    }
    for move in transition.pods {
      let (from, to) = isForward ? (move.from, move.to) : (move.to, move.from)
      var changes = own
      if from != to, let place = isForward ? move.forward : move.backward {
        changes.append(
          Self.change(Self.podsKey, from.map { .pods($0) }, to.map { .pods($0) }, place))
      }
      let start = State(
        labels: isForward ? labels.from : labels.to, pods: from, surroundings: before)
      scan(
        start, changes, globals, pods: part.pods.first { $0.pods == move.from },
        direction: direction, isWindow: isWindow)
    }
  }

  private static func change(
    _ key: ObjectKey, _ from: ProofObject?, _ to: ProofObject?, _ place: SyncPlace
  ) -> ProofChange {
    ProofChange(
      key: key, reference: ObjectReference(key: key, version: "v1"), from: from, to: to,
      place: place)
  }

  /// What one kind of Pods finds in one state.
  struct State {
    var labels: [String: String]
    var pods: PodClass?
    var surroundings: Surroundings

    mutating func apply(_ stage: ProofChange.Stage, of change: ProofChange) {
      switch change.key {
      case ClassScan.namespaceKey:
        if case .namespace(let labels) = stage.object { self.labels = labels }
      case ClassScan.podsKey:
        if case .pods(let pods) = stage.object { self.pods = pods } else { pods = nil }
      default: surroundings.set(stage.object, for: change.key, isFresh: stage.isFresh)
      }
    }
  }

  mutating func scan(
    _ start: State, _ own: [ProofChange], _ globals: [ProofChange], pods: NamespaceClass.Pods?,
    direction: ProofRun.Direction, isWindow: Bool
  ) {
    let relevance = Relevance(
      labels: Self.forms(own, start) { state in state.labels },
      pods: Self.forms(own, start) { state in state.pods }.compactMap { $0 }, name: part.name,
      surroundings: start.surroundings)
    let changes = own + relevance.relevant(globals)
    guard !changes.isEmpty else { return }
    let space = StateSpace(changes: changes)
    var found: [Violation: Found] = [:]
    var started: Set<Violation> = []
    var ended: Set<Violation> = []
    space.forEach { positions in
      states += 1
      var state = start
      var applied: [ObjectReference] = []
      var fresh: [ObjectReference] = []
      for (change, position) in zip(changes, positions) where position > 0 {
        let stage = change.stages[position]
        state.apply(stage, of: change)
        applied.append(change.reference)
        if stage.isFresh { fresh.append(change.reference) }
      }
      guard let kind = state.pods else { return }
      let namespace = NamespaceLabels(name: part.name, labels: state.labels)
      let verdict = PodVerdict(kind, in: namespace, state.surroundings)
      let origin = pods?.origin ?? kind
      let broken =
        verdict.violations(
          of: origin, shouldBeInjected: pods?.shouldBeInjected ?? false, state.surroundings)
        + ProofRun.unknownNames(state.labels, kind, origin: origin, state.surroundings)
      guard !broken.isEmpty else { return }
      let moment: ProofRun.Moment =
        positions == space.start ? .start : positions == space.end ? .end : .between
      for violation in broken {
        switch moment {
        case .start: started.insert(violation)
        case .end: ended.insert(violation)
        case .between: break
        }
        let one = Found(
          direction: direction, moment: moment, violation: violation,
          size: positions.reduce(0, +), labels: state.labels, pod: kind,
          webhooks: ProofRun.webhooks(verdict), applied: applied, fresh: fresh,
          isWindow: isWindow)
        if let known = found[violation], known.size <= one.size { continue }
        found[violation] = one
      }
    }
    // What is broken before the step was told where that began.
    for violation in started { found[violation] = nil }
    // A double that passes while a tag, or an old injector, is on its way is how tags move.
    let moving = Set(globals.map(\.key.name))
    for (violation, double) in found
    where violation.rule == .injectedTwice && !ended.contains(violation) {
      guard double.webhooks.contains(where: { moving.contains($0.configuration) }) else { continue }
      found[violation]?.violation.isWarning = true
    }
    breaches += found.values.sorted { $0.precedes($1) }
  }

  /// The forms that something takes over the own changes.
  private static func forms<Form: Hashable>(
    _ own: [ProofChange], _ start: State, _ form: (State) -> Form
  ) -> [Form] {
    var state = start
    var forms = [form(state)]
    for change in own {
      for stage in change.stages.dropFirst() {
        state.apply(stage, of: change)
        forms.append(form(state))
      }
    }
    return forms
  }
}

extension ClassScan.Found {
  /// An order that does not depend on hashing.
  func precedes(_ other: ClassScan.Found) -> Bool {
    func text(_ found: ClassScan.Found) -> String {
      "\(found.violation.rule.code)\t\(found.size)\t\(found.violation.subject?.name ?? "")\t"
        + found.violation.detail.joined(separator: ",")
    }
    return text(self).utf8.lexicographicallyPrecedes(text(other).utf8)
  }
}
