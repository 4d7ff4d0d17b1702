internal import Kubernetes
internal import YAML

extension DesiredStateCheck {
  /// The labels that a plan changes choose nothing.
  mutating func checkSelector() {
    guard let selector = state.namespaceSelector else { return }
    let path = Path(desiredState: "spec/namespaceSelector")
    let hint = "select by a label that the upgrade does not change"
    let changed = ["istio.io/rev", "istio-injection"]
    for label in changed where selector.matchLabels[label] != nil {
      report(
        at: path.appending("matchLabels").appending(label),
        "found a selection by \(label), which the upgrade changes; expected another label",
        hint: hint)
    }
    let expressions = path.appending("matchExpressions")
    var index = 0
    while source.has(expressions.appending(.index(index))) {
      let key = expressions.appending(.index(index)).appending("key")
      if let label = source.root[key]?.text, changed.contains(label) {
        report(
          at: key,
          "found a selection by \(label), which the upgrade changes; expected another label",
          hint: hint)
      }
      index += 1
    }
  }

  /// A namespace is one of applications or one of gateways.
  mutating func checkGatewayNamespaces() {
    for (index, gateway) in state.gatewayNamespaces.enumerated() where !gateway.isEmpty {
      guard let other = state.namespaces.firstIndex(of: gateway) else { continue }
      let place = source.place(at: Path(desiredState: "spec/namespaces/\(other)"))
      report(
        at: Path(desiredState: "spec/gatewayNamespaces/\(index)"),
        "found \(quoted(gateway)), which spec.namespaces has too; expected it in one of the two",
        notes: [Finding.Note(place: place, message: "also here")])
    }
  }

  /// A phase names namespaces of the mesh, and no other phase does the same to them.
  mutating func checkPhaseNamespaces() {
    for index in (state.phases ?? []).indices {
      checkListed(
        state.phases?[index].namespaces, at: phasePath(index, "namespaces"),
        among: state.namespaceSelector == nil ? state.namespaces : nil, of: "spec.namespaces")
      checkListed(
        state.phases?[index].gatewayNamespaces, at: phasePath(index, "gatewayNamespaces"),
        among: state.gatewayNamespaces, of: "spec.gatewayNamespaces")
    }
    let phases = state.phases ?? []
    // Where a tag moves, namespaces leave it before and come back to it after.
    let move = state.strategy.kind.movesTag ? moveIndex ?? phases.endIndex : phases.endIndex
    checkOnce(.relabel, "relabels", in: phases[..<move])
    checkOnce(.relabel, "puts back on its tag", in: phases[move...])
    checkOnce(.restart, "restarts", in: phases[...])
  }

  private mutating func checkListed(
    _ names: [String]?, at path: Path, among known: [String]?, of list: String
  ) {
    let knownNames = known.map { Set($0) }
    for (position, name) in (names ?? []).enumerated() where !name.isEmpty {
      let isOther = list == "spec.namespaces" && state.gatewayNamespaces.contains(name)
      if isOther, !state.namespaces.contains(name) {
        report(
          at: path.appending(.index(position)),
          "found \(quoted(name)), which spec.gatewayNamespaces has; expected one of \(list)",
          hint: "name it under gatewayNamespaces of the phase")
      } else if let known, knownNames?.contains(name) == false {
        report(
          at: path.appending(.index(position)),
          "found \(quoted(name)), which \(list) does not have",
          hint: NearestName.of(name, among: known).map { "did you mean \"\($0)\"?" }
            ?? "add it to \(list)")
      }
    }
  }

  private mutating func checkOnce(
    _ action: Action, _ verb: String, in phases: ArraySlice<PhaseSpec>
  ) {
    var seen: [String: (phase: String, path: Path)] = [:]
    for (index, phase) in zip(phases.indices, phases) where phase.actions.contains(action) {
      var inPhase: Set<String> = []
      for (key, names) in [
        ("namespaces", phase.namespaces), ("gatewayNamespaces", phase.gatewayNamespaces),
      ] {
        for (position, name) in (names ?? []).enumerated() where !name.isEmpty {
          let path = phasePath(index, key).appending(.index(position))
          guard inPhase.insert(name).inserted else { continue }
          guard let first = seen[name] else {
            seen[name] = (phase.name, path)
            continue
          }
          report(
            at: path,
            "found \(quoted(name)), which phase \(quoted(first.phase)) \(verb) already; "
              + "expected each namespace once",
            notes: [Finding.Note(place: source.place(at: first.path), message: "the first one")])
        }
      }
    }
  }
}
