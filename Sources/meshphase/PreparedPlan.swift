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

  /// Stages trees while messages are written beside it, then the commits, which need both.
  mutating func stageAll(in repository: borrowing LoadedRepository) throws(GitError) {
    let (plan, base) = (plan, base)
    let messages = ConcurrentWork { plan.phases.map { PhaseMessages($0, plan: plan, base: base) } }
    var trees: [ObjectID?] = []
    for phase in plan.phases { trees.append(try stageTree(phase, in: repository)) }
    var before = repository.base.tree
    for ((phase, tree), messages) in zip(zip(plan.phases, trees), messages.value) {
      if phase.edits.isEmpty {
        commits.append(
          try tree.map { (tree) throws(GitError) in
            try stageRollback(ofLanded: phase, to: tree, messages, in: repository)
          })
      } else if let tree {
        try stage(phase, from: before, to: tree, messages)
        before = tree
      }
    }
  }

  /// The tree after a phase; after the rollback on the base for one that has landed there, nil
  /// where it has not, or where that cannot be done without asking.
  private mutating func stageTree(
    _ phase: Phase, in repository: borrowing LoadedRepository
  ) throws(GitError) -> ObjectID? {
    if !phase.edits.isEmpty {
      tree = try stage.addTree(editing: tree, with: phase.edits, in: repository.repository)
      return tree
    }
    guard let landed = phase.landed, !landed.edits.isEmpty, landed.findings.isEmpty else {
      return nil
    }
    return try stage.addTree(
      editing: repository.base.tree, with: landed.edits, in: repository.repository)
  }

  private mutating func stage(
    _ phase: Phase, from before: ObjectID, to tree: ObjectID, _ messages: PhaseMessages
  ) throws(GitError) {
    tip = try stage.addCommit(
      tree: tree, parents: [tip], author: signature, committer: signature,
      message: messages.phase)
    let name = BranchName.phase(phase, of: plan)
    branches.append((name, tip))
    let rollback = try stageRollback(of: phase, to: before, messages)
    if let rollback { branches.append(rollback) }
    commits.append(
      PhaseCommits(
        branch: name, commit: tip.description, rollbackBranch: rollback?.name,
        rollbackCommit: rollback?.target.description))
  }

  /// The commit on the base that takes back a phase which has landed there.
  private mutating func stageRollback(
    ofLanded phase: Phase, to tree: ObjectID, _ messages: PhaseMessages,
    in repository: borrowing LoadedRepository
  ) throws(GitError) -> PhaseCommits {
    let commit = try stage.addCommit(
      tree: tree, parents: [repository.base.id], author: signature, committer: signature,
      message: CommitMessage.naming(phase.landed?.commit ?? "", in: messages.rollback))
    let name = BranchName.rollback(phase, of: plan)
    branches.append((name, commit))
    return PhaseCommits(
      branch: nil, commit: nil, rollbackBranch: name, rollbackCommit: commit.description)
  }

  /// The commit on top of a phase that has the tree from before it; nil for a phase that is never
  /// taken back.
  private mutating func stageRollback(
    of phase: Phase, to before: ObjectID, _ messages: PhaseMessages
  ) throws(GitError) -> (name: String, target: ObjectID)? {
    guard phase.noRollbackReason == nil else { return nil }
    let commit = try stage.addCommit(
      tree: before, parents: [tip], author: signature, committer: signature,
      message: CommitMessage.naming(tip.description, in: messages.rollback))
    return (BranchName.rollback(phase, of: plan), commit)
  }
}

/// What the commits of a phase say.
private struct PhaseMessages: Sendable {
  let phase: String
  /// The rollback's message, without the commit that it takes back.
  let rollback: String

  init(_ phase: Phase, plan: Plan, base: BaseCommit) {
    self.phase = CommitMessage.phase(phase, of: plan, base: base)
    rollback = CommitMessage.rollback(of: phase, plan: plan, base: base)
  }
}
