internal import Files
internal import Kubernetes

/// The body of a phase's pull request: what a reviewer has to know, the most important first.
struct PullRequestBody {
  let plan: Plan
  let phase: Phase
  /// The phase's position among the plan's phases.
  let position: Int
  /// The phase's branch.
  let head: String
  let commits: PhaseCommits
  let base: BaseCommit
  /// The branch that it is merged into.
  let into: String

  private typealias Markdown = MarkdownText

  /// The rules that the proof is about.
  private static let proven: [Rule] = [
    .notInjected, .injectedTwice, .unknownRevision, .contradictingLabels, .missingService,
    .webhookWithoutCertificate, .differingDefaults, .foreignRevisionLabel, .twoDefaults,
    .silentMove,
  ]

  /// The whole body, of at most so many bytes; what is cut is said, and how to see it.
  func text(limit: Int) -> String {
    let changes = ChangeBlocks(phase.changes).blocks + files
    let sections = [
      summary, namespaces, restarts, manualSteps, checks(.before, "Check before merging"),
      checks(.after, "Check after syncing"), proof, rollback, next,
      PullRequestSection(
        title: "Changes", blocks: changes, noun: "object",
        command: ShellWord.line(["meshphase", "diff", into, head])),
    ]
    return sections.text(limit: limit, importance: [0, 7, 8, 3, 4, 5, 1, 2, 6, 9])
  }

  /// The files that hold no objects, such as the marker of a retired revision.
  private var files: [String] {
    phase.filesWithoutObjects.map { file in
      let word =
        switch file.status {
        case .added: "new"
        case .modified: "changed"
        case .deleted: "deleted"
        }
      return "\(Markdown.code(file.path.description)) (\(word))\n\n"
    }
  }

  // MARK: What is done

  private var summary: PullRequestSection {
    let number = "\(phase.index) of \(plan.phases.count)"
    var text =
      "Phase \(Markdown.code(phase.name)) (\(number)) of the upgrade of mesh"
      + " \(Markdown.code(plan.mesh)) from \(Self.name(plan.from)) to \(Self.name(plan.to)):"
      + " \(phase.actions.map(Markdown.code).joined(separator: ", ")),"
      + " \(CommitMessage.extent(of: phase)).\n"
    text += "\nPlanned on \(Markdown.code(base.commit))."
    if position > 0, into.hasPrefix("meshphase/") {
      text += " It stands on \(Markdown.code(into)), which is merged first."
    }
    var section = PullRequestSection(title: "", start: text + "\n", noun: "reason")
    if let reason = phase.reason { section.blocks = ["\n\(Markdown.prose(reason))\n"] }
    return section
  }

  private static func name(_ name: RevisionName) -> String {
    let version = name.version.map { " (\(Markdown.prose($0)))" } ?? ""
    return Markdown.code(name.revision) + version
  }

  /// Who injects new Pods before the phase and after it, as the proof found out.
  private var namespaces: PullRequestSection {
    let ends = [plan.proof.base] + plan.proof.phases
    let after = ends.dropFirst().firstIndex { $0.name == phase.name }
    let (old, new) = (
      after.map { Self.revisions(ends[$0 - 1]) } ?? [:],
      after.map { Self.revisions(ends[$0]) } ?? [:]
    )
    let moved = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
    let names = PhaseList.bytewise(Array(moved.union(phase.namespaces)))
    return PullRequestSection(
      title: "Namespaces",
      start: names.isEmpty ? "" : "| namespace | injected before | after |\n|---|---|---|\n",
      blocks: names.map { name in
        let cells = [old[name], new[name]].map { $0.map(Markdown.code) ?? "none" }
        return "| \(Markdown.code(name)) | \(cells[0]) | \(cells[1]) |\n"
      }, noun: "namespace")
  }

  private static func revisions(_ end: ProofReport.PhaseEnd) -> [String: String] {
    var revisions: [String: String] = [:]
    for group in end.groups {
      for name in group.namespaces {
        let revision = group.revision ?? "none"
        // Two definitions of one namespace may fare differently: both are told.
        revisions[name] =
          revisions[name].map { $0 == revision ? $0 : "\($0) or \(revision)" }
          ?? revision
      }
    }
    return revisions
  }

