internal import Kubernetes

/// What is wrong with webhook configurations themselves, whatever the namespaces.
extension ProofRun {
  mutating func checkObjectsOfBase() {
    let surroundings = current
    let configurations = Self.configurations(surroundings)
    count(configurations.count)
    let found =
      configurations.flatMap { Self.violations(of: $0, surroundings) }
      + Self.endViolations(surroundings)
    for violation in found {
      preexisting.insert(violation)
      note(
        Breach(
          step: nil, direction: .forwards, moment: .end, violation: violation, members: [],
          isPreexisting: true, labels: nil, pod: nil, webhooks: [], applied: [], fresh: []))
    }
  }

  /// Looks at each webhook configuration in every state of a step.
  mutating func checkObjects(
    _ step: Int, _ changes: [ProofChange], before: Surroundings, _ direction: Direction,
    isWindow: Bool = false, known: Set<Violation> = []
  ) {
    guard !changes.isEmpty else { return }
    let changed = changes.filter(\.isConfiguration).map(\.key)
    let keys = Set(Self.configurations(before) + changed).sorted()
    for key in keys where !Self.isOfRetired(key, changes) {
      let relevant = Self.relevant(changes, to: key, before)
      guard !relevant.isEmpty else { continue }
      scan(
        key, StateSpace(changes: relevant), step: step, before: before, direction,
        isWindow: isWindow, known: known)
    }
  }

  private mutating func scan(
    _ key: ObjectKey, _ space: StateSpace, step: Int, before: Surroundings,
    _ direction: Direction, isWindow: Bool, known: Set<Violation>
  ) {
    var found: [Violation: (size: Int, breach: Breach)] = [:]
    // What is broken before the step, to which a rollback leads, was told where that began.
    var known = known
    let old = direction == .forwards ? [space.start] : [space.start, space.end]
    var ended: Set<Violation> = []
    space.forEach { positions in
      count(1)
      var surroundings = before
      var applied: [ObjectReference] = []
      for (change, position) in zip(space.changes, positions) where position > 0 {
        let stage = change.stages[position]
        surroundings.set(stage.object, for: change.key)
        applied.append(change.reference)
      }
      let size = positions.reduce(0, +)
      for violation in Self.violations(of: key, surroundings) {
        if old.contains(positions) { known.insert(violation) }
        if positions == space.end { ended.insert(violation) }
        if let smaller = found[violation], smaller.size <= size { continue }
        let breach = Breach(
          step: step, isWindow: isWindow, direction: direction,
          moment: positions == space.end ? .end : .between,
          violation: violation, members: [], isPreexisting: preexisting.contains(violation),
          labels: nil, pod: nil, webhooks: [], applied: applied, fresh: [])
        found[violation] = (size, breach)
      }
    }
    for violation in known { found[violation] = nil }
    for violation in ended { found[violation]?.breach.end = End(pods: nil) }
    let ordered = found.values.sorted {
      ($0.breach.violation.rule.code, $0.size, $0.breach.violation.detail.joined())
        < ($1.breach.violation.rule.code, $1.size, $1.breach.violation.detail.joined())
    }
    for (_, breach) in ordered { note(breach) }
  }

  /// What only counts once a step has synced.
  mutating func checkEnds(_ step: Int, before: Surroundings, after: Surroundings) {
    let known = Set(Self.endViolations(before))
    for violation in Self.endViolations(after) where !known.contains(violation) {
      note(
        Breach(
          step: step, direction: .forwards, moment: .end, violation: violation, members: [],
          isPreexisting: preexisting.contains(violation), labels: nil, pod: nil, webhooks: [],
          applied: [], fresh: [], end: End(pods: nil)))
    }
  }

  // MARK: One configuration

  private static func configurations(_ surroundings: Surroundings) -> [ObjectKey] {
    (Array(surroundings.injectors.keys) + Array(surroundings.validators.keys)).sorted()
  }

  /// The changes of a configuration, of the Services that it calls, and of what these lead to.
  private static func relevant(
    _ changes: [ProofChange], to key: ObjectKey, _ before: Surroundings
  ) -> [ProofChange] {
    let own = changes.filter { $0.key == key }
    let forms = [before.object(key)] + own.flatMap { $0.stages.map(\.object) }
    let services = Set(
      forms.flatMap { targets(of: $0) }.compactMap { target -> ObjectKey? in
        guard case .service(let namespace, let name) = target else { return nil }
        return Surroundings.service(namespace: namespace, name: name)
      })
    let namespaces = Set(services.compactMap(\.namespace))
    return changes.filter { change in
      if change.key == key || services.contains(change.key) { return true }
      let isPlane = change.stages.contains { stage in
        if case .controlPlane = stage.object { true } else { false }
      }
      return isPlane && key.kind == "ValidatingWebhookConfiguration"
        && namespaces.contains(change.key.namespace ?? "")
    }
  }

