internal import Kubernetes
internal import YAML

/// A phase with its namespaces worked out, before anything is edited.
struct ResolvedPhase: Sendable {
  var name: String
  var actions: [Action]
  /// The namespaces, listed ones and gateways.
  var namespaces: [String]
  /// Why it is there, when it was not asked for in so many words.
  var reason: String?
}

/// Works out the phases: the strategy's own or the given ones, each with its namespaces.
struct PhaseList {
  let desired: DesiredState
  let source: DesiredStateSource
  let selected: [SelectedNamespace]
  /// Why the default phases start with one of Baseline; nil when they do not.
  let baselineReason: String?
  /// Whether a phase's restarts may share it with their relabels; else the reason why not.
  let splitReason: ([String]) -> String?

  private var applications: [String] { selected.filter { !$0.isGateway }.map(\.name) }
  private var gateways: [String] { selected.filter(\.isGateway).map(\.name) }

  /// The phases in order, split where the restarts need a phase of their own.
  func phases() throws(Refusal) -> [ResolvedPhase] {
    let unsplit: [ResolvedPhase]
    if let specs = desired.phases { unsplit = try given(specs) } else { unsplit = defaultPhases() }
    let phases = unsplit.flatMap(split)
    if let twice = Self.firstDuplicate(phases.map(\.name)) {
      throw Refusal(
        source.finding(
          .desiredState, at: Path(keys: ["spec", "phases"]),
          message: "the phase name \(twice) is needed for the restarts of another phase",
          hint: "give the phase another name"))
    }
    return phases
  }

  private static func firstDuplicate(_ names: [String]) -> String? {
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }
  }

  // MARK: Default phases

  private func defaultPhases() -> [ResolvedPhase] {
    let listed = desired.namespaces.first { applications.contains($0) }
    let canary = listed ?? Self.bytewise(applications).first
    let rest = applications.filter { $0 != canary }
    let move: [Action] = [.relabel, .restart]
    let waves = [
      ResolvedPhase(name: "canary", actions: move, namespaces: canary.map { [$0] } ?? []),
      ResolvedPhase(name: "wave-1", actions: move, namespaces: Self.bytewise(rest)),
    ]
    let gateways = [
      ResolvedPhase(name: "gateways", actions: move, namespaces: Self.bytewise(gateways))
    ]
    let end = [
      ResolvedPhase(
        name: "promote", actions: [.moveTags, .moveService, .moveValidator], namespaces: []),
      ResolvedPhase(name: "retire", actions: [.retire], namespaces: []),
    ]
    let start = baselineReason.map {
      [ResolvedPhase(name: "baseline", actions: [.baseline], namespaces: [], reason: $0)]
    }
    switch desired.strategy.order {
    case .gatewaysLast: return (start ?? []) + waves + gateways + end
    case .gatewaysFirst: return (start ?? []) + gateways + waves + end
    }
  }

  // MARK: Given phases

  private func given(_ specs: [PhaseSpec]) throws(Refusal) -> [ResolvedPhase] {
    let named = Set(specs.flatMap { $0.namespaces ?? [] })
    let shared = Self.bytewise(applications.filter { !named.contains($0) })
    // Shares of relabels and of restarts are counted apart.
    var relabelled = 0
    var restarted = 0
    var findings: [Finding] = []
    var phases: [ResolvedPhase] = []
    for (position, spec) in specs.enumerated() {
      var namespaces = spec.namespaces ?? []
      findings += unknown(namespaces, in: position)
      if let percent = spec.percent {
        // ceil(n·p/100), less what earlier waves took.
        let upTo = (shared.count * percent + 99) / 100
        let relabels = spec.actions.contains(.relabel)
        let start = relabels ? relabelled : restarted
        namespaces += shared[min(start, upTo)..<upTo]
        if relabels { relabelled = max(relabelled, upTo) }
        if spec.actions.contains(.restart) { restarted = max(restarted, upTo) }
      }
      namespaces += spec.gatewayNamespaces ?? []
      phases.append(
        ResolvedPhase(
          name: spec.name, actions: effective(spec.actions), namespaces: Self.bytewise(namespaces)))
    }
    guard findings.isEmpty else { throw Refusal(findings) }
    return phases
  }

  private func effective(_ actions: [Action]) -> [Action] {
    desired.strategy.restart == .none ? actions.filter { $0 != .restart } : actions
  }

  private func unknown(_ namespaces: [String], in position: Int) -> [Finding] {
    let known = Set(applications)
    return namespaces.enumerated().compactMap { index, name in
      guard !known.contains(name) else { return nil }
      let path = Path([
        .key("spec"), .key("phases"), .index(position), .key("namespaces"),
        .index(index),
      ])
      return source.finding(
        .desiredState, at: path, namespace: name,
        message: "the namespace \(name) is not one of the mesh's",
        hint: "add it to spec.namespaces, or let spec.namespaceSelector match it")
    }
  }

  // MARK: Splitting

  private func split(_ phase: ResolvedPhase) -> [ResolvedPhase] {
    guard phase.actions.contains(.relabel) else { return [phase] }
    if desired.strategy.restart == .none {
      var phase = phase
      phase.actions.removeAll { $0 == .restart }
      return [phase]
    }
    guard phase.actions.contains(.restart) else { return [phase] }
    let reason =
      desired.strategy.restart == .separate
      ? "spec.strategy.restart is Separate" : splitReason(phase.namespaces)
    guard let reason else { return [phase] }
    var relabel = phase
    relabel.actions.removeAll { $0 == .restart }
    var restart = phase
    restart.name += "-restart"
    restart.actions = [.restart]
    restart.reason = "restarts in a phase of their own: \(reason)"
    return [relabel, restart]
  }

  static func bytewise(_ names: [String]) -> [String] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
