internal import Kubernetes
internal import YAML

/// Works out the phases: the strategy's own or the given ones, each with its namespaces.
struct PhaseList {
  let desired: DesiredState
  let source: DesiredStateSource
  let selected: [SelectedNamespace]
  /// Why the default phases start with one of Baseline; nil when they do not.
  let baselineReason: String?
  /// Why the injector of the un-revisioned install is neutralised once the tags have moved; nil
  /// when Git has none.
  let neutraliseReason: String?
  /// Whether a phase's restarts may share it with their relabels; else the reason why not.
  let splitReason: ([String]) -> String?

  private var applications: [String] { selected.filter { !$0.isGateway }.map(\.name) }
  private var gateways: [String] { selected.filter(\.isGateway).map(\.name) }

  /// The phases in order, split where the restarts need a phase of their own.
  func phases() throws(Refusal) -> [ResolvedPhase] {
    let unsplit: [ResolvedPhase]
    if let specs = desired.phases { unsplit = try given(specs) } else { unsplit = defaultPhases() }
    let names = Set(unsplit.map(\.name))
    let phases = unsplit.flatMap { split($0, besides: names) }.flatMap(neutralising)
    if let twice = Self.firstDuplicate(phases.map(\.name)) {
      throw Refusal(
        source.finding(
          .desiredState, at: Path(keys: ["spec", "phases"]),
          message: "the phase name \(twice) is needed for what is divided from another phase",
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
    let canary = canary.map { [$0] } ?? []
    let rest = Self.bytewise(applications.filter { !canary.contains($0) })
    let movesTag = desired.strategy.kind.movesTag
    let relabel: [Action] = [.relabel, .restart]
    // Namespaces that follow a tag have moved with it, and only restart.
    let move = movesTag ? [.restart] : relabel
    let first = ResolvedPhase(name: "canary", actions: relabel, namespaces: canary)
    let wave = ResolvedPhase(name: "wave-1", actions: move, namespaces: rest)
    let gateways = ResolvedPhase(
      name: "gateways", actions: move, namespaces: Self.bytewise(gateways))
    let promote = ResolvedPhase(
      name: "promote", actions: [.moveTags, .moveService, .moveValidator], namespaces: [])
    let settle = ResolvedPhase(
      name: "settle", actions: [.relabel], namespaces: canary, settles: true)
    let retire = ResolvedPhase(name: "retire", actions: [.retire], namespaces: [])
    let start = baselineReason.map {
      ResolvedPhase(name: "baseline", actions: [.baseline], namespaces: [], reason: $0)
    }
    let moved: [ResolvedPhase] =
      switch (movesTag, desired.strategy.order) {
      case (false, .gatewaysLast): [first, wave, gateways, promote]
      case (false, .gatewaysFirst): [gateways, first, wave, promote]
      case (true, .gatewaysLast): [first, promote, wave, gateways, settle]
      case (true, .gatewaysFirst): [first, promote, gateways, wave, settle]
      }
    return [start].compactMap { $0 } + moved + [retire]
  }

  /// The namespace that goes first: the first that is listed, else the bytewise first; for a tag
  /// that moves, of those with a label that can name the revision instead.
  private var canary: String? {
    let names =
      desired.strategy.kind.movesTag
      ? selected.filter { !$0.isGateway && $0.hasMeshLabel }.map(\.name) : applications
    return desired.namespaces.first { names.contains($0) } ?? Self.bytewise(names).first
  }

  // MARK: Given phases

  private func given(_ specs: [PhaseSpec]) throws(Refusal) -> [ResolvedPhase] {
    let named = Set(specs.flatMap { $0.namespaces ?? [] })
    let shared = Self.bytewise(applications.filter { !named.contains($0) })
    // Shares of relabels, of restarts and of those that come back to their tag are counted apart.
    var taken = (relabelled: 0, restarted: 0, settled: 0)
    let move = moveIndex(of: specs)
    var findings: [Finding] = []
    var phases: [ResolvedPhase] = []
    for (position, spec) in specs.enumerated() {
      var namespaces = spec.namespaces ?? []
      let relabels = spec.actions.contains(.relabel)
      let settles = relabels && position > move
      findings += unknown(namespaces, in: position)
      if let percent = spec.percent {
        // ceil(n·p/100), less what earlier waves took.
        let upTo = (shared.count * percent + 99) / 100
        let start = settles ? taken.settled : relabels ? taken.relabelled : taken.restarted
        namespaces += shared[min(start, upTo)..<upTo]
        if settles {
          taken.settled = max(taken.settled, upTo)
        } else if relabels {
          taken.relabelled = max(taken.relabelled, upTo)
        }
        if spec.actions.contains(.restart) { taken.restarted = max(taken.restarted, upTo) }
      }
      namespaces += spec.gatewayNamespaces ?? []
      phases.append(
        ResolvedPhase(
          name: spec.name,
          // Restarts that follow a tag have no Relabel to tell what is left to do by hand.
          actions: position > move ? spec.actions : effective(spec.actions),
          namespaces: Self.bytewise(namespaces), settles: settles))
    }
    guard findings.isEmpty else { throw Refusal(findings) }
    return phases
  }

  /// The position after which namespaces follow the tag to the target; no position of the list
  /// where each is relabelled.
  private func moveIndex(of specs: [PhaseSpec]) -> Int {
    guard desired.strategy.kind.movesTag else { return specs.endIndex }
    return specs.firstIndex { $0.actions.contains(.moveTags) } ?? specs.endIndex
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

  private func split(_ phase: ResolvedPhase, besides names: Set<String>) -> [ResolvedPhase] {
    guard phase.actions.contains(.relabel), !phase.settles else { return [phase] }
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
    // A phase that has to stay whole is refused once it is built (MP011).
    if desired.strategy.restart != .separate, names.contains(restart.name) { return [phase] }
    restart.actions = [.restart]
    restart.reason = "restarts in a phase of their own: \(reason)"
    return [relabel, restart]
  }

  /// A phase that moves the tags, and after it the one that neutralises the old injector; that one
  /// goes with Retire where the two are together.
  private func neutralising(_ phase: ResolvedPhase) -> [ResolvedPhase] {
    guard let neutraliseReason, phase.actions.contains(.moveTags), !phase.actions.contains(.retire)
    else { return [phase] }
    return [
      phase,
      ResolvedPhase(
        name: desired.phases == nil ? "neutralise" : "\(phase.name)-neutralise",
        actions: [.moveTags], namespaces: [], reason: neutraliseReason, scope: .oldInjector),
    ]
  }

  static func bytewise(_ names: [String]) -> [String] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
