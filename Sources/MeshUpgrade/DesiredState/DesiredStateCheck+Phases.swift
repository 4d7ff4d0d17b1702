internal import Kubernetes
internal import YAML

extension DesiredStateCheck {
  /// Each phase has a name of its own.
  mutating func checkPhaseNames() {
    let names = (state.phases ?? []).map(\.name)
    for (index, name) in names.enumerated() where !name.isEmpty {
      if name == Rendering.end {
        report(
          at: phasePath(index, "name"),
          "found \(quoted(name)), which `meshphase render --phase` takes for the whole plan",
          hint: "give the phase another name")
      }
      guard let first = names.firstIndex(of: name), first < index else { continue }
      let note = Finding.Note(
        place: source.place(at: phasePath(first, "name")), message: "the first one")
      report(
        at: phasePath(index, "name"),
        "found a second phase \(quoted(name)), expected each name once", notes: [note])
    }
  }

  /// Actions on namespaces say on which, and the others do not.
  mutating func checkPhaseTargets() {
    for (index, phase) in (state.phases ?? []).enumerated() where hasReadableActions(index) {
      let keys: [String] = ["namespaces", "percent", "gatewayNamespaces"]
        .filter { source.has(phasePath(index, $0)) }
      if keys.contains("namespaces"), keys.contains("percent") {
        report(
          at: phasePath(index, "percent"), "found percent beside namespaces, expected one of them",
          hint: "percent is a share of the namespaces that no phase names")
      }
      for key in keys {
        let names = key == "namespaces" ? phase.namespaces : phase.gatewayNamespaces
        if key != "percent", names?.isEmpty == true, isList(phasePath(index, key)) {
          report(at: phasePath(index, key), "found an empty list, expected at least one namespace")
        }
      }
      let onNamespaces = phase.actions.filter(\.concernsNamespaces)
      if let action = onNamespaces.first, keys.isEmpty {
        report(
          at: actionPath(index, action),
          "found \(action.rawValue) without namespaces, expected namespaces, percent or "
            + "gatewayNamespaces in this phase")
      }
      if onNamespaces.isEmpty {
        let actions = phase.actions.map(\.rawValue).joined(separator: ", ")
        for key in keys {
          report(
            at: phasePath(index, key),
            "found \(key) in a phase of \(actions), expected only with Relabel or Restart")
        }
      }
    }
  }

  /// The shares of waves add up: they do not fall, and the last one is everything.
  ///
  /// Where a tag moves, shares of namespaces that leave it and that come back to it are counted
  /// apart, and only those that restart have to be everything.
  mutating func checkPercents() {
    var last: [Share: (percent: Int, phase: Int)] = [:]
    let move = state.strategy.kind.movesTag ? moveIndex ?? .max : .max
    for (index, phase) in (state.phases ?? []).enumerated() {
      guard let percent = phase.percent, phase.namespaces == nil else { continue }
      let shares = phase.actions.filter(\.concernsNamespaces).map {
        Share(action: $0, settles: $0 == .relabel && index > move)
      }
      let falls = shares.compactMap { last[$0] }.first { $0.percent > percent }
      for share in shares { last[share] = (percent, index) }
      guard let falls, let name = state.phases?[falls.phase].name else { continue }
      report(
        at: phasePath(index, "percent"),
        "found \(percent) after the \(falls.percent) of phase \(quoted(name)), expected at least "
          + "\(falls.percent)",
        hint: "percent counts what earlier phases took: 50, then 100 for the rest")
    }
    if state.strategy.kind.movesTag { last = last.filter { $0.key.action == .restart } }
    for index in Set(last.values.filter { $0.percent < 100 }.map(\.phase)).sorted() {
      let percent = state.phases?[index].percent ?? 0
      report(
        .namespaceInNoPhase, .warning, at: phasePath(index, "percent"),
        "the last share is \(percent) %, so the remaining namespaces are in no phase",
        hint: "end with percent: 100")
    }
  }

  /// What shares are counted of.
  private struct Share: Hashable {
    let action: Action
    /// Whether namespaces come back to the tag.
    let settles: Bool
  }

  /// Whether every entry of a phase's actions is one, so that what is absent can be judged.
  func hasReadableActions(_ index: Int) -> Bool {
    guard let phase = state.phases?[index], !phase.actions.isEmpty else { return false }
    let path = phasePath(index, "actions")
    return source.has(path.appending(.index(phase.actions.count - 1)))
      && !source.has(path.appending(.index(phase.actions.count)))
  }

  private func isList(_ path: Path) -> Bool { source.root[path]?.kind == .sequence }
}
