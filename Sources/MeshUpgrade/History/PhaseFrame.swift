/// The phases of an upgrade as they were when none of them had landed.
///
/// What has landed may not show any more that it was needed: an injector that is neutralised and
/// then deleted, a phase that was divided. The frame keeps each phase at its place.
struct PhaseFrame: Sendable {
  let phases: [ResolvedPhase]

  /// The phases of today's plan in this frame.
  ///
  /// What the frame has divided stays divided; namespaces that have come since are in the phase that
  /// today's plan puts them in.
  func phases(over today: [ResolvedPhase], selected: Set<String>) -> [ResolvedPhase] {
    let own = Dictionary(today.map { ($0.name, $0) }) { first, _ in first }
    let known = Set(phases.flatMap(\.namespaces))
    var result = phases.map { phase in
      var phase = phase
      let new = (own[phase.name]?.namespaces ?? []).filter { !known.contains($0) }
      phase.namespaces = PhaseList.bytewise(
        phase.namespaces.filter(selected.contains) + new)
      return phase
    }
    let names = Set(phases.map(\.name))
    for (position, phase) in today.enumerated() where !names.contains(phase.name) {
      let before = today[..<position].last { one in result.contains { $0.name == one.name } }
      let index = before.flatMap { one in result.firstIndex { $0.name == one.name } }
      result.insert(phase, at: index.map { $0 + 1 } ?? 0)
    }
    return result
  }
}
