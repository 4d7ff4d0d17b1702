/// The states between two ends, in every order in which Argo CD may apply what differs.
extension ProofOracle {
  /// Which way a step is gone: its version before and after.
  struct Way {
    let from: Int
    let to: Int
  }

  /// The kinds that Argo CD lists, as far as worlds have them; every other comes last.
  private static let kinds = [
    "Namespace", "Service", "DaemonSet", "Pod", "Deployment", "StatefulSet",
  ]

  /// Every state that a way can pass through, both ends included.
  mutating func states(_ way: Way) -> Set<State> {
    let changed = world.changed(by: min(way.from, way.to))
    return changed.count <= 3 ? orders(of: changed, way) : subsets(of: changed, way)
  }

  /// Goes through all orders one by one.
  private func orders(of changed: [Int], _ way: Way) -> Set<State> {
    var seen: Set<State> = []
    func go(_ state: State, _ rest: [Int]) {
      seen.insert(state)
      for object in rest {
        // What comes earlier has to be applied first.
        if rest.contains(where: { comes($0, before: object, in: way.to) }) { continue }
        go(applying(object, way.to, to: state), rest.filter { $0 != object })
      }
      for object in state.unpatched.keys {
        var patched = state
        patched.unpatched[object] = nil
        go(patched, rest)
      }
    }
    go(state(way.from), changed)
    return seen
  }

  /// Goes through all sets of what is applied that hold, with each object, all that come before it.
  private func subsets(of changed: [Int], _ way: Way) -> Set<State> {
    var seen: Set<State> = []
    for mask in 0..<(1 << changed.count) {
      let applied = changed.indices.filter { mask & 1 << $0 != 0 }.map { changed[$0] }
      let isClosed = applied.allSatisfy { object in
        changed.allSatisfy { applied.contains($0) || !comes($0, before: object, in: way.to) }
      }
      guard isClosed else { continue }
      let state = applied.reduce(state(way.from)) { applying($1, way.to, to: $0) }
      // istiod may have been at any of those that are new.
      let new = Array(state.unpatched.keys)
      for patched in 0..<(1 << new.count) {
        var one = state
        for (index, object) in new.enumerated() where patched & 1 << index != 0 {
          one.unpatched[object] = nil
        }
        seen.insert(one)
      }
    }
    return seen
  }

  /// Applies, creates or removes one object.
  func applying(_ object: Int, _ version: Int, to state: State) -> State {
    // A webhook that is there keeps its caBundle when a manifest without one is applied.
    var certified: Set<String> = []
    if case .injectors(let old) = body(object, state) {
      certified = Set(old.webhooks.filter(\.callsService).map(\.name))
        .subtracting(state.unpatched[object] ?? [])
    }
    var state = state
    state.versions[object] = canonical(version, of: object)
    state.unpatched[object] = nil
    if case .injectors(let new) = body(object, state) {
      let waiting = Set(new.webhooks.filter { $0.callsService && !$0.hasCertificate }.map(\.name))
        .subtracting(certified)
      if !waiting.isEmpty { state.unpatched[object] = waiting }
    }
    return state
  }

  /// Whether a sync to a state of the repository always applies one object before another.
  func comes(_ first: Int, before second: Int, in version: Int) -> Bool {
    let (one, two) = (world.objects[first], world.objects[second])
    // Argo CD removes in its own time.
    guard let left = one.versions[version], let right = two.versions[version] else { return false }
    if world.hasApplications {
      // Of several, or of none, is in any order.
      guard one.holder == two.holder, one.holder == .first || one.holder == .second else {
        return false
      }
    }
    func place(_ object: SmallWorld.Object, _ version: SmallWorld.Version) -> [Int] {
      [
        version.order.hook, version.order.wave,
        Self.kinds.firstIndex(of: object.kind) ?? Self.kinds.count,
      ]
    }
    return place(one, left).lexicographicallyPrecedes(place(two, right))
  }
}
