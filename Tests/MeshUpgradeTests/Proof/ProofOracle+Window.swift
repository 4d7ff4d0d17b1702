/// Two steps at once: the second was merged before the first had finished syncing.
extension ProofOracle {
  /// The cluster while operations run.
  private struct Cluster: Hashable {
    var state: State
    /// How many of its two syncs each Application has begun, less one.
    var syncs: [Int]
  }

  /// Every state that the syncs of two steps can lead to: each Application syncs the first in its
  /// order up to some point, then the second from the start, or only the second.
  mutating func windowStates(from base: Int) -> Set<State> {
    let changed = Set(world.changed(by: base)).union(world.changed(by: base + 1)).sorted()
    let groups = groups(of: changed)
    var seen: Set<Cluster> = []
    var open = [Cluster(state: state(base), syncs: groups.map { _ in 0 })]
    while let cluster = open.popLast() {
      guard seen.insert(cluster).inserted else { continue }
      for object in cluster.state.unpatched.keys {
        var patched = cluster
        patched.state.unpatched[object] = nil
        open.append(patched)
      }
      for (index, group) in groups.enumerated() {
        let version = base + 1 + cluster.syncs[index]
        if cluster.syncs[index] == 0 {
          var next = cluster
          next.syncs[index] = 1
          open.append(next)
        }
        for object in group where isDue(object, version, among: group, cluster.state) {
          var next = cluster
          next.state = applying(object, version, to: cluster.state)
          open.append(next)
        }
      }
    }
    return Set(seen.map(\.state))
  }

  /// What is synced together; what no Application alone has goes by itself.
  private func groups(of changed: [Int]) -> [[Int]] {
    guard world.hasApplications else { return [changed] }
    func held(_ holder: SmallWorld.Holder) -> [Int] {
      changed.filter { world.objects[$0].holder == holder }
    }
    return [held(.first), held(.second)] + (held(.both) + held(.nobody)).map { [$0] }
  }

  /// Whether a sync to a version may change an object now.
  private func isDue(_ object: Int, _ version: Int, among group: [Int], _ state: State) -> Bool {
    func isOutOfSync(_ object: Int) -> Bool {
      state.versions[object] != canonical(version, of: object)
    }
    return isOutOfSync(object)
      && !group.contains { isOutOfSync($0) && comes($0, before: object, in: version) }
  }
}
