internal import Kubernetes

/// A phase that is merged before the one before it has finished.
extension ProofRun {
  /// Looks at the states in which two steps are under way at once.
  mutating func overlap(
    _ step: Int, _ delta: ProofDelta, _ transitions: [Int: ClassTransition],
    since previous: Overlap
  ) {
    let globals = Self.merged(previous.delta, delta)
    for (index, part) in classes.enumerated() {
      let second = transitions[index]
      // A class that only one of the steps concerns passes through that one's states.
      guard part.lastTransition != nil || !previous.delta.globals.isEmpty,
        second != nil || !delta.globals.isEmpty
      else { continue }
      var scan = ClassScan(part: part, transition: second ?? ClassTransition(staying: part))
      scan.runWindow(globals, before: previous.surroundings)
      count(scan.states)
      for found in scan.breaches { note(found.breach(step: step, part: part)) }
    }
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
          versions: [global.from, global.to, next?.to ?? global.to],
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
  mutating func runWindow(_ globals: [ProofChange], before: Surroundings) {
    let first = part.lastTransition
    let labels = [first?.labels.from ?? part.labels, part.labels, transition.labels.to]
    var own: [ProofChange] = []
    if Set(labels).count > 1 {
      own.append(
        Self.change(
          Self.namespaceKey, labels.map { .namespace($0) },
          [first?.labels.forward, transition.labels.forward]))
    }
    for move in transition.pods {
      let earlier = first?.pods.first { $0.to == move.from }
      let forms = [earlier?.from ?? move.from, move.from, move.to]
      var changes = own
      if Set(forms).count > 1 {
        changes.append(
          Self.change(
            Self.podsKey, forms.map { $0.map { .pods($0) } }, [earlier?.forward, move.forward]))
      }
      var pods = part.pods.first { $0.pods == move.from }
      let wasToBeInjected = pods?.wasToBeInjected ?? false
      pods?.shouldBeInjected = wasToBeInjected
      let start = State(labels: labels[0], pods: forms[0], surroundings: before)
      scan(start, changes, globals, pods: pods, direction: .forwards, isWindow: true)
    }
  }

  private static func change(
    _ key: ObjectKey, _ versions: [ProofObject?], _ places: [SyncPlace?]
  ) -> ProofChange {
    ProofChange(
      key: key, reference: ObjectReference(key: key, version: "v1"), versions: versions,
      places: places)
  }
}
