/// Divides a phase whose objects, in some order of their sync, would break a rule on the way.
///
/// What a phase of its own finishes is there before the next begins, so that an order which Argo CD
/// does not keep is kept by the pull requests.
struct PhaseDivision {
  let phase: ResolvedPhase

  /// The ways to divide the phase because of a finding, the one that changes least first; none where
  /// the phase does one thing only.
  func candidates(because finding: Finding) -> [[ResolvedPhase]] {
    guard phase.scope == .whole else { return [] }
    let reason = "apart from the rest of \(phase.name), as else: \(finding.message)"
    var ways: [[ResolvedPhase]] = []
    if phase.actions.contains(.moveTags) {
      ways += services(reason)
      ways.append(prepared(phase, reason))
      ways += services(reason).map { parts in
        parts.flatMap { $0.actions.contains(.moveTags) ? prepared($0, reason) : [$0] }
      }
    }
    if phase.actions.contains(.retire) {
      ways.append(retirement(reason))
      ways += retirementApart(reason)
    }
    ways += apart(reason)
    return ways.filter { $0.count > 1 }
  }

  /// The tags that are missing come first, with selectors that match nothing: istiod then writes
  /// their caBundle before a Pod depends on it.
  private func prepared(_ phase: ResolvedPhase, _ reason: String) -> [ResolvedPhase] {
    var first = phase
    first.name = "\(phase.name)-prepare"
    first.actions = [.moveTags]
    first.namespaces = []
    first.scope = .inactiveTags
    first.reason =
      "before \(phase.name), so that istiod writes the caBundle first; else: "
      + reason.suffix(after: "as else: ")
    return [first, phase]
  }

  /// The bare Service after the tags and the validator, or before them.
  private func services(_ reason: String) -> [[ResolvedPhase]] {
    guard phase.actions.contains(.moveService), phase.actions.count > 1 else { return [] }
    var rest = phase
    rest.actions.removeAll { $0 == .moveService }
    let service = part("service", [.moveService], reason)
    return [[rest, service], [service, rest]]
  }

  /// The webhooks of the old revision go before what they call.
  private func retirement(_ reason: String) -> [ResolvedPhase] {
    var webhooks = phase
    webhooks.scope = .webhooks
    var rest = part("control-plane", [.retire], reason)
    rest.scope = .controlPlane
    return [webhooks, rest]
  }

  /// Retire once the rest has synced, whole or with the webhooks first.
  private func retirementApart(_ reason: String) -> [[ResolvedPhase]] {
    var rest = phase
    rest.actions.removeAll { $0 == .retire }
    if rest.actions.isEmpty { return [] }
    let retire = part("retire", [.retire], reason)
    return [[rest, retire], [rest] + PhaseDivision(phase: retire).retirement(reason)]
  }

  /// Each action in a phase of its own, in the order that is given; a validator stays with the tags,
  /// as the two name one revision.
  private func apart(_ reason: String) -> [[ResolvedPhase]] {
    var groups: [[Action]] = []
    for action in phase.actions {
      if action == .moveValidator, let index = groups.firstIndex(where: { $0.contains(.moveTags) })
      {
        groups[index].append(action)
      } else {
        groups.append([action])
      }
    }
    guard groups.count > 1 else { return [] }
    let parts = groups.enumerated().map { index, actions in
      var one = phase
      one.actions = actions
      if index > 0 {
        one.name = "\(phase.name)-\(actions[0].rawValue.lowercased())"
        one.reason = reason
      }
      if !actions.contains(where: \.concernsNamespaces) { one.namespaces = [] }
      return one
    }
    return [parts]
  }

  private func part(_ suffix: String, _ actions: [Action], _ reason: String) -> ResolvedPhase {
    var part = phase
    part.name = "\(phase.name)-\(suffix)"
    part.actions = actions
    part.namespaces = []
    part.reason = reason
    return part
  }
}

extension String {
  /// What follows the first occurrence of a text.
  fileprivate func suffix(after text: String) -> String {
    firstRange(of: text).map { String(self[$0.upperBound...]) } ?? self
  }
}