  private var restarts: PullRequestSection {
    let count = CommitMessage.count
    return PullRequestSection(
      title: "What restarts",
      start: phase.restarts.isEmpty
        ? "Nothing.\n"
        : "\(count(phase.estimate.pods, "pod")) of \(count(phase.restarts.count, "workload")), about"
          + " \(count(phase.estimate.minutes, "minute")).\n\n",
      blocks: phase.restarts.map {
        "- \(Markdown.code($0.object.description)): \(count($0.replicas, "pod"))\n"
      }, noun: "workload")
  }

  // MARK: What is left to people

  private var manualSteps: PullRequestSection {
    PullRequestSection(
      title: "To do by hand",
      blocks: phase.manualSteps.map { step in
        // Each line of a step is a sentence of its own.
        let lines = step.text.split(whereSeparator: \.isNewline).map { Markdown.prose(String($0)) }
        return "- \(lines.joined(separator: "\\\n  "))\n" + Self.command(step.command)
      }, noun: "step")
  }

  private func checks(_ moment: Check.Moment, _ title: String) -> PullRequestSection {
    PullRequestSection(
      title: title,
      blocks: phase.checks.filter { $0.when == moment }.map { check in
        "- \(Markdown.prose(check.text)); expect \(Markdown.prose(check.expect))\n"
          + Self.command(check.command)
      }, noun: "check")
  }

  private static func command(_ command: String?) -> String {
    guard let command else { return "" }
    let lines = command.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return "\n" + Markdown.block(lines.map(String.init), language: "sh", indent: "  ")
  }

  // MARK: What is known

  private var proof: PullRequestSection {
    let rules = Self.proven.map(\.code).joined(separator: ", ")
    let states = CommitMessage.count(plan.proof.states, "state")
    var section = PullRequestSection(
      title: "Proof",
      start: plan.proof.holds
        ? "Holds: \(states) that the cluster can pass through while the plan is applied, in any order,"
          + " and taken back; none breaks a rule (\(rules)) that the base keeps.\n"
        : "Does not hold: \(states) looked at.\n", noun: "finding")
    let committed = plan.phases.filter { !$0.edits.isEmpty }.map(\.name)
    let findings = plan.findings.filter { finding in
      (finding.phase.flatMap { committed.contains($0) ? $0 : nil } ?? committed.first) == phase.name
    }
    section.blocks = findings.map { finding in
      let words = [finding.rule.code, finding.namespace.map(Markdown.code)].compactMap { $0 }
      return "- \(words.joined(separator: " ")): \(Markdown.prose(finding.message))\n"
    }
    if !section.blocks.isEmpty { section.start += "\nKnown all the same:\n\n" }
    return section
  }

  private var rollback: PullRequestSection {
    if let reason = phase.noRollbackReason {
      return PullRequestSection(
        title: "Rollback",
        start: Markdown.prose(reason.prefix(1).uppercased() + reason.dropFirst()) + ".\n")
    }
    var text = "Merge \(Markdown.code(commits.rollbackBranch ?? "")).\n\n"
    text += Markdown.block(
      [ShellWord.line(["meshphase", "pr", "--rollback", phase.name])], language: "sh")
    if let note = phase.rollbackNote { text += "\n\(Markdown.prose(note)).\n" }
    let order = RollbackRequestBody.order(of: phase, in: plan)
    if !order.isEmpty { text += "\nMerge these first, as far as their phases have landed:\n\n" }
    return PullRequestSection(title: "Rollback", start: text, blocks: order, noun: "rollback")
  }

  private var next: PullRequestSection {
    guard let next = plan.phases.dropFirst(position + 1).first else {
      return PullRequestSection(title: "Next", start: "Nothing: this is the last phase.\n")
    }
    let what =
      next.edits.isEmpty
      ? "which changes nothing in the repository" : Markdown.code(BranchName.phase(next, of: plan))
    let actions = next.actions.map(Markdown.code).joined(separator: ", ")
    return PullRequestSection(
      title: "Next",
      start:
        "Phase \(Markdown.code(next.name)) (\(next.index) of \(plan.phases.count)): \(actions);"
        + " \(what). It waits for this one to be synced and checked.\n")
  }
}
