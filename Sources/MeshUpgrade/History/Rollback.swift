package import Files
package import Kubernetes
internal import YAML

/// Phases that are taken back on a branch as it is today, in an order that works.
package struct Rollback: Sendable {
  /// One phase, and what takes it back where the steps before have been made.
  package struct Step: Sendable {
    package let phase: Phase
    /// The commit that the phase came with; nil where only a part of it has landed.
    package let commit: String?
    package let edits: [TreeEdit]
    package let changes: [Change]
    /// The fields that somebody has edited since.
    package let conflicts: [RollbackConflict]
    /// Objects of the phase that are not there any more.
    package let gone: [ObjectReference]
    /// What has to be done by hand before it is merged, and after.
    package let manualSteps: [ManualStep]
    /// What it breaks again, as it was before the phase.
    package fileprivate(set) var comingBack: [Finding] = []
    let restarts: [Restart]
    let estimate: Estimate

    /// The phase as it has landed, for the message of the commit.
    package var landed: Phase {
      phase.landed(
        LandedPhase(
          commit: commit ?? "", edits: edits, rollback: changes, restarts: restarts,
          estimate: estimate, conflicts: conflicts, gone: gone,
          findings: [], comingBack: comingBack, manualSteps: manualSteps, after: []))
    }
  }

  /// The steps in the order to merge them.
  package private(set) var steps: [Step]

  /// Every field that somebody has edited since, and about which nobody has said what to keep.
  package var conflicts: [RollbackConflict] { steps.flatMap(\.conflicts) }

  /// Works out what takes a phase back, or every phase since it as well; refused where the phase has
  /// not landed, where others have to be taken back first, or where a state on the way would break a
  /// rule.
  package init(
    of name: String, in upgrade: Upgrade, through: Bool, keep: KeepRules
  ) throws(Refusal) {
    guard let outcome = upgrade.outcome else { throw upgrade.refusal ?? Refusal([]) }
    let search = RollbackSearch(upgrade: upgrade, status: try UpgradeStatus(upgrade))
    let indices = try search.steps(of: name, through: through)
    var steps: [Step] = []
    var proofs: [RollbackProof.Step] = []
    let proof = RollbackProof(outcome: outcome, points: upgrade.points)
    var repository = outcome.base
    var edited: [(path: Path, file: RepositoryPath)] = []
    for index in indices {
      guard let origin = upgrade.phases[index].origin else { continue }
      let reversal = try PhaseReversals(origin, in: repository, keep: keep)
      edited += reversal.edited
      if reversal.edits.isEmpty, reversal.conflicts.isEmpty { continue }
      let changes = try reversal.changes()
      let byHand = RollbackByHand(
        origin, changes: changes, plan: proof.plan, today: outcome)
      proofs.append((origin, reversal, byHand.hands))
      repository = reversal.after
      let today = upgrade.phases[index].phase.phase
      steps.append(
        Step(
          phase: origin.phase.phase.at(index + 1, of: today).rolledBack(
            after: upgrade.rollbackOrder[today.name] ?? []), commit: origin.next,
          edits: reversal.edits, changes: changes, conflicts: reversal.conflicts,
          gone: reversal.gone.compactMap(\.object), manualSteps: byHand.manualSteps,
          restarts: origin.restarts, estimate: origin.estimate))
    }
    self.steps = steps
    let unused = keep.unused(by: edited)
    guard unused.isEmpty else { throw Refusal(unused.map(Self.unused)) }
    guard !steps.isEmpty else { throw Refusal(search.nothing(of: name)) }
    guard steps.allSatisfy(\.conflicts.isEmpty) else { return }
    let findings = proof.findings(proofs)
    let hint = search.hint(of: name, taking: indices)
    guard findings.refusing.isEmpty else {
      throw Refusal(
        findings.refusing.map { finding in
          var finding = finding
          if let hint { finding.hint = hint }
          return finding
        })
    }
    for index in self.steps.indices {
      let phase = self.steps[index].phase.name
      self.steps[index].comingBack = findings.filter { $0.phase == phase }
    }
  }

  /// A choice about a place where there is nothing to choose may have meant another place.
  private static func unused(_ text: String) -> Finding {
    Finding(
      .notFound,
      message: "--keep \(text) settles nothing: no field there was edited since the phase",
      hint: "leave it out, or see without --keep which fields are in conflict")
  }
}

