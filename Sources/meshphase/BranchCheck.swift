internal import Files
internal import Git
internal import MeshUpgrade
internal import YAML

/// Compares the branches that are there with those that the plan gives.
///
/// Signatures make no difference: a signed commit is what its unsigned form is.
struct BranchCheck {
  /// The branches that the plan gives: where each points, and where it should.
  private(set) var moves: [BranchMove] = []
  private(set) var differences: [Difference] = []
  /// The remote whose branches were looked at, as they were fetched; nil for the repository's own.
  let remote: String?

  /// Whether the branches are exactly what base and desired state give.
  var holds: Bool { differences.isEmpty }

  /// A branch that is not as it should be.
  struct Difference {
    enum Kind: String {
      /// The plan gives it, and it is not there.
      case missing
      /// It points to another commit.
      case differs
      /// It is there, and the plan does not give it.
      case leftover
    }

    /// In what a commit differs.
    enum Reason: String {
      /// It was made on another base.
      case base
      /// Files hold something else.
      case content
      /// The files are the same; what it stands on, its message or its author is not.
      case history
    }

    /// The name without `refs/heads/`.
    let branch: String
    let kind: Kind
    var expected: ObjectID?
    var found: ObjectID?
    var reason: Reason?
    /// The base that the commit names, where it is another.
    var base: String?
    /// The files in which the commit differs from what it should be.
    var files: [RepositoryPath] = []
  }

  /// Looks at the branches of the repository, or at those of a remote as they were last fetched.
  init(
    _ prepared: PreparedPlan, in repository: borrowing Repository, remote: String? = nil
  ) throws(GitError) {
    self.remote = remote
    let scope = BranchScope(remote: remote)
    var unsigned = UnsignedCommits(of: prepared)
    for (branch, target) in prepared.branches {
      let name = scope.reference(of: branch)
      let found = try repository.target(of: name)
      moves.append(
        BranchMove(name: name, from: found?.description, to: target.description))
      guard let found else {
        differences.append(Difference(branch: branch, kind: .missing, expected: target))
        continue
      }
      if found == target { continue }
      if try unsigned.id(of: found, in: repository) == target { continue }
      var difference = Difference(
        branch: branch, kind: .differs, expected: target, found: found)
      try difference.compare(with: prepared, in: repository)
      differences.append(difference)
    }
    differences += try Self.leftovers(prepared, scope, in: repository)
  }

  /// The branches of this upgrade that the plan does not give.
  ///
  /// Those of phases that have nothing to change any more may stay: they were merged; and so may what
  /// `meshphase rollback --through` has written on this base, or what was merged of it.
  static func leftovers(
    _ prepared: PreparedPlan, _ scope: BranchScope = BranchScope(remote: nil),
    in repository: borrowing Repository
  ) throws(GitError) -> [Difference] {
    let plan = prepared.plan
    // A rollback branch that the plan does not give is none that would take anything back.
    let landed = plan.phases.filter(\.edits.isEmpty).map { BranchName.phase($0, of: plan) }
    let expected = Set(prepared.branches.map(\.name) + landed)
    let folder = "meshphase/\(plan.mesh)/\(plan.to.revision)/"
    var found: [Difference] = []
    for (reference, target) in try repository.references(under: scope.reference(of: folder)) {
      let branch = scope.branch(of: reference)
      if expected.contains(branch) { continue }
      var difference = Difference(branch: branch, kind: .leftover, found: target)
      if branch.hasPrefix(folder + "rollback-through/") {
        guard try difference.isOnAnotherBase(than: prepared.base, in: repository) else { continue }
      }
      found.append(difference)
    }
    return found
  }
}

extension BranchCheck.Difference {
  /// Finds out in what the commit differs.
  fileprivate mutating func compare(
    with prepared: PreparedPlan, in repository: borrowing Repository
  ) throws(GitError) {
    guard let expected, let found else { return }
    guard let wanted = prepared.stage.stagedCommit(expected), let wantedTree = wanted.tree else {
      reason = .history
      return
    }
    let commit = try repository.rawCommit(found)
    if let tree = commit.tree {
      files = try prepared.stage.differingPaths(wantedTree, tree, in: repository)
    }
    if !namesOtherBase(than: prepared.base, commit) {
      reason = files.isEmpty ? .history : .content
    }
  }

  /// Whether the branch was made on another base, and holds what has not been merged into this one.
  fileprivate mutating func isOnAnotherBase(
    than base: BaseCommit, in repository: borrowing Repository
  ) throws(GitError) -> Bool {
    guard let found, let id = ObjectID(base.commit),
      namesOtherBase(than: base, try repository.rawCommit(found))
    else { return false }
    return try repository.mergeBase(of: id, and: found) != found
  }

  /// Whether a commit names another base, which is noted then.
  private mutating func namesOtherBase(than other: BaseCommit, _ commit: RawCommit) -> Bool {
    let name = String(decoding: commit.message, as: UTF8.self)
      .split(separator: "\n").last { $0.hasPrefix("Mesh-Base: ") }?.dropFirst(11)
    guard let name, name != other.commit else { return false }
    reason = .base
    base = String(name)
    return true
  }
}

/// Where branches are looked for: in the repository, or in what was fetched of a remote.
struct BranchScope {
  /// The remote's name, nil for the repository's own branches.
  let remote: String?

  private var prefix: String { remote.map { "refs/remotes/\($0)/" } ?? "refs/heads/" }

  /// The full name of a branch.
  func reference(of branch: String) -> String { prefix + branch }

  /// The branch that a full name is of.
  func branch(of reference: String) -> String { String(reference.dropFirst(prefix.count)) }
}

extension UnsignedCommits {
  /// The commits of a plan, which stand on its base.
  init(of prepared: PreparedPlan) {
    self.init(
      standingOn: Set([ObjectID(prepared.base.commit)].compactMap { $0 }),
      depth: prepared.branches.count + 1)
  }
}
