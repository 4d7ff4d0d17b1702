internal import Files
internal import Git
internal import MeshUpgrade

/// A plan with the Git objects that make it true, computed and not yet written.
struct PreparedPlan {
  let plan: Plan
  let base: BaseCommit
  var commits: [PhaseCommits?]
  var stage: ObjectStage
  /// Each branch and what it is to point to, in phase order.
  var branches: [(name: String, target: ObjectID)]

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
    let input = try planner(options, on: repository)
    let upgrade = try upgrade(input, on: repository, for: .plan)
    guard let plan = upgrade.plan else { throw upgrade.refusal ?? Refusal([]) }
    return (plan, input.desired, input.files)
  }

  /// The upgrade on a base, with what the base's history tells of it.
  static func upgrade(
    _ input: PlanInput, on repository: borrowing LoadedRepository,
    for purpose: UpgradeHistory.Purpose
  ) throws(Refusal) -> Upgrade {
    var history = try history(input, on: repository, for: purpose)
    return try history.upgrade()
  }

  /// What the base's history tells, as far as it is needed.
  private static func history(
    _ input: PlanInput, on repository: borrowing LoadedRepository,
    for purpose: UpgradeHistory.Purpose
  ) throws(Refusal) -> UpgradeHistory {
    var history = try UpgradeHistory(
      input.planner, base: repository.base.id.description, desiredPath: input.path,
      warnings: input.warnings, for: purpose)
    var earlier = EarlierCommits(before: repository.base)
    try earlier.feed(&history, from: repository.repository)
    return history
  }

  /// The plan with its proof, whether or not that holds; refused where there can be no plan.
  static func proven(
    _ options: CommonOptions, on repository: borrowing LoadedRepository, window: Int = 1
  ) throws(Refusal) -> Plan {
    let input = try planner(options, on: repository)
    var history = try history(input, on: repository, for: .proof)
    let upgrade = try history.upgrade()
    if window == 1, let plan = upgrade.plan { return plan }
    return try history.planner.plan(
      warnings: input.warnings, asking: ProofQuestion(window: window, isRefused: false))
  }

  /// What Argo CD makes of the plan on a base.
  static func argoFindings(
    _ options: CommonOptions, on repository: borrowing LoadedRepository
  ) throws(Refusal) -> [Finding] {
    let input = try planner(options, on: repository)
    var history = try history(input, on: repository, for: .proof)
    _ = try history.upgrade()
    return try history.planner.argoFindings(warnings: input.warnings)
  }

  /// What a plan is made of.
  static func planner(
    _ options: CommonOptions, on repository: borrowing LoadedRepository
  ) throws(Refusal) -> PlanInput {
    let (file, path) = try DesiredStateFile.load(options, from: repository)
    let decoded = try DesiredState.decode(file)
    let templates = try TemplateFolder.load(options.templates)
    let files = try repository.files()
    let planner = Planner(
      desired: decoded.state, source: decoded.source, files: files, templates: templates,
      ignored: Set([path].compactMap { $0 }), baseReference: repository.baseName)
    return PlanInput(
      planner: planner, desired: decoded.state, path: path, warnings: decoded.warnings,
      files: files)
  }
}

/// What a plan is made of: the desired state, with its path in the base commit if it is there, and
/// the base's files.
struct PlanInput {
  let planner: Planner
  let desired: DesiredState
  let path: RepositoryPath?
  let warnings: [Finding]
  let files: RepositoryFiles
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
    signature = repository.signature(of: author)
    tip = repository.base.id
    tree = repository.base.tree
  }

  mutating func stageAll(in repository: borrowing LoadedRepository) throws(GitError) {
    for phase in plan.phases {
      guard !phase.edits.isEmpty else {
        commits.append(try stageRollback(ofLanded: phase, in: repository))
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

  /// The commit on the base that takes back a phase which has landed there; nil for one that has
  /// not, or where that cannot be done without asking.
  private mutating func stageRollback(
    ofLanded phase: Phase, in repository: borrowing LoadedRepository
  ) throws(GitError) -> PhaseCommits? {
    guard let landed = phase.landed, !landed.edits.isEmpty, landed.findings.isEmpty else {
      return nil
    }
    let tree = try stage.addTree(
      editing: repository.base.tree, with: landed.edits, in: repository.repository)
    let commit = try stage.addCommit(
      tree: tree, parents: [repository.base.id], author: signature, committer: signature,
      message: CommitMessage.rollback(of: phase, commit: landed.commit, plan: plan, base: base))
    let name = BranchName.rollback(phase, of: plan)
    branches.append((name, commit))
    return PhaseCommits(
      branch: nil, commit: nil, rollbackBranch: name, rollbackCommit: commit.description)
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
