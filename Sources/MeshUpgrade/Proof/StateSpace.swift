/// The states that a cluster can pass through while objects change: exactly those, each once.
///
/// With one step: a phase syncs, and a state is a set of applied changes that with each change holds
/// all that come before it in the order of the sync. With two steps: the second phase was merged
/// before the first had finished, so that an object may skip a form.
struct StateSpace {
  let changes: [ProofChange]

  /// Calls the body with each state: for each change, the position of its stage.
  func forEach(_ body: ([Int]) -> Void) {
    var positions: [Int] = []
    positions.reserveCapacity(changes.count)
    extend(&positions, body)
  }

  private func extend(_ positions: inout [Int], _ body: ([Int]) -> Void) {
    let index = positions.count
    guard index < changes.count else {
      if isReached(positions) { body(positions) }
      return
    }
    for stage in changes[index].stages.indices {
      positions.append(stage)
      if isCompatible(positions) { extend(&positions, body) }
      positions.removeLast()
    }
  }

  /// Whether the last position goes with each of those before it.
  private func isCompatible(_ positions: [Int]) -> Bool {
    let last = positions.count - 1
    for other in 0..<last {
      guard requires(last, positions[last], other, positions[other]),
        requires(other, positions[other], last, positions[last])
      else { return false }
    }
    return true
  }

  /// Whether one change may be at its stage while another is at its own, as far as two can tell.
  private func requires(_ change: Int, _ stage: Int, _ other: Int, _ otherStage: Int) -> Bool {
    let (one, two) = (changes[change], changes[other])
    let step = one.stages[stage].step
    guard step > 0, !mayComeWithLaterStep(one, step) else { return true }
    return isEarlierDone(one, step: step, two, otherStage)
  }

  /// Whether a change, at this step for good, may also have been applied by a later step's sync.
  private func mayComeWithLaterStep(_ change: ProofChange, _ step: Int) -> Bool {
    step == change.lastStep && step < change.places.count
  }

  /// Whether what comes before a change in a step's sync is where that step leads it.
  private func isEarlierDone(
    _ change: ProofChange, step: Int, _ earlier: ProofChange, _ stage: Int
  ) -> Bool {
    guard let place = change.place(inStep: step), let other = earlier.place(inStep: step),
      other.precedes(place)
    else { return true }
    // What is done by hand waits for istiod as well.
    if case .byHand = place, earlier.stages[stage].isFresh { return false }
    return earlier.stages[stage].step >= min(step, lastStep(of: earlier, upTo: step))
  }

  private func lastStep(of change: ProofChange, upTo step: Int) -> Int {
    change.stages.last { $0.step <= step }?.step ?? 0
  }

  /// The conditions that need the whole state: a change that one of two syncs has applied.
  private func isReached(_ positions: [Int]) -> Bool {
    changes.indices.allSatisfy { index in
      let change = changes[index]
      let step = change.stages[positions[index]].step
      guard step > 0, mayComeWithLaterStep(change, step) else { return true }
      return (step...change.places.count).contains { sync in
        changes.indices.allSatisfy { other in
          other == index || isEarlierDone(change, step: sync, changes[other], positions[other])
        }
      }
    }
  }

  /// The state before everything, and the one after it.
  var start: [Int] { changes.map { _ in 0 } }
  var end: [Int] { changes.map { $0.stages.count - 1 } }
}
