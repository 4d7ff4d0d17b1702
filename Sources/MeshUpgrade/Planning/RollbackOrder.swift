internal import Kubernetes

/// Which rollbacks have to be merged before that of a phase, of those phases that have landed.
///
/// A rollback gives the files back what they said. For the mesh to be as it was, too:
/// - What leads Pods to the old control plane needs that it is there: labels, tags, validators and
///   the old injector are taken back after Retire.
/// - The tag `default` is removed, or moved, after the injector that it took over from is back, or
///   for a while nothing would inject.
/// - A restart takes effect only by what its Pods are led by when they start. Where Relabel led
///   them, its rollback comes first (in one phase the two are one); where a tag did, the tag's; and
///   a Relabel that puts a namespace back on a tag leads to the old control plane only once the tag
///   does.
///
/// Relabels from one revision to another need no tag to be back, so one wave can be taken back
/// alone, and neither does a settled canary: on its tag it goes where the tag goes.
struct RollbackOrder {
  let context: PlanningContext
  let phases: [ResolvedPhase]

  /// The names of the phases whose rollbacks come before that of the phase at an index, in the
  /// order to merge them: the last of the plan first.
  func before(_ index: Int) -> [String] {
    var found: Set<Int> = []
    var open = direct(index)
    while let next = open.popLast() {
      if found.insert(next).inserted { open += direct(next) }
    }
    return found.subtracting([index]).sorted(by: >).map { phases[$0].name }
  }

  /// What the rollback of a phase does that depends on others; nil where nothing does.
  func note(_ index: Int) -> String? {
    let phase = phases[index]
    guard phase.actions.contains(.restart), !phase.actions.contains(.relabel) else { return nil }
    return context.following.kind.movesTag
      ? "it restarts Pods onto whatever the tags that they follow name by then"
      : "it restarts Pods onto whatever their namespaces name by then"
  }

  // MARK: What one phase waits for

  private func direct(_ index: Int) -> [Int] {
    let phase = phases[index]
    if phase.actions.contains(.retire) { return later(than: index, with: .retire) }
    if phase.actions.contains(.baseline) || phase.settles || isInPlace { return [] }
    switch phase.scope {
    case .oldInjector: return retires
    case .inactiveTags: return moves
    case .whole, .webhooks, .controlPlane: break
    }
    var result = retires
    if phase.actions.contains(.moveTags) {
      result += phases.indices.filter { phases[$0].scope == .oldInjector }
    }
    if phase.actions.contains(.relabel) {
      if leadsBackToTag(phase) { result += moves }
    } else if phase.actions.contains(.restart) {
      result += relabels(of: phase)
      if context.following.kind.movesTag { result += moves }
    }
    return result
  }

  /// An upgrade in place has neither an old control plane nor labels to move.
  private var isInPlace: Bool { context.from.revision == context.to.revision }

  private var retires: [Int] { phases.indices.filter { phases[$0].actions.contains(.retire) } }

  /// The phases that move tags, and not only a part of that.
  private var moves: [Int] {
    phases.indices.filter { phases[$0].actions.contains(.moveTags) && phases[$0].scope == .whole }
  }

  private func later(than index: Int, with action: Action) -> [Int] {
    phases.indices.filter { $0 > index && phases[$0].actions.contains(action) }
  }

  /// The phases that put namespaces of a phase on the target.
  private func relabels(of phase: ResolvedPhase) -> [Int] {
    let names = Set(phase.namespaces)
    return phases.indices.filter {
      phases[$0].actions.contains(.relabel) && !phases[$0].settles
        && !names.isDisjoint(with: phases[$0].namespaces)
    }
  }

  /// Whether the labels that Relabel takes away lead to a tag that moves.
  private func leadsBackToTag(_ phase: ResolvedPhase) -> Bool {
    if context.following.kind.movesTag { return true }
    return phase.namespaces.contains { name in
      guard let namespace = context.selected[name] else { return false }
      let label =
        namespace.injection == nil ? namespace.revision : MeshLabels.defaultRevision
      return label.map(context.desired.tags.contains) ?? false
    }
  }
}
