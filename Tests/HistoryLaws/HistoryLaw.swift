internal import Files
internal import Kubernetes
internal import MeshUpgrade
internal import YAML
internal import YAMLDiff

/// What status and rollback promise of generated histories: the status of each phase is what became of
/// it; a rollback restores the phase's fields and no other byte, or tells the conflict; right after its
/// phase it gives the identical files.
package struct HistoryLaw {
  /// How often something was seen, by what it is.
  package private(set) var seen: [String: Int] = [:]
  /// What was broken, with the seed that shows it.
  package private(set) var violations: [String] = []

  package init() {}

  /// Looks at the history of a seed.
  package mutating func check(seed: UInt64) {
    do {
      let history = try RandomHistory(seed: seed)
      var check = HistoryCheck(history: history, seed: seed)
      try check.run()
      seen.merge(check.seen) { $0 + $1 }
      violations += check.violations
    } catch { violations.append("seed \(seed): \(error)") }
  }
}

/// The check of one history.
private struct HistoryCheck {
  let history: RandomHistory
  let seed: UInt64
  var seen: [String: Int] = [:]
  var violations: [String] = []

  mutating func run() throws {
    let upgrade = try history.upgrade()
    let status = try UpgradeStatus(upgrade)
    for phase in status.phases {
      seen[phase.state.rawValue, default: 0] += 1
      if !isRight(phase, upgrade) { fail("\(phase.name) is \(phase.state)") }
    }
    for phase in status.phases where !phase.isEmpty {
      guard [.merged, .conflict].contains(phase.state) else { continue }
      let isEdited = history.isEdited(history.planned[phase.name])
      let rollback: Rollback
      do throws(Refusal) {
        rollback = try Rollback(of: phase.name, in: upgrade, through: false, keep: KeepRules())
      } catch {
        // Others have to come first, or a later phase has set the fields again.
        seen["refused", default: 0] += 1
        continue
      }
      guard let step = rollback.steps.first else { continue }
      if isEdited {
        guard let edit = history.handEdit, edit.phase == phase.name else { continue }
        seen["conflicts", default: 0] += 1
        if !step.conflicts.contains(where: { $0.today == .string(edit.value) }) {
          fail("the rollback of \(phase.name) does not tell the edit")
        }
        continue
      }
      guard step.conflicts.isEmpty else {
        seen["set again", default: 0] += 1
        if history.events.filter(\.isLanding).count < 2 { fail("\(phase.name) conflicts") }
        continue
      }
      seen["rollbacks", default: 0] += 1
      judge(step)
    }
  }

  private mutating func fail(_ what: String) {
    violations.append("seed \(seed): \(what); \(history.events.map { "\($0)" })")
  }

  /// Whether a phase's state is what became of it.
  private func isRight(_ phase: PhaseStatus, _ upgrade: Upgrade) -> Bool {
    if let edit = history.handEdit {
      if edit.phase == phase.name {
        return [.conflict, .superseded, .partial].contains(phase.state)
      }
      // A phase that puts the canary back on its tag is about the same label.
      let today = upgrade.plan?.phases.first { $0.name == phase.name }
      if history.isEdited(history.planned[phase.name] ?? today) || today == nil { return true }
    }
    return switch history.truth[phase.name] {
    case nil: phase.isEmpty || phase.state == .pending
    case let state?: phase.state == state
    }
  }

  /// Looks at a rollback field by field, from the phase's own list of changes: in another way than the
  /// merge that made it.
  private mutating func judge(_ step: Rollback.Step) {
    var files = history.files
    for edit in step.edits {
      switch edit {
      case .write(let path, let bytes):
        files[path.description] = String(decoding: bytes, as: UTF8.self)
      case .remove(let path): files[path.description] = nil
      }
    }
    if case .landed(step.phase.name)? = history.events.last,
      !history.events.contains(.landedPartly(step.phase.name))
    {
      seen["identical", default: 0] += 1
      if files != history.states[history.states.count - 2] { fail("\(step.phase.name) differs") }
    }
    let judge = RollbackJudge(
      today: RollbackJudge.objects(history.files), after: RollbackJudge.objects(files),
      changes: step.phase.changes)
    for problem in judge.problems() { fail("\(step.phase.name): \(problem)") }
  }
}

extension RandomHistory.Event {
  fileprivate var isLanding: Bool {
    switch self {
    case .landed, .landedPartly: true
    default: false
    }
  }
}
