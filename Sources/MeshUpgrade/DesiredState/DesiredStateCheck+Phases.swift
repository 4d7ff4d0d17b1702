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
  mutating func checkPercents() {
    var last: [Action: (percent: Int, phase: Int)] = [:]
    for (index, phase) in (state.phases ?? []).enumerated() {
      guard let percent = phase.percent, phase.namespaces == nil else { continue }
      let falls = phase.actions.compactMap { last[$0] }.first { $0.percent > percent }
      for action in phase.actions where action.concernsNamespaces {
        last[action] = (percent, index)
      }
      guard let falls, let name = state.phases?[falls.phase].name else { continue }
      report(
        at: phasePath(index, "percent"),
        "found \(percent) after the \(falls.percent) of phase \(quoted(name)), expected at least "
          + "\(falls.percent)",
        hint: "percent counts what earlier phases took: 50, then 100 for the rest")
    }
    for index in Set(last.values.filter { $0.percent < 100 }.map(\.phase)).sorted() {
      let percent = state.phases?[index].percent ?? 0
      report(
        .namespaceInNoPhase, .warning, at: phasePath(index, "percent"),
        "the last share is \(percent) %, so the remaining namespaces are in no phase",
        hint: "end with percent: 100")
    }
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
