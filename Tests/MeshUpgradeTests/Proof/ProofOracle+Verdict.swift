/// What is told of a world: once for each rule, step and namespace or object.
struct Verdict: Hashable, CustomStringConvertible {
  let rule: String
  /// The step, from 0; nil for the base.
  let step: Int?
  /// The namespace, or the object by kind and name.
  let place: String
  let isPreexisting: Bool
  let isError: Bool

  var description: String {
    "\(rule) \(step.map { "step \($0)" } ?? "base") \(place)"
      + "\(isPreexisting ? " preexisting" : "") \(isError ? "error" : "warning")"
  }
}

extension ProofOracle {
  /// Judges the base and each step, forwards and back; with a window of two also each step that
  /// begins before the one before it has finished.
  mutating func verdicts(window: Int = 1) -> Set<Verdict> {
    let first = view(state(0))
    var should = first.injected
    let old = Self.violations(first, should)
    var found: Set<Verdict> = []
    for broken in old {
      found.insert(verdict(Told(broken: broken, isError: true), step: nil, isPreexisting: true))
    }
    var (earlier, before): (Set<PodID>, [Told]) = (should, [])
    for step in 0..<world.steps {
      var told = judge(step, should, old)
      let alone = told
      if window > 1, step > 0 {
        // What a step has by itself is nothing that the overlap adds.
        told += judgeWindow(step, earlier, old).filter { !(before + alone).contains(beside: $0) }
      }
      found.formUnion(Self.worst(told).map { verdict($0, step: step) })
      (earlier, before) = (should, alone)
      should.formUnion(view(state(step + 1)).injected)
    }
    return found
  }

  /// Judges the base alone: the labels of its namespaces say which Pods should have a sidecar.
  mutating func verdictsOfSingleState() -> Set<Verdict> {
    let start = state(0)
    var should: Set<PodID> = []
    for one in view(start).broken where one.broken.rule == "MP001" {
      guard let pod = one.pod, case .namespace(let labels) = body(pod.namespace, start) else {
        continue
      }
      // Only Pods that istiod would inject break MP001 at all: this one does not opt out.
      let asks =
        labels["istio-injection"].map { $0 == "enabled" } ?? (labels["istio.io/rev"] != nil)
      if asks { should.insert(pod) }
    }
    return Set(
      Self.violations(view(start), should).map {
        verdict(Told(broken: $0, isError: true), step: nil, isPreexisting: true)
      })
  }

  /// Something broken, and whether it refuses a plan.
  struct Told {
    let broken: Broken
    let isError: Bool
  }

  /// What is broken, less what only Pods that should have a sidecar can break.
  private static func violations(_ view: View, _ should: Set<PodID>) -> Set<Broken> {
    var all = view.ends
    for one in view.broken where isCounted(one, should) { all.insert(one.broken) }
    return all
  }

  private static func isCounted(_ one: Sighting, _ should: Set<PodID>) -> Bool {
    guard one.broken.rule == "MP001", let pod = one.pod else { return true }
    return should.contains(pod)
  }

  private mutating func judge(_ step: Int, _ should: Set<PodID>, _ base: Set<Broken>) -> [Told] {
    let states = states(Way(from: step, to: step + 1)).union(states(Way(from: step + 1, to: step)))
    let ends = view(state(step + 1)).ends.subtracting(view(state(step)).ends.union(base))
    return judge(
      states, since: step, step, should, base, moving: moving(by: step))
      + ends.map { Told(broken: $0, isError: true) }
  }

  private mutating func judgeWindow(
    _ step: Int, _ should: Set<PodID>, _ base: Set<Broken>
  ) -> [Told] {
    judge(
      windowStates(from: step - 1), since: step - 1, step, should, base,
      moving: moving(by: step - 1).union(moving(by: step)))
  }

  /// Something broken for one Pod, or for what is no Pod.
  private struct Seen: Hashable {
    let broken: Broken
    let pod: PodID?

    init(_ one: Sighting) {
      broken = one.broken
      pod = one.pod
    }
  }

  private mutating func judge(
    _ states: Set<State>, since before: Int, _ step: Int, _ should: Set<PodID>,
    _ base: Set<Broken>, moving: Set<Int>
  ) -> [Told] {
    let old = view(state(before)).broken.filter { Self.isCounted($0, should) }
    let (seen, broken) = (Set(old.map(Seen.init)), Set(old.map(\.broken)))
    let last = Set(view(state(step + 1)).broken.map(Seen.init))
    let leaving = neutralised(from: step)
    var told: [Told] = []
    for state in states {
      for one in view(state).broken where Self.isCounted(one, should) {
        // What was broken before was told where it began: for the Pod itself, or for others just
        // like one that is new.
        let isNew = one.pod?.workload.map { world.objects[$0].versions[before] == nil } ?? false
        let isKnown = isNew ? broken.contains(one.broken) : seen.contains(Seen(one))
        if isKnown || base.contains(one.broken) { continue }
        let isPassing =
          !last.contains(Seen(one)) && !one.configurations.isDisjoint(with: moving)
        let isExcused = isPassing || !one.configurations.isDisjoint(with: leaving)
        told.append(Told(broken: one.broken, isError: one.broken.rule != "MP002" || !isExcused))
      }
    }
    return told
  }

  /// The injectors that a step moves: a caBundle that is written or not is istiod's, and moves nothing.
  private func moving(by step: Int) -> Set<Int> {
    func body(_ version: SmallWorld.Version?) -> SmallWorld.Body? {
      guard case .injectors(var injectors) = version?.body else { return version?.body }
      for index in injectors.webhooks.indices { injectors.webhooks[index].hasCertificate = false }
      return .injectors(injectors)
    }
    return Set(
      injectors.filter { index in
        let versions = world.objects[index].versions
        return body(versions[step]) != body(versions[step + 1])
      })
  }

  /// Each rule and place once, in its worst form.
  private static func worst(_ told: [Told]) -> [Told] {
    told.filter { one in
      one.isError
        || !told.contains {
          $0.isError && $0.broken.rule == one.broken.rule && $0.broken.place == one.broken.place
        }
    }
  }

  private func verdict(_ told: Told, step: Int?, isPreexisting: Bool = false) -> Verdict {
    let place =
      switch told.broken.place {
      case .namespace(let index): world.objects[index].name
      case .object(let index): "\(world.objects[index].kind) \(world.objects[index].name)"
      }
    return Verdict(
      rule: told.broken.rule, step: step, place: place, isPreexisting: isPreexisting,
      isError: told.isError && told.broken.rule != "MP014")
  }

  /// The injectors without a tag that a step, or one after it, neutralises.
  private func neutralised(from step: Int) -> Set<Int> {
    Set(
      injectors.filter { index in
        let name = world.objects[index].name
        return (step..<world.steps).contains { step in
          let versions = world.objects[index].versions
          guard case .injectors(let old) = versions[step]?.body, old.tag == nil,
            !name.hasPrefix("istio-revision-tag-"),
            case .injectors(let new) = versions[step + 1]?.body
          else { return false }
          return old.isIstio && old.isActive && new.isIstio && !new.isActive
        }
      })
  }
}

extension [ProofOracle.Told] {
  /// Whether the same is told here already, in the same form or a worse one.
  fileprivate func contains(beside other: ProofOracle.Told) -> Bool {
    contains { $0.broken == other.broken && ($0.isError || !other.isError) }
  }
}
