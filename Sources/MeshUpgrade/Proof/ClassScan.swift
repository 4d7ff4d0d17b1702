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
    let pod: PodClass?
    let webhooks: [Counterexample.Webhook]
    let applied: [ObjectReference]
    let fresh: [ObjectReference]
    var isWindow = false
    /// What the step leads to, where that breaks the rule too.
    var end: ProofRun.End?

    func breach(
      step: Int, part: NamespaceClass, members: [Int]? = nil
    ) -> ProofRun.Breach {
      ProofRun.Breach(
        step: step, isWindow: isWindow, direction: direction, moment: moment,
        violation: violation, members: members ?? part.members,
        isPreexisting: part.preexisting.contains(violation.identity), labels: labels, pod: pod,
        webhooks: webhooks, applied: applied, fresh: fresh, end: end)
    }
  }

  let part: NamespaceClass
  let transition: ClassTransition
  /// The injectors that are on their way out: a double with one of them passes.
  private let leaving: Set<String>
  private(set) var breaches: [Found] = []
  private(set) var states = 0
  /// What one run has found so far, and what was broken before it.
  private var pending: [(isOfNewPods: Bool, found: Found)] = []
  private var known: Set<Violation> = []
  /// Whether there are Pods that were not there before the step.
  var hasNewPods = false

  /// The keys under which a state's own changes go, beside those of the surroundings.
  static let namespaceKey = ObjectKey(
    group: "", kind: "Namespace", namespace: nil, name: "")
  static let podsKey = ObjectKey(group: "", kind: "Pod", namespace: nil, name: "")

  init(part: NamespaceClass, transition: ClassTransition, leaving: Set<String>) {
    self.part = part
    self.transition = transition
    self.leaving = leaving
  }

  /// Goes through the states of one direction, for each kind of Pods.
  mutating func run(
    _ globals: [ProofChange], before: Surroundings, _ direction: ProofRun.Direction,
    isWindow: Bool = false
  ) {
    let isForward = direction == .forwards
    let labels = transition.labels
    hasNewPods = transition.pods.contains { $0.from == nil }
    var own: [ProofChange] = []
    if labels.isChange, let place = isForward ? labels.forward : labels.backward {
      own.append(
        Self.change(
          Self.namespaceKey, .namespace(isForward ? labels.from : labels.to),
          .namespace(isForward ? labels.to : labels.from), place))
    }
    for move in transition.pods {
      let forms = [move.from?.current, move.to?.current]
      let (from, to) = isForward ? (forms[0], forms[1]) : (forms[1], forms[0])
      var changes = own
      if let plane = globals.first(where: { $0.key == move.plane }) {
        changes.append(plane)
      } else if from != to, let place = isForward ? move.forward : move.backward {
        changes.append(
          Self.change(Self.podsKey, from.map { .pods($0) }, to.map { .pods($0) }, place))
      }
      var start = State(
        labels: isForward ? labels.from : labels.to, pods: from, surroundings: before)
      start.plane = move.plane.map { ($0, [from, to]) }
      scan(
        start, changes, globals, pods: part.pods(move), isNew: move.from == nil,
        direction: direction, isWindow: isWindow)
    }
    settle()
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
    /// The workload, where it changes as a control plane as well, and its Pods after each step.
    var plane: (key: ObjectKey, pods: [PodClass?])?

    mutating func apply(_ stage: ProofChange.Stage, of change: ProofChange) {
      if let plane, plane.key == change.key { pods = plane.pods[stage.step] }
      switch change.key {
      case ClassScan.namespaceKey:
        if case .namespace(let labels) = stage.object { self.labels = labels }
      case ClassScan.podsKey:
        if case .pods(let pods) = stage.object { self.pods = pods } else { pods = nil }
      default: surroundings.set(stage.object, for: change.key)
      }
    }

    /// What is broken here for Pods, or for the namespace alone where there are none.
    func broken(
      for kind: NamespaceClass.Pods?, in name: String
    ) -> (verdict: PodVerdict?, violations: [Violation]) {
      let namespace = NamespaceLabels(name: name, labels: labels)
      let verdict = pods.map { PodVerdict($0, in: namespace, surroundings) }
      let origin = kind?.lineage.origin ?? pods
      var broken = ProofRun.unknownNames(labels, pods, origin: origin, surroundings)
      if let verdict, let origin {
        broken += verdict.violations(
          of: origin, shouldBeInjected: kind?.shouldBeInjected ?? false, surroundings)
      }
      return (verdict, broken)
    }
  }

  /// Goes through the states of one kind of Pods, and notes what is broken in them.
  mutating func scan(
    _ start: State, _ own: [ProofChange], _ globals: [ProofChange], pods: NamespaceClass.Pods?,
    isNew: Bool, direction: ProofRun.Direction, isWindow: Bool
  ) {
    let relevance = Relevance(
      labels: Self.forms(own, start) { state in state.labels },
      pods: Self.forms(own, start) { state in state.pods }.compactMap { $0 }, name: part.name,
      surroundings: start.surroundings)
    let keys = Set(own.map(\.key))
    let changes = own + relevance.relevant(globals.filter { !keys.contains($0.key) })
    guard !changes.isEmpty else {
      // What is broken for Pods that stay is nothing new for those that come with the step.
      if hasNewPods { known.formUnion(start.broken(for: pods, in: part.name).violations) }
      return
    }
    let space = StateSpace(changes: changes)
    var found: [Subject: Found] = [:]
    var started: Set<Violation> = []
    var ended: Set<Violation> = []
    var last: PodClass?
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
      let (verdict, broken) = state.broken(for: pods, in: part.name)
      guard !broken.isEmpty else { return }
      let moment: ProofRun.Moment =
        positions == space.start ? .start : positions == space.end ? .end : .between
      for violation in broken {
        switch moment {
        case .start: started.insert(violation)
        case .end:
          ended.insert(violation)
          last = state.pods
        case .between: break
        }
        let one = Found(
          direction: direction, moment: moment, violation: violation,
          size: positions.reduce(0, +), labels: state.labels, pod: state.pods,
          webhooks: verdict.map(ProofRun.webhooks) ?? [], applied: applied, fresh: fresh,
          isWindow: isWindow)
        let subject = Subject(violation, one.webhooks)
        if let known = found[subject], known.size <= one.size { continue }
        found[subject] = one
      }
    }
    // What is broken before the step, to which a rollback leads, was told where that began.
    let own = direction == .forwards ? started : started.union(ended)
    found = found.filter { !own.contains($0.key.violation) }
    known.formUnion(own)
    for subject in found.keys where ended.contains(subject.violation) {
      found[subject]?.end = ProofRun.End(pods: last)
    }
    // A double that passes while a tag, or an old injector, is on its way is how tags move.
    let moving = Set(globals.filter(\.isOfInjectors).map(\.key.name))
    for subject in found.keys where subject.violation.rule == .injectedTwice {
      let isPassing =
        !ended.contains(subject.violation) && !moving.isDisjoint(with: subject.configurations)
      guard isPassing || !leaving.isDisjoint(with: subject.configurations) else { continue }
      found[subject]?.violation.isWarning = true
    }
    pending += found.values.sorted { $0.precedes($1) }.map { (isNew, $0) }
  }

  /// Takes what was found for all kinds of Pods: for those that come with the step, and go when it is
  /// taken back, what is broken already for others just like them is nothing new.
  mutating func settle() {
    let new = pending.filter { !$0.isOfNewPods || !known.contains($0.found.violation.identity) }
      .map(\.found)
    // What refuses the plan somewhere is not told as a warning beside that.
    let errors = Set(new.map(\.violation).filter { !$0.isWarning })
    var smallest: [Violation: Int] = [:]
    for one in new where !one.violation.isWarning || !errors.contains(one.violation.identity) {
      smallest[one.violation] = min(smallest[one.violation] ?? one.size, one.size)
    }
    for one in new where smallest[one.violation] == one.size {
      smallest[one.violation] = nil
      breaches.append(one)
    }
    pending = []
    known = []
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

extension ClassScan {
  /// What is told in its smallest state: of doubles each by those that match, as it depends on them
  /// whether the double passes.
  private struct Subject: Hashable {
    let violation: Violation
    let configurations: Set<String>

    init(_ violation: Violation, _ webhooks: [Counterexample.Webhook]) {
      self.violation = violation
      configurations =
        violation.rule == .injectedTwice ? Set(webhooks.map(\.configuration)) : []
    }
  }
}

extension ProofChange {
  /// Whether this is about webhooks for new Pods.
  fileprivate var isOfInjectors: Bool { stages.contains { $0.object?.injectors != nil } }
}

extension ClassScan.Found {
  /// An order that does not depend on hashing.
  func precedes(_ other: ClassScan.Found) -> Bool {
    func text(_ found: ClassScan.Found) -> String {
      "\(found.violation.subject?.name ?? "")\t"
        + (found.violation.detail + found.webhooks.map(\.configuration)).joined(separator: ",")
    }
    if violation.rule != other.violation.rule {
      return violation.rule.code.utf8.lexicographicallyPrecedes(other.violation.rule.code.utf8)
    }
    if size != other.size { return size < other.size }
    return text(self).utf8.lexicographicallyPrecedes(text(other).utf8)
  }
}
