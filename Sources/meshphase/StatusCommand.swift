internal import ArgumentParser
internal import Files
internal import Git
internal import MeshUpgrade

/// `meshphase status`: how far the upgrade is, read from the content of the base.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Tell how far the upgrade is, whatever merged it.",
    discussion: """
      Each phase is pending, merged, partial, reverted, superseded or in conflict, judged by the \
      fields that it sets: merges, squashes, cherry-picks, hand edits and reverts count alike, and \
      no trailer or branch is asked. Where phase branches stand on an older commit, it also tells \
      whether their plan still holds. Several branches, such as those of environments that follow one \
      another, can be asked about at once.

      Exit status: 0 told, 2 refused.
      """)

  @Argument(
    help: ArgumentHelp("The branches to ask about, in place of --base.", valueName: "ref"))
  var branches: [String] = []

  @OptionGroup var options: CommonOptions

  func run() throws {
    try CommandRun(options).run { console throws(Refusal) in
      var reports: [StatusReport] = []
      for branch in branches.isEmpty ? [options.base] : branches {
        reports.append(try report(on: branch))
      }
      if options.output == .json { return console.output(StatusReport.json(reports)) }
      for report in reports {
        CommandRun.warn(report.findings, options, console)
        if !options.isQuiet { console.output(report.text(isVerbose: options.isVerbose)) }
      }
    }
  }

  private func report(on branch: String) throws(Refusal) -> StatusReport {
    var options = options
    options.base = branch
    let repository = try LoadedRepository.open(
      options, called: branches.contains(branch) ? branch : nil)
    let input = try PreparedPlan.planner(options, on: repository)
    let upgrade = try PreparedPlan.upgrade(input, on: repository, for: .status)
    let status = try UpgradeStatus(upgrade)
    return StatusReport(
      status, base: repository.baseCommit, standing: try standing(of: upgrade, on: repository),
      branch: try nextBranch(of: status.next, in: upgrade.plan, repository),
      arguments: options.arguments)
  }

  /// The branch of the phase that is next, where it has been written.
  private func nextBranch(
    of next: String?, in plan: Plan?, _ repository: borrowing LoadedRepository
  ) throws(Refusal) -> StatusReport.NextBranch? {
    guard let plan, let phase = plan.phases.first(where: { $0.name == next }),
      !phase.edits.isEmpty
    else { return nil }
    let name = BranchName.phase(phase, of: plan)
    do throws(GitError) {
      let presence = try BranchPresence(of: name, in: repository.repository)
      guard presence.isThere else { return nil }
      return StatusReport.NextBranch(name: name, isPushed: presence.isPushed)
    } catch { throw Refusal(GitFinding.make(error)) }
  }

  /// Whether the plan of the phase branches that are there still holds; nil where there are none, or
  /// where no plan can be made today.
  private func standing(
    of upgrade: Upgrade, on repository: borrowing LoadedRepository
  ) throws(Refusal) -> PlanStanding? {
    // What is left of a desired state that is refused is no plan that could hold.
    guard upgrade.refusal == nil, let now = upgrade.plan else { return nil }
    let older: ObjectID?
    do throws(GitError) { older = try base(ofBranchesOf: now, in: repository) } catch {
      throw Refusal(GitFinding.make(error))
    }
    guard let older else { return nil }
    if older == repository.base.id {
      return PlanStanding(base: older.description, then: now, now: now)
    }
    let then = try LoadedRepository.open(options, at: older.description, called: "the older base")
    guard let input = try? PreparedPlan.planner(options, on: then),
      let earlier = try? PreparedPlan.upgrade(input, on: then, for: .plan), let plan = earlier.plan
    else { return nil }
    return PlanStanding(base: older.description, then: plan, now: now)
  }

  /// The commit that the phase branches of what is left are based on: the newest that they share
  /// with the base.
  private func base(
    ofBranchesOf plan: Plan, in repository: borrowing LoadedRepository
  ) throws(GitError) -> ObjectID? {
    for phase in plan.phases where !phase.edits.isEmpty {
      let name = "refs/heads/\(BranchName.phase(phase, of: plan))"
      guard let tip = try repository.repository.target(of: name) else { continue }
      return try repository.repository.mergeBase(of: repository.base.id, and: tip)
    }
    return nil
  }
}