/// Finds the phases to take back, and their order.
private struct RollbackSearch {
  let upgrade: Upgrade
  let status: UpgradeStatus

  func steps(of name: String, through: Bool) throws(Refusal) -> [Int] {
    let index = try index(of: name)
    let phase = upgrade.phases[index].phase.phase
    if let reason = phase.noRollbackReason {
      throw Refusal(
        Finding(.git, phase: phase.name, message: "the phase \(phase.name) stays: \(reason)"))
    }
    let first = waitingFor(index)
    guard through else {
      guard hasLanded(index) else { throw Refusal(nothing(of: phase.name)) }
      guard let next = first.first else { return [index] }
      let all = first.map { upgrade.phases[$0].phase.phase.name }.joined(separator: ", ")
      throw Refusal(
        Finding(
          .git, phase: phase.name,
          message: "the phase \(phase.name) is taken back only after \(all)",
          hint: "take back \(upgrade.phases[next].phase.phase.name) first, or everything since:"
            + " meshphase rollback \(phase.name) --through"))
    }
    var wanted: Set<Int> = hasLanded(index) ? [index] : []
    for later in upgrade.phases.indices where later > index && hasLanded(later) {
      wanted.insert(later)
    }
    for one in Array(wanted) { wanted.formUnion(waitingFor(one)) }
    guard !wanted.isEmpty else { throw Refusal(nothing(of: phase.name)) }
    return ordered(wanted)
  }

  /// What to do where a rollback would break a rule: what has landed since may be what is in the way.
  func hint(of name: String, taking indices: [Int]) -> String? {
    let isAll = upgrade.phases.indices.allSatisfy { later in
      indices.contains(later) || later < (indices.min() ?? 0) || !hasLanded(later)
    }
    return isAll
      ? nil : "take back what has landed since as well: meshphase rollback \(name) --through"
  }

  func nothing(of name: String) -> Finding {
    let state = status.phases.first { $0.name == name }?.state
    if state == .pending || state == .reverted {
      return Finding(
        .git, phase: name,
        message: "the phase \(name) is \(state?.rawValue ?? ""): there is nothing to take back",
        hint: "see how far the upgrade is: meshphase status")
    }
    return Finding(
      .git, phase: name,
      message: "nothing of the phase \(name) is left on this branch: there is nothing to take back",
      hint: "see how far the upgrade is: meshphase status; a later phase may have changed the same"
        + " fields: meshphase rollback \(name) --through takes back everything since")
  }

  /// The last phases of the plan first, each after those that its rollback waits for.
  private func ordered(_ wanted: Set<Int>) -> [Int] {
    var open = wanted
    var result: [Int] = []
    while let last = open.max() {
      let next = open.sorted(by: >).first { candidate in
        waitingFor(candidate).allSatisfy { $0 == candidate || !open.contains($0) }
      }
      open.remove(next ?? last)
      result.append(next ?? last)
    }
    return result
  }

  /// The phases on the branch whose rollbacks come before that of one, in their order.
  private func waitingFor(_ index: Int) -> [Int] {
    let name = upgrade.phases[index].phase.phase.name
    return (upgrade.rollbackOrder[name] ?? []).compactMap { name in
      upgrade.phases.firstIndex { $0.phase.phase.name == name }
    }.filter(hasLanded)
  }

  /// Whether a phase, or a part of it, is on the branch, and can be taken back.
  private func hasLanded(_ index: Int) -> Bool {
    guard upgrade.phases[index].phase.phase.noRollbackReason == nil else { return false }
    let phase = status.phases[index]
    return switch phase.state {
    case .merged: !phase.isEmpty
    case .partial, .conflict, .superseded: true
    case .pending, .reverted: false
    }
  }

  /// The position of a phase by its name, its number, or both as its branch has them.
  private func index(of text: String) throws(Refusal) -> Int {
    let names = upgrade.phases.map(\.phase.phase.name)
    if let index = names.firstIndex(of: text) { return index }
    for index in names.indices {
      let number = BranchName.number(index + 1)
      if [number, String(index + 1), "\(number)-\(names[index])"].contains(text) { return index }
    }
    throw Refusal(
      Finding(
        .notFound, message: "the plan has no phase '\(text)'",
        hint: "its phases are \(names.joined(separator: ", "))"))
  }
}
