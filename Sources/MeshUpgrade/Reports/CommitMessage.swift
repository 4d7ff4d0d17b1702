internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// The messages of a plan's commits: a subject, a body for the reviewer, and trailers.
///
/// Nothing depends on the trailers, because a squash merge loses them.
package enum CommitMessage {
  /// How long a subject may be.
  private static let subjectLimit = 72

  /// The message of a phase's commit.
  package static func phase(_ phase: Phase, of plan: Plan, base: BaseCommit) -> String {
    let position = position(of: phase, in: plan)
    var body = [
      "Phase \(phase.name) (\(position)) of the upgrade of mesh \(plan.mesh)",
      "from \(plan.from.revision) to \(plan.to.revision).",
    ]
    if let reason = phase.reason { body += ["", InertText.line(reason)] }
    body += section("Namespaces:", phase.namespaces)
    body += section("Changes:", changes(phase.changes))
    body += section(
      "Restarts (\(count(phase.estimate.pods, "pod")), about"
        + " \(count(phase.estimate.minutes, "minute"))):",
      phase.restarts.map(\.object.description))
    body += section(
      "To do by hand:",
      phase.manualSteps.flatMap { step in
        step.text.split(separator: "\n").map(String.init) + command(step.command)
      })
    for moment in [Check.Moment.before, .after] {
      let checks = phase.checks.filter { $0.when == moment }
      let title = moment == .before ? "Check before merging:" : "Check after syncing:"
      body += section(title, checks.flatMap { ["\($0.text):"] + command($0.command) })
    }
    body += section("Known, and excepted:", exceptions(phase, plan))
    body += ["", wayBack(of: phase, plan: plan)]
    let trailers = trailers(phase, plan, base)
    return message(subject(title(of: phase, in: plan)), body, trailers)
  }

  /// The subject of a phase's commit, however long.
  static func title(of phase: Phase, in plan: Plan) -> String {
    "mesh \(plan.mesh): \(position(of: phase, in: plan)) \(phase.name) to \(plan.to.revision)"
  }

  /// The subject of the commit that takes a phase back, however long.
  static func rollbackTitle(of phase: Phase, in plan: Plan) -> String {
    "mesh \(plan.mesh): roll back \(position(of: phase, in: plan)) \(phase.name) to"
      + " \(plan.to.revision)"
  }

  /// What refuses nothing because the desired state excepts it: the phase's own, and in the first
  /// commit what is about none that has one.
  private static func exceptions(_ phase: Phase, _ plan: Plan) -> [String] {
    let committed = plan.phases.filter { !$0.edits.isEmpty }.map(\.name)
    return plan.findings.filter { finding in
      let own = finding.phase.flatMap { committed.contains($0) ? $0 : nil } ?? committed.first
      return finding.exception != nil && own == phase.name
    }.map { finding in
      let subject = [finding.rule.code, finding.namespace].compactMap { $0 }.joined(separator: " ")
      // A line of its own: what is written over several must not look like the message's.
      let text = finding.message.split(whereSeparator: \.isNewline).joined(separator: " ")
      return "\(subject): \(text)"
    }
  }

  /// How a phase is taken back, or why it is not.
  private static func wayBack(of phase: Phase, plan: Plan) -> String {
    if let reason = phase.noRollbackReason {
      return reason.prefix(1).uppercased() + reason.dropFirst() + "."
    }
    return "Taken back by the branch \(BranchName.rollback(phase, of: plan))."
  }

  /// The message of the commit that takes a phase back.
  package static func rollback(
    of phase: Phase, commit: String, plan: Plan, base: BaseCommit
  ) -> String {
    naming(commit, in: rollback(of: phase, plan: plan, base: base))
  }

  /// The same message with the commit's name in its place, which is last.
  package static func naming(_ commit: String, in rollback: String) -> String {
    "\(rollback)Mesh-Rollback-Of: \(commit)\n"
  }

  /// The message of the commit that takes a phase back, without the name of the phase's commit,
  /// so that it can be written before that is known.
  package static func rollback(of phase: Phase, plan: Plan, base: BaseCommit) -> String {
    let position = position(of: phase, in: plan)
    let extent =
      phase.landed == nil
      ? "every file is as it was before it." : "what it set is as it was before it."
    var body = [
      "Takes back phase \(phase.name) (\(position)) of the upgrade of mesh \(plan.mesh)",
      "from \(plan.from.revision) to \(plan.to.revision): \(extent)",
    ]
    body += before(rollbackOf: phase, plan)
    body += section("Changes:", changes(phase.rollback))
    body += section(
      "Restarts again (\(count(phase.estimateAgain.pods, "pod")), about"
        + " \(count(phase.estimateAgain.minutes, "minute"))):",
      phase.restartsAgain.map(\.object.description))
    let created = phase.madeObjects
    body += section(
      "Argo CD deletes these only if pruning is on; else delete them by hand:",
      created.flatMap { ["\($0.object)"] + command($0.deleteCommand) })
    let trailers = trailers(phase, plan, base)
    return message(subject(rollbackTitle(of: phase, in: plan)), body, trailers)
  }

  /// What has to be merged before a rollback.
  private static func before(rollbackOf phase: Phase, _ plan: Plan) -> [String] {
    let note =
      phase.rollbackNote.map { ["", $0.prefix(1).uppercased() + $0.dropFirst() + "."] } ?? []
    let branches = phase.rollbackAfter.map { name in
      plan.phases.first { $0.name == name }.map { BranchName.rollback($0, of: plan) } ?? name
    }
    return note + section("Merge first, as far as their phases have landed:", branches)
  }

  private static func position(of phase: Phase, in plan: Plan) -> String {
    "\(BranchName.number(phase.index))/\(BranchName.number(plan.phases.count))"
  }

  private static func subject(_ text: String) -> String { String(text.prefix(subjectLimit)) }

  private static func section(_ title: String, _ lines: [String]) -> [String] {
    guard !lines.isEmpty else { return [] }
    return ["", title]
      + lines.map { line in
        line.hasPrefix("    ")
          ? "      \(InertText.line(String(line.dropFirst(4))))" : "- \(InertText.line(line))"
      }
  }

  private static func command(_ command: String?) -> [String] {
    command.map { ["    \($0)"] } ?? []
  }

  private static func changes(_ changes: [Change]) -> [String] {
    changes.map { "\($0.object): \(ChangeText.summary(of: $0.value))" }
  }

  private static func trailers(
    _ phase: Phase, _ plan: Plan, _ base: BaseCommit
  ) -> [(String, String)] {
    [
      ("Mesh-Upgrade", "\(plan.mesh) \(plan.from.revision) -> \(plan.to.revision)"),
      ("Mesh-Phase", "\(position(of: phase, in: plan)) \(phase.name)"),
      ("Mesh-Base", base.commit),
    ]
  }

  private static func message(
    _ subject: String, _ body: [String], _ trailers: [(String, String)]
  ) -> String {
    let lines = [subject, ""] + body + [""] + trailers.map { "\($0.0): \($0.1)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How much a phase changes: `2 changes in 1 file`, `1 new file`.
  static func extent(of phase: Phase) -> String {
    let plain = phase.filesWithoutObjects
    let rest = phase.files.count - plain.count
    var parts: [String] = []
    if rest > 0 || plain.isEmpty {
      parts.append("\(count(phase.changes.count, "change")) in \(count(rest, "file"))")
    }
    for (status, word) in [
      (FileChange.Status.added, "new"), (.modified, "changed"), (.deleted, "deleted"),
    ] {
      let number = plain.count { $0.status == status }
      if number > 0 { parts.append(count(number, "\(word) file")) }
    }
    return parts.joined(separator: ", ")
  }

  /// `1 pod`, `2 pods`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