  /// Whether this is the own validator of a revision that comes or goes: nothing names that revision
  /// then (MP009), so nothing is left for it to reject.
  private static func isOfRetired(_ key: ObjectKey, _ changes: [ProofChange]) -> Bool {
    guard let own = changes.first(where: { $0.key == key }) else { return false }
    let forms = own.stages.map(\.object)
    return forms.contains(where: { $0 == nil })
      && forms.allSatisfy { $0?.validators?.looksAtRevisionOnly ?? true }
      && key.kind == "ValidatingWebhookConfiguration"
  }

  private static func targets(of object: ProofObject?) -> [InjectorWebhook.Target] {
    switch object {
    case .injectors(let configuration): configuration.webhooks.compactMap(\.target)
    case .validators(let configuration): configuration.targets
    default: []
    }
  }

  /// What is wrong in one state: a label that names another revision than answers (MP013), and a
  /// validator that calls nobody (MP005, MP006).
  static func violations(
    of key: ObjectKey, _ surroundings: Surroundings
  ) -> [Violation] {
    let object = surroundings.object(key)
    let targets = targets(of: object)
    var found: [Violation] = []
    let label = object?.injectors?.revisionLabel ?? object?.validators?.revisionLabel
    if let label {
      let directory = surroundings.directory()
      let revisions = targets.compactMap {
        directory.revision(behind: $0, configuration: key.name, label: label)
      }
      if let other = revisions.first(where: { $0 != label }) {
        found.append(
          Violation(rule: .foreignRevisionLabel, subject: key, detail: [label, other]))
      }
    }
    guard object?.validators != nil else { return found }
    let problems = targets.compactMap { surroundings.serviceProblem(of: $0) }
    var told: Set<Surroundings.ServiceProblem> = []
    for problem in problems where told.insert(problem).inserted {
      found.append(Violation.make(problem, pod: nil, subject: key))
    }
    return found
  }

  // MARK: Ends

  /// The tag `default` beside a validator of another revision (MP008), or beside an un-revisioned
  /// injector that is active (MP014).
  static func endViolations(_ surroundings: Surroundings) -> [Violation] {
    var found: [Violation] = []
    let directory = surroundings.directory()
    let tags = surroundings.injectors.filter { $0.value.tag == MeshLabels.defaultRevision }
    guard let (tagKey, tag) = tags.min(by: { $0.key < $1.key }) else { return [] }
    let validator = surroundings.validators.first { $0.key.name == "istiod-default-validator" }
    let serving = tag.webhooks.first.flatMap { directory.revision(of: $0) } ?? tag.revisionLabel
    if let (key, configuration) = validator {
      let validating =
        configuration.targets.first.flatMap {
          directory.revision(
            behind: $0, configuration: key.name, label: configuration.revisionLabel)
        } ?? configuration.revisionLabel
      if let serving, let validating, serving != validating {
        found.append(
          Violation(rule: .differingDefaults, subject: key, detail: [serving, validating]))
      }
    }
    let old = surroundings.injectors.filter { $0.value.isUnrevisioned && $0.value.isActive }
    if tag.isActive, let (key, _) = old.min(by: { $0.key < $1.key }) {
      found.append(Violation(rule: .twoDefaults, subject: key, detail: [tagKey.name]))
    }
    return found
  }
}

extension ProofChange {
  /// Whether this is a webhook configuration.
  fileprivate var isConfiguration: Bool {
    stages.contains { $0.object?.injectors != nil || $0.object?.validators != nil }
  }
}

extension InjectorConfiguration {
  /// Whether this is the injector of an install without a revision: its label says so from Istio 1.6
  /// on, and before that its name has none.
  fileprivate var isUnrevisioned: Bool {
    guard tag == nil else { return false }
    return revisionLabel.map { $0 == MeshLabels.defaultRevision }
      ?? (name == "istio-sidecar-injector")
  }

  /// Whether some webhook can select a Pod of a namespace that follows the default: one that
  /// `istioctl tag set` has neutralised cannot.
  var isActive: Bool {
    let namespace = NamespaceLabels(name: "", labels: [MeshLabels.injection: "enabled"])
    let plain = NamespaceLabels(name: "", labels: [:])
    return webhooks.contains {
      $0.selects(namespace: namespace, pod: [:])
        || $0.selects(namespace: plain, pod: [MeshLabels.inject: "true"])
    }
  }
}
