internal import Kubernetes

/// A phase that is merged before the one before it has finished.
extension ProofRun {
  /// Looks at the states in which two steps are under way at once.
  mutating func overlap(
    _ step: Int, _ delta: ProofDelta, _ transitions: [Int: ClassTransition],
    in partition: ClassPartition, since previous: Overlap
  ) {
    let globals = Self.merged(previous.delta, delta)
    let known = told(by: step - 1).union(told(by: step))
    let leaving = leaving(from: step)
    for (index, part) in partition.classes.enumerated() {
      let second = transitions[index]
      // A class that only one of the steps concerns passes through that one's states.
      guard part.lastTransition != nil || !previous.delta.globals.isEmpty,
        second != nil || !delta.globals.isEmpty
      else { continue }
      for history in partition.histories(of: part, previous.delta, delta) {
        var scan = ClassScan(
          part: part, transition: second ?? ClassTransition(staying: part), leaving: leaving)
        scan.runWindow(history, globals, before: previous.surroundings)
        count(scan.states)
        for found in scan.breaches {
          let new = history.members.filter { !known.contains(Told(found.violation, $0)) }
          if new.isEmpty { continue }
          note(found.breach(step: step, part: part, members: new))
        }
      }
    }
    checkObjects(
      step, globals, before: previous.surroundings, .forwards, isWindow: true,
      known: Set(known.map(\.violation)))
  }

  /// A violation that a step has by itself: the overlap adds nothing to it.
  private struct Told: Hashable {
    let violation: Violation
    let member: Int?

    init(_ violation: Violation, _ member: Int?) {
      self.violation = violation
      self.member = member
    }
  }

  private func told(by step: Int) -> Set<Told> {
    var told: Set<Told> = []
    for breach in breaches where breach.step == step {
      let members: [Int?] = breach.members.isEmpty ? [nil] : breach.members.map { $0 }
      for member in members {
        told.insert(Told(breach.violation, member))
        // An error is worse than a warning of the same.
        var warning = breach.violation
        warning.isWarning = true
        told.insert(Told(warning, member))
      }
    }
    return told
  }

  /// The changes of both steps: an object that both change takes three forms.
  private static func merged(_ first: ProofDelta, _ second: ProofDelta) -> [ProofChange] {
    var later: [ObjectKey: ProofDelta.Global] = [:]
    for global in second.globals { later[global.key] = global }
    var changes: [ProofChange] = []
    for global in first.globals {
      let next = later.removeValue(forKey: global.key)
      changes.append(
        ProofChange(
          key: global.key, reference: global.reference,
          versions: [global.from, global.to, next.map(\.to) ?? global.to],
          places: [global.forward, next?.forward]))
    }
    for global in second.globals where later[global.key] != nil {
      changes.append(
        ProofChange(
          key: global.key, reference: global.reference,
          versions: [global.from, global.from, global.to], places: [nil, global.forward]))
    }
    return changes
  }
}

extension ClassScan {
  /// Goes through the states of two steps at once, from before the first.
  mutating func runWindow(
    _ namespaces: ClassHistory, _ globals: [ProofChange], before: Surroundings
  ) {
    let pods = namespaces.pods
    let labels = [
      part.lastTransition?.labels.from ?? part.labels, part.labels, transition.labels.to,
    ]
    var own: [ProofChange] = []
    if Set(labels).count > 1 {
      own.append(
        Self.change(
          Self.namespaceKey, labels.map { .namespace($0) }, namespaces.places))
    }
    hasNewPods = pods.contains { $0.forms[0] == nil }
    for history in pods {
      var changes = own
      var start = State(labels: labels[0], pods: history.forms[0], surroundings: before)
      if let plane = history.plane {
        changes.append(plane)
        start.plane = (plane.key, history.forms)
      } else if Set(history.forms).count > 1 {
        changes.append(
          Self.change(Self.podsKey, history.forms.map { $0.map { .pods($0) } }, history.places))
      }
      scan(
        start, changes, globals, pods: known(history), isNew: history.forms[0] == nil,
        direction: .forwards, isWindow: true)
    }
    settle()
  }

  /// What is known of Pods from before the first step, or of those that come later.
  private func known(_ history: PodHistory) -> NamespaceClass.Pods? {
    if history.forms[0] != nil {
      return part.previousPods.first { $0.lineage == history.lineage }
    }
    return history.forms.compactMap { $0 }.first.map {
      NamespaceClass.Pods(lineage: PodLineage($0))
    }
  }

  private static func change(
    _ key: ObjectKey, _ versions: [ProofObject?], _ places: [SyncPlace?]
  ) -> ProofChange {
    ProofChange(
      key: key, reference: ObjectReference(key: key, version: "v1"), versions: versions,
      places: places, leavesOutEqual: true)
  }
}
