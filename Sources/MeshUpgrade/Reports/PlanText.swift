internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// A plan as a person reads it on a terminal.
package struct PlanText {
  /// How many changes of a phase are shown unless all are asked for.
  private static let changeLimit = 40

  private let plan: Plan
  private let base: BaseCommit
  private let commits: [PhaseCommits?]
  private let detail: Detail
  private var isVerbose: Bool { detail == .full }
  private var text = StyledText()

  /// How much is told.
  package enum Detail: Sendable {
    /// The phases and their branches.
    case brief
    /// Also changes, manual steps and checks.
    case normal
    /// Also every change, the commands of checks, and assumptions.
    case full
  }

  private init(plan: Plan, base: BaseCommit, commits: [PhaseCommits?], detail: Detail) {
    self.plan = plan
    self.base = base
    self.commits = commits
    self.detail = detail
  }

  /// The text of a plan.
  package static func text(
    _ plan: Plan, base: BaseCommit, commits: [PhaseCommits?], detail: Detail
  ) -> StyledText {
    var report = PlanText(plan: plan, base: base, commits: commits, detail: detail)
    report.addTitle()
    for (phase, commits) in zip(plan.phases, commits) {
      if detail == .brief { report.addBrief(phase, commits) } else { report.add(phase, commits) }
    }
    if detail != .brief { report.addEnd() }
    return report.text
  }

  private mutating func addTitle() {
    text.add("Mesh \(plan.mesh)", .heading)
    text.add(": ")
    text.add(Self.name(plan.from), .removed)
    text.add(" → ")
    text.add(Self.name(plan.to), .added)
    let ref = base.ref.hasPrefix("refs/heads/") ? String(base.ref.dropFirst(11)) : base.ref
    text.line(
      " in \(CommitMessage.count(plan.phases.count, "phase")), on \(ref)"
        + " (\(base.commit.prefix(12)))")
  }

  private static func name(_ name: RevisionName) -> String {
    let revision =
      name.revision == MeshLabels.defaultRevision ? "the un-revisioned install" : name.revision
    return name.version.map { "\(revision) (\($0))" } ?? revision
  }

  // MARK: Phases

  private mutating func addBrief(_ phase: Phase, _ commits: PhaseCommits?) {
    text.add("\(BranchName.number(phase.index)) \(phase.name)", .heading)
    var parts = [CommitMessage.extent(of: phase)]
    if phase.files.isEmpty { parts = [Self.nothingToChange(phase)] }
    if phase.estimate.pods > 0 {
      parts.append("restarts " + CommitMessage.count(phase.estimate.pods, "pod"))
    }
    let forRollback = phase.manualSteps.count(where: \.isForRollback)
    if forRollback < phase.manualSteps.count {
      parts.append(
        CommitMessage.count(phase.manualSteps.count - forRollback, "step") + " by hand")
    }
    if forRollback > 0 {
      parts.append(CommitMessage.count(forRollback, "step") + " by hand to take it back")
    }
    text.line("  " + parts.joined(separator: ", "), .dim)
    addBranches(of: phase, commits)
    if phase.landed != nil, commits?.rollbackBranch != nil { addRollbackOrder(of: phase) }
  }

  private mutating func addBranches(of phase: Phase, _ commits: PhaseCommits?) {
    guard let commits else { return }
    if let branch = commits.branch, let commit = commits.commit {
      field("branch", "\(branch) (\(commit.prefix(12)))")
    }
    if let branch = commits.rollbackBranch, let commit = commits.rollbackCommit {
      field("rollback", "\(branch) (\(commit.prefix(12)))")
    } else if let reason = phase.noRollbackReason {
      field("rollback", reason)
    }
  }

  private mutating func add(_ phase: Phase, _ commits: PhaseCommits?) {
    text.endLine()
    text.add("\(BranchName.number(phase.index)) \(phase.name)", .heading)
    text.line("  \(phase.actions.joined(separator: ", "))", .dim)
    if let reason = phase.reason { text.line("   \(reason)", .dim) }
    if !phase.namespaces.isEmpty { field("namespaces", phase.namespaces.joined(separator: ", ")) }
    if phase.files.isEmpty { text.line("   \(Self.nothingToChange(phase))", .dim) }
    addConflicts(of: phase)
    addChanges(phase)
    if !phase.restarts.isEmpty {
      field(
        "restarts",
        "\(CommitMessage.count(phase.estimate.pods, "pod")) of"
          + " \(CommitMessage.count(phase.restarts.count, "workload")), about"
          + " \(CommitMessage.count(phase.estimate.minutes, "minute"))")
    }
    addManualSteps(phase)
    addChecks(phase)
    addBranches(of: phase, commits)
    if commits?.rollbackBranch != nil { addRollbackOrder(of: phase) }
  }

  /// Why a phase changes nothing: it has landed, or there is nothing for it to do.
  private static func nothingToChange(_ phase: Phase) -> String {
    phase.landed.map { "landed with \($0.commit.prefix(12))" }
      ?? "nothing to change in the repository"
  }

  /// What is in the way of taking back a phase that has landed.
  private mutating func addConflicts(of phase: Phase) {
    guard let landed = phase.landed else { return }
    for conflict in landed.conflicts {
      field(
        "edited",
        "\(conflict.place.file):\(conflict.place.line)"
          + " \(conflict.object?.description ?? "") \(conflict.field)")
    }
    if !landed.conflicts.isEmpty {
      field("rollback", "see: meshphase rollback \(phase.name)")
    }
  }

  private mutating func addRollbackOrder(of phase: Phase) {
    let names = phase.rollbackAfter
    guard let first = names.first else { return }
    let note = phase.rollbackNote.map { ": \($0)" } ?? ""
    let rollbacks =
      names.count == 1
      ? "the rollback of \(first), if it has landed"
      : "the rollbacks of \(names.joined(separator: ", ")), as far as they have landed"
    field("only after", rollbacks + note)
  }

  private mutating func field(_ name: String, _ value: String) {
    text.add("   \(name)", .dim)
    text.line(String(repeating: " ", count: max(1, 12 - name.count)) + value)
  }

  private mutating func addChanges(_ phase: Phase) {
    var shown = 0
    var object: ObjectReference?
    var file: String?
    for change in phase.changes {
      guard isVerbose || shown < Self.changeLimit else { break }
      shown += 1
      let place = (change.toPlace ?? change.fromPlace)?.file
      if place != file, let place { addFile(place, of: phase) }
      if change.object != object || place != file { text.line("     \(change.object)", .name) }
      file = place
      object = change.object
      add(change)
    }
    for file in phase.filesWithoutObjects {
      addFile(file.path.description, of: phase)
    }
    if shown < phase.changes.count {
      text.line("     … and \(phase.changes.count - shown) more changes; -v shows all", .dim)
    }
  }

  private mutating func addFile(_ name: String, of phase: Phase) {
    text.add("   \(name)")
    if let file = phase.files.first(where: { $0.path.description == name }) {
      if file.status != .modified { text.add(" (\(file.status.rawValue))", .dim) }
      text.add(" +\(file.added)", .added)
      text.add(" -\(file.removed)", .removed)
    }
    text.endLine()
  }

  private mutating func add(_ change: Change) {
    let value = change.value
    guard !value.path.steps.isEmpty else { return }
    text.add("       \(ChangeText.path(of: value)): ")
    if value.kind == .removed { text.add("- ", .removed) }
    if let from = value.from { text.add(ChangeText.text(of: from), .removed) }
    switch value.kind {
    case .changed: text.add(" → ")
    case .moved: text.add(" moved to ", .dim)
    case .added: text.add("+ ", .added)
    case .removed: break
    }
    if let to = value.to { text.add(ChangeText.text(of: to), .added) }
    text.endLine()
  }

  private mutating func addManualSteps(_ phase: Phase) {
    for step in phase.manualSteps {
      let lines = step.text.split(separator: "\n").map(String.init)
      field("by hand", lines.first ?? "")
      for line in lines.dropFirst() { text.line("           \(line)") }
      if let command = step.command { text.line("               $ \(command)", .command) }
    }
  }

  private mutating func addChecks(_ phase: Phase) {
    for check in phase.checks {
      field(check.when == .before ? "before" : "after", check.text)
      guard isVerbose else { continue }
      text.line("               $ \(check.command)", .command)
      text.line("               expect \(check.expect)", .dim)
    }
  }

  // MARK: The end

  private mutating func addEnd() {
    text.endLine()
    text.add("Proven", .added)
    text.line(
      ": \(CommitMessage.count(plan.proof.states, "state")) that the cluster can pass through, and"
        + " none breaks a rule that the base keeps; meshphase verify shows who injects")
    if !plan.skipped.isEmpty {
      text.endLine()
      let count = CommitMessage.count(plan.skipped.count, "file")
      text.line(
        "\(count) could not be read and \(plan.skipped.count == 1 ? "is" : "are") not needed")
      let shown = isVerbose ? plan.skipped[...] : plan.skipped.prefix(5)
      for file in shown { text.line("   \(file.path): \(file.reason)", .dim) }
      if shown.count < plan.skipped.count {
        text.line("   … and \(plan.skipped.count - shown.count) more; -v shows all", .dim)
      }
    }
    guard isVerbose, !plan.assumptions.isEmpty else { return }
    text.endLine()
    text.line("Taken for granted")
    for assumption in plan.assumptions {
      text.line("   \(assumption.text) (\(assumption.source))", .dim)
    }
  }
}
