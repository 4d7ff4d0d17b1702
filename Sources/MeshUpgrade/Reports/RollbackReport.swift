internal import Files
internal import Kubernetes
package import YAML

/// A rollback as people and machines read it.
package struct RollbackReport {
  private let rollback: Rollback
  private let base: BaseCommit
  /// The branch and commit of each step; none where nothing was written.
  private let commits: [(branch: String, commit: String)]
  private let outcome: Outcome

  /// What became of the branches.
  package enum Outcome: Sendable {
    /// Nothing is written in a dry run.
    case dryRun
    /// Those that are named were written; the others were there. Then what comes next, as commands.
    case written(Set<String>, next: [String])
  }

  package init(
    _ rollback: Rollback, base: BaseCommit, commits: [(branch: String, commit: String)],
    outcome: Outcome = .dryRun
  ) {
    self.rollback = rollback
    self.base = base
    self.commits = commits
    self.outcome = outcome
  }

  /// The branch of each step; none for a step without edits.
  private var branches: [(branch: String, commit: String)?] {
    var rest = commits[...]
    return rollback.steps.map { $0.edits.isEmpty ? nil : rest.popFirst() }
  }

  /// What became of a branch, in a few words.
  private func words(for branch: String) -> String {
    switch outcome {
    case .dryRun: "not written"
    case .written(let names, _): names.contains(branch) ? "written" : "there already"
    }
  }

  /// The rollback as JSON.
  package func json(refs: [Value]) -> Value {
    let branches = branches
    return [
      "formatVersion": "1",
      "onto": ["ref": .string(base.ref), "commit": .string(base.commit)],
      "steps": .sequence(
        rollback.steps.enumerated().map { index, step in
          let written = branches[index]
          return [
            "index": .number(Number(step.phase.index)), "name": .string(step.phase.name),
            "changes": .sequence(step.changes.map(\.json)),
            "files": .sequence(step.edits.map { .string($0.path.description) }),
            "conflicts": .sequence(step.conflicts.map(\.json)),
            "gone": .sequence(step.gone.map(\.json)),
            "findings": .sequence(step.comingBack.map(\.json)),
            "manualSteps": .sequence(
              step.manualSteps.map {
                [
                  "text": .string($0.text), "command": $0.command.map { .string($0) } ?? .null,
                ]
              }),
            "branch": written.map { .string($0.branch) } ?? .null,
            "commit": written.map { .string($0.commit) } ?? .null,
          ]
        }),
      "conflicts": .sequence(rollback.conflicts.map(\.json)), "refs": .sequence(refs),
    ]
  }

  /// What is in the way, with the options that settle it.
  package var conflictText: StyledText {
    var text = StyledText()
    for conflict in rollback.conflicts { text.add(conflict) }
    let noun = CommitMessage.count(rollback.conflicts.count, "conflict")
    text.line("\(noun); nothing was written", .dim)
    if let first = rollback.conflicts.first {
      text.add("  hint: ", .hint)
      text.line(
        "keep a side for all of them with --keep today or --keep before, or for one:"
          + " --keep before='\(first.file):\(first.path.pointer)'")
    }
    return text
  }

  /// The rollback as a person reads it.
  package var text: StyledText {
    var text = StyledText()
    let ref = base.ref.hasPrefix("refs/heads/") ? String(base.ref.dropFirst(11)) : base.ref
    for (index, (step, branch)) in zip(rollback.steps, branches).enumerated() {
      text.add("Rollback of \(BranchName.number(step.phase.index)) \(step.phase.name)", .heading)
      text.line(index == 0 ? " on \(ref) (\(base.commit.prefix(12)))" : "")
      if step.edits.isEmpty { text.line("   nothing to change in the repository", .dim) }
      for change in step.changes {
        text.line("   \(change.object): \(ChangeText.summary(of: change.value))")
      }
      for object in step.gone {
        text.line("   \(object) is not there any more, and stays so", .warning)
      }
      for finding in step.comingBack {
        text.line("   as before it: \(finding.rule) \(finding.message)", .warning)
      }
      for manual in step.manualSteps {
        text.line("   by hand: \(manual.text)")
        if let command = manual.command { text.line("      \(command)", .command) }
      }
      if let (name, commit) = branch {
        text.line("   branch      \(name) (\(commit.prefix(12))), \(words(for: name))")
      }
    }
    let isAsBefore = rollback.steps.contains { !$0.comingBack.isEmpty }
    text.line(
      isAsBefore
        ? "Proven: no state on the way breaks a rule that was not broken before the phase."
        : "Proven: no state on the way breaks a rule.", .dim)
    switch outcome {
    case .dryRun: text.line("Nothing was written: leave out --dry-run to write it.", .dim)
    case .written(_, let next):
      if !next.isEmpty { text.line("Next:") }
      for command in next { text.line("   \(command)", .command) }
    }
    return text
  }
}
