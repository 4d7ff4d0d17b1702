import Kubernetes

@testable import MeshUpgrade

/// Applies what a counterexample lists, in the oracle, and looks for the violation there.
struct CounterexampleReplay {
  private(set) var oracle: ProofOracle
  private var world: SmallWorld { oracle.world }

  init(_ oracle: ProofOracle) { self.oracle = oracle }

  /// What is wrong with a counterexample about a namespace, or about an object (nil); nil when
  /// nothing is.
  mutating func complaint(about breach: ProofRun.Breach, _ namespace: String?) -> String? {
    guard let step = breach.step else {
      return sightings(of: breach, namespace, oracle.state(0)).isEmpty
        ? "the base does not break it" : nil
    }
    let isForward = breach.direction == .forwards
    let from = breach.isWindow ? step - 1 : isForward ? step : step + 1
    let goals = breach.isWindow ? [step, step + 1] : [isForward ? step + 1 : step]
    if Self.isOfEnds(breach) {
      let end = oracle.state(step + 1)
      return sightings(of: breach, namespace, end).isEmpty ? "the end does not break it" : nil
    }
    var complaints: Set<String> = []
    for objects in candidates(breach, namespace, step) {
      for versions in Self.choices(goals, objects.count) {
        let applied = Array(zip(objects, versions))
        guard let complaint = complaint(applied, from: from, breach, namespace) else { return nil }
        complaints.insert(complaint)
      }
    }
    return complaints.sorted().joined(separator: "; ")
  }

  private static func isOfEnds(_ breach: ProofRun.Breach) -> Bool {
    ["MP004", "MP008", "MP014"].contains(breach.violation.rule.code)
  }

  private mutating func complaint(
    _ applied: [(object: Int, version: Int)], from: Int, _ breach: ProofRun.Breach,
    _ namespace: String?
  ) -> String? {
    let found = sightings(of: breach, namespace, state(applied, from: from, breach))
    if found.isEmpty { return "the state does not break it" }
    for sighting in found {
      let isNeeded = applied.allSatisfy { one in
        // What must come after it goes with it.
        let rest = applied.filter { other in
          other.object != one.object
            && !oracle.comes(one.object, before: other.object, in: other.version)
        }
        let less = state(rest, from: from, breach)
        return !sightings(of: breach, namespace, less).contains {
          $0.broken == sighting.broken && $0.pod == sighting.pod
        }
      }
      if isNeeded { return nil }
    }
    return "something can be left out"
  }

  private func state(
    _ applied: [(object: Int, version: Int)], from: Int, _ breach: ProofRun.Breach
  ) -> ProofOracle.State {
    var state = oracle.state(from)
    for (object, version) in applied {
      state = oracle.applying(object, version, to: state)
      let isFresh = breach.fresh.contains { self.object($0) == object }
      if !isFresh { state.unpatched[object] = nil }
    }
    return state
  }

  // MARK: What is listed

  /// The objects that are listed; several readings where the Pods of some workload are meant.
  private func candidates(
    _ breach: ProofRun.Breach, _ namespace: String?, _ step: Int
  ) -> [[Int]] {
    breach.applied.reduce([[]]) { lists, reference in
      let objects: [Int]
      if !reference.key.name.isEmpty {
        objects = object(reference).map { [$0] } ?? []
      } else if reference.key.kind == "Namespace" {
        objects = oracle.namespaces.filter { world.objects[$0].name == namespace }
      } else {
        objects = oracle.workloads.filter { index in
          world.objects[index].namespace == namespace
            && (world.objects[index].isChanged(by: step)
              || breach.isWindow && world.objects[index].isChanged(by: step - 1))
        }
      }
      return lists.flatMap { list in objects.map { list + [$0] } }
    }
  }

  private func object(_ reference: ObjectReference) -> Int? {
    world.objects.firstIndex {
      $0.kind == reference.key.kind && $0.name == reference.key.name
        && $0.namespace == reference.key.namespace
    }
  }

  /// Which version each of some objects may be at.
  private static func choices(_ goals: [Int], _ count: Int) -> [[Int]] {
    (0..<count).reduce([[]]) { lists, _ in
      lists.flatMap { list in goals.map { list + [$0] } }
    }
  }

  // MARK: What is seen

  /// Where the oracle sees in a state what the breach tells.
  private mutating func sightings(
    of breach: ProofRun.Breach, _ namespace: String?, _ state: ProofOracle.State
  ) -> [ProofOracle.Sighting] {
    let view = oracle.view(state)
    let all = view.broken + view.ends.map { ProofOracle.Sighting(broken: $0) }
    let rule = breach.violation.rule.code
    return all.filter { one in
      guard one.broken.rule == rule else { return false }
      switch one.broken.place {
      case .namespace(let index): guard world.objects[index].name == namespace else { return false }
      case .object(let index):
        guard namespace == nil, world.objects[index].name == breach.violation.subject?.name else {
          return false
        }
      }
      return Self.isOfEnds(breach) || isSame(one, breach, state)
    }
  }

  /// Whether words, Service and Pod are the same.
  private func isSame(
    _ one: ProofOracle.Sighting, _ breach: ProofRun.Breach, _ state: ProofOracle.State
  ) -> Bool {
    if let workload = one.pod?.workload, case .pods(let pods) = oracle.body(workload, state),
      let told = breach.pod?.labels, told.contains(where: { pods.labels[$0.key] != $0.value })
    {
      return false
    }
    let detail = breach.violation.detail.joined(separator: " ")
    switch breach.violation.rule.code {
    case "MP005", "MP006":
      return one.broken.subject == breach.violation.subject?.name
        && (detail == one.broken.detail || detail.hasSuffix("/\(one.broken.detail)"))
    default: return one.broken.detail == detail
    }
  }
}
