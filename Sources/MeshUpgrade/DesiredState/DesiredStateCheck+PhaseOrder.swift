internal import Kubernetes
internal import YAML

extension DesiredStateCheck {
  /// Phases come in an order that can work: relabel before restart, move before retire.
  mutating func checkPhaseOrder() {
    let phases = state.phases ?? []
    for action in [Action.moveTags, .moveService, .moveValidator, .retire] {
      checkOnlyOnce(action, in: phases)
    }
    for (index, phase) in phases.enumerated() {
      guard let retire = phase.actions.firstIndex(of: .retire) else { continue }
      if index < phases.count - 1 {
        report(
          at: actionPath(index, .retire),
          "found Retire in phase \(index + 1) of \(phases.count), expected it in the last")
      }
      for action in phase.actions[retire...] where isMove(action) {
        report(
          at: actionPath(index, action), "found \(action.rawValue) after Retire, expected it before"
        )
      }
    }
    // An upgrade in place has nothing to relabel.
    guard state.from?.revision != state.to.revision,
      phases.indices.allSatisfy(hasReadableActions)
    else { return }
    if state.strategy.kind.movesTag { return checkTagOrder(in: phases) }
    checkRestartedNames(in: phases[...])
    checkRestartedShares(in: phases[...])
  }

  /// Before the tag moves, only namespaces that were put on the revision itself can be restarted
  /// onto it; what is done to a tag and what is done to namespaces are apart, as Argo CD may sync
  /// the objects of a phase in any order.
  private mutating func checkTagOrder(in phases: [PhaseSpec]) {
    guard let move = moveIndex else { return }
    if phases[move].actions.contains(.relabel) {
      report(
        at: actionPath(move, .relabel),
        "found Relabel beside MoveTags, expected it in a phase before, which puts namespaces on"
          + " \(state.to.revision) itself, or in one after, which puts them back on the tag")
    }
    if phases[move].actions.contains(.restart) {
      report(
        at: actionPath(move, .restart),
        "found Restart beside MoveTags, expected it in a phase after it",
        hint: "a Pod that is made again before the tag has moved stays on the old revision")
    }
    checkRestartedNames(in: phases[..<move])
    checkRestartedShares(in: phases[..<move])
  }

  /// The position of the phase that moves the tags; nil where none does.
  var moveIndex: Int? { state.phases?.firstIndex { $0.actions.contains(.moveTags) } }

  /// What has to come before a Restart.
  private var first: String {
    state.strategy.kind.movesTag ? "MoveTags or Relabel first" : "Relabel first"
  }

  private func isMove(_ action: Action) -> Bool {
    action == .moveTags || action == .moveService || action == .moveValidator
  }

  private mutating func checkOnlyOnce(_ action: Action, in phases: [PhaseSpec]) {
    let indices = phases.indices.filter { phases[$0].actions.contains(action) }
    for index in indices.dropFirst() {
      report(
        at: actionPath(index, action),
        "found a second \(action.rawValue), expected it at most once",
        notes: [
          Finding.Note(
            place: source.place(at: actionPath(indices[0], action)), message: "the first one")
        ])
    }
  }

  /// A namespace that is restarted by name is relabelled by then.
  private mutating func checkRestartedNames(in phases: ArraySlice<PhaseSpec>) {
    var relabelled: Set<String> = []
    for (index, phase) in zip(phases.indices, phases) {
      let lists = [
        ("namespaces", phase.namespaces ?? []),
        ("gatewayNamespaces", phase.gatewayNamespaces ?? []),
      ]
      if phase.actions.contains(.relabel) { relabelled.formUnion(lists.flatMap(\.1)) }
      guard phase.actions.contains(.restart) else { continue }
      for (key, names) in lists {
        for (position, name) in names.enumerated()
        where !name.isEmpty && !relabelled.contains(name) {
          report(
            at: phasePath(index, key).appending(.index(position)),
            "found a Restart of \(quoted(name)) before any Relabel of it, expected \(first)",
            hint: "a Pod that is made again before its namespace is relabelled stays on the old "
              + "revision")
        }
      }
    }
  }

  /// A share that is restarted is relabelled by then.
  private mutating func checkRestartedShares(in phases: ArraySlice<PhaseSpec>) {
    var relabelled = 0
    for (index, phase) in zip(phases.indices, phases) {
      guard let percent = phase.percent, phase.namespaces == nil else { continue }
      if phase.actions.contains(.relabel) { relabelled = max(relabelled, percent) }
      guard phase.actions.contains(.restart), percent > relabelled else { continue }
      report(
        at: phasePath(index, "percent"),
        "found a Restart of \(percent) % where \(relabelled) % are relabelled, expected \(first)")
    }
  }
}
