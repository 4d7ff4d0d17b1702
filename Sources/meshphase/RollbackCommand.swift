internal import ArgumentParser
internal import Files
internal import Git
internal import MeshUpgrade

/// `meshphase rollback PHASE`: takes back a phase that has landed, on the branch as it is today.
struct RollbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Take back a phase that has landed, on today's branch.",
    discussion: """
      The phase's fields become what they were before it; everything else stays as it is today, in \
      files that were moved since as well. A field that somebody has edited since is a conflict: it \
      is shown with its three values, and nothing is written unless --keep says which one counts. \
      What would break a rule on the way is refused.

      The result is a branch, one for each phase, to be merged as the others are.

      Exit status: 0 written, 1 conflicts, 2 refused.
      """)

  @Argument(help: ArgumentHelp("The phase, by its name or number.", valueName: "phase"))
  var phase: String

  @Option(
    help: ArgumentHelp(
      "The branch to take it back on, in place of --base.", valueName: "ref"))
  var onto: String?

  @Flag(help: "Take back every phase that has landed since as well, the last one first.")
  var through = false

  @Option(
    help: ArgumentHelp(
      "In a conflict, keep today's value or the one from before: today or before.",
      discussion:
        "SIDE=FILE and SIDE=FILE:/json/pointer keep it there only. May be repeated; the last that"
        + " fits counts.", valueName: "side"))
  var keep: [String] = []

  @Flag(name: [.customShort("n"), .customLong("dry-run")], help: "Show it; write nothing.")
  var isDryRun = false

  @OptionGroup var options: CommonOptions

  func validate() throws {
    for text in keep where KeepRules.Rule(text) == nil {
      throw ValidationError(
        "--keep takes today or before, alone or with =FILE or =FILE:/pointer; found '\(text)'.")
    }
  }

  func run() throws {
    var hasConflicts = false
    try CommandRun(options).run { console throws(Refusal) in
      var options = options
      if let onto { options.base = onto }
      let repository = try LoadedRepository.open(options)
      let input = try PreparedPlan.planner(options, on: repository)
      let upgrade = try PreparedPlan.upgrade(input, on: repository, for: .status)
      let rollback = try Rollback(
        of: phase, in: upgrade, through: through, keep: KeepRules(keep.compactMap { .init($0) }))
      if !rollback.conflicts.isEmpty {
        hasConflicts = true
        let report = RollbackReport(rollback, base: repository.baseCommit, commits: [])
        if options.output == .json { console.output(report.json(refs: [])) }
        console.message(report.conflictText)
        return
      }
      guard let plan = upgrade.plan else { throw upgrade.refusal ?? Refusal([]) }
      var committer = RollbackCommitter(
        plan: plan, author: input.desired.repository.author, repository)
      let branches: [(name: String, target: ObjectID)]
      do throws(GitError) { branches = try committer.stage(rollback, in: repository) } catch {
        throw Refusal(GitFinding.make(error))
      }
      let moves =
        isDryRun
        ? []
        : try BranchWriter(
          stage: committer.stage, branches: branches, purpose: "meshphase rollback"
        ).write(to: repository)
      let report = RollbackReport(
        rollback, base: repository.baseCommit,
        commits: branches.map { ($0.name, $0.target.description) },
        outcome: isDryRun
          ? .dryRun
          : .written(
            Set(moves.filter { $0.from != $0.to }.map { String($0.name.dropFirst(11)) }),
            next: next(branches.map(\.name), rollback, options, on: repository)))
      if options.output == .json { return console.output(report.json(refs: moves.map(\.json))) }
      if !options.isQuiet { console.output(report.text) }
    }
    if hasConflicts { throw ExitCode(1) }
  }

  /// The commands that bring the branches to where they are merged.
  private func next(
    _ branches: [String], _ rollback: Rollback, _ options: CommonOptions,
    on repository: borrowing LoadedRepository
  ) -> [String] {
    guard !branches.isEmpty else { return [] }
    let remote = try? PushRemote(nil, on: repository)
    let folder = options.repo == "." ? [] : ["-C", options.repo]
    let push = ShellWord.line(["git"] + folder + ["push", remote?.name ?? "origin"] + branches)
    // What somebody has to decide about, and a stack, is in no plan.
    guard let step = rollback.steps.first, rollback.steps.count == 1, keep.isEmpty else {
      return [push]
    }
    let request = ["meshphase", "pr"] + options.arguments + ["--rollback", step.phase.name]
    return [push, ShellWord.line(request)]
  }
}

/// Computes the commits of a rollback, each on top of the one before.
private struct RollbackCommitter {
  let plan: Plan
  let base: BaseCommit
  let signature: Signature
  var stage = ObjectStage()

  init(
    plan: Plan, author: DesiredState.RepositorySettings.Author,
    _ repository: borrowing LoadedRepository
  ) {
    self.plan = plan
    base = repository.baseCommit
    signature = repository.signature(of: author)
  }

  mutating func stage(
    _ rollback: Rollback, in repository: borrowing LoadedRepository
  ) throws(GitError) -> [(name: String, target: ObjectID)] {
    var branches: [(name: String, target: ObjectID)] = []
    var (tip, tree) = (repository.base.id, repository.base.tree)
    for step in rollback.steps where !step.edits.isEmpty {
      tree = try stage.addTree(editing: tree, with: step.edits, in: repository.repository)
      let phase = step.landed
      tip = try stage.addCommit(
        tree: tree, parents: [tip], author: signature, committer: signature,
        message: CommitMessage.rollback(
          of: phase, commit: step.commit ?? base.commit, plan: plan, base: base))
      // One step alone is what meshphase commit writes; a stack of them has names of its own.
      let name =
        rollback.steps.count == 1
        ? BranchName.rollback(phase, of: plan) : BranchName.rollbackThrough(phase, of: plan)
      branches.append((name, tip))
    }
    return branches
  }
}
