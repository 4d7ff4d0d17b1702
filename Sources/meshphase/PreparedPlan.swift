internal import Files
internal import Git
internal import MeshUpgrade

/// A plan with the Git objects that make it true, computed and not yet written.
struct PreparedPlan {
  let plan: Plan
  let base: BaseCommit
  let commits: [PhaseCommits?]
  let stage: ObjectStage
  /// Each branch and what it is to point to, in phase order.
  let branches: [(name: String, target: ObjectID)]

  /// Plans on a base, and computes the commits.
  static func make(
    _ options: CommonOptions, on repository: borrowing LoadedRepository
  ) throws(Refusal) -> PreparedPlan {
    let (plan, desired, _) = try plan(options, on: repository)
    var committer = PhaseCommitter(plan: plan, author: desired.repository.author, repository)
    do throws(GitError) { try committer.stageAll(in: repository) } catch {
      throw Refusal(GitFinding.make(error))
    }
    return PreparedPlan(
      plan: plan, base: repository.baseCommit, commits: committer.commits,
      stage: committer.stage, branches: committer.branches)
  }

  /// Plans on a base: the plan, with the desired state and the files that it is made of.
  static func plan(
    _ options: CommonOptions, on repository: borrowing LoadedRepository
  ) throws(Refusal) -> (plan: Plan, desired: DesiredState, files: RepositoryFiles) {
    let (planner, desired, warnings, files) = try planner(options, on: repository)
    return (try planner.plan(warnings: warnings), desired, files)
  }

  /// The plan with its proof, whether or not that holds; refused where there can be no plan.
  static func proven(
    _ options: CommonOptions, on repository: borrowing LoadedRepository, window: Int = 1
  ) throws(Refusal) -> Plan {
    let (planner, _, warnings, _) = try planner(options, on: repository)
    let question = ProofQuestion(window: window, isRefused: false)
    return try planner.plan(warnings: warnings, asking: question)
  }

  /// What Argo CD makes of the plan on a base.
  static func argoFindings(
    _ options: CommonOptions, on repository: borrowing LoadedRepository
  ) throws(Refusal) -> [Finding] {
    let (planner, _, warnings, _) = try planner(options, on: repository)
    return try planner.argoFindings(warnings: warnings)
  }

  private static func planner(
    _ options: CommonOptions, on repository: borrowing LoadedRepository
  ) throws(Refusal) -> (
    planner: Planner, desired: DesiredState, warnings: [Finding], files: RepositoryFiles
  ) {
    let (file, path) = try DesiredStateFile.load(options, from: repository)
    let decoded = try DesiredState.decode(file)
    let templates = try TemplateFolder.load(options.templates)
    let files = try repository.files()
    let planner = Planner(
      desired: decoded.state, source: decoded.source, files: files, templates: templates,
      ignored: Set([path].compactMap { $0 }), baseReference: repository.baseName)
    return (planner, decoded.state, decoded.warnings, files)
  }
}

/// Computes the trees and commits of a plan's phases, each on top of the one before.
private struct PhaseCommitter {
  let plan: Plan
  let base: BaseCommit
  let signature: Signature
  var stage = ObjectStage()
  var commits: [PhaseCommits?] = []
  var branches: [(name: String, target: ObjectID)] = []
  private var tip: ObjectID
  private var tree: ObjectID

  init(
    plan: Plan, author: DesiredState.RepositorySettings.Author,
    _ repository: borrowing LoadedRepository
  ) {
    self.plan = plan
    base = repository.baseCommit
    // The base's own time, so that the same inputs give the same ids at any time and place.
    signature = Signature(
      name: author.name, email: author.email, seconds: repository.base.committer.seconds,
      offsetMinutes: repository.base.committer.offsetMinutes)
    tip = repository.base.id
    tree = repository.base.tree
  }

  mutating func stageAll(in repository: borrowing LoadedRepository) throws(GitError) {
    for phase in plan.phases {
      guard !phase.edits.isEmpty else {
        commits.append(nil)
        continue
      }
      try stage(phase, in: repository)
    }
  }

  private mutating func stage(
    _ phase: Phase, in repository: borrowing LoadedRepository
  ) throws(GitError) {
    let before = tree
    tree = try stage.addTree(editing: tree, with: phase.edits, in: repository.repository)
    tip = try stage.addCommit(
      tree: tree, parents: [tip], author: signature, committer: signature,
      message: CommitMessage.phase(phase, of: plan, base: base))
    let name = BranchName.phase(phase, of: plan)
    branches.append((name, tip))
    let rollback = try stageRollback(of: phase, to: before)
    if let rollback { branches.append(rollback) }
    commits.append(
      PhaseCommits(
        branch: name, commit: tip.description, rollbackBranch: rollback?.name,
        rollbackCommit: rollback?.target.description))
  }

  /// The commit on top of a phase that has the tree from before it; nil for a phase that is never
  /// taken back.
  private mutating func stageRollback(
    of phase: Phase, to before: ObjectID
  ) throws(GitError) -> (name: String, target: ObjectID)? {
    guard phase.noRollbackReason == nil else { return nil }
    let commit = try stage.addCommit(
      tree: before, parents: [tip], author: signature, committer: signature,
      message: CommitMessage.rollback(
        of: phase, commit: tip.description, plan: plan, base: base))
    return (BranchName.rollback(phase, of: plan), commit)
  }
}
