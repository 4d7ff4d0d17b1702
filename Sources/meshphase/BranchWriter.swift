internal import Files
internal import Git
internal import MeshUpgrade

/// Writes Git objects, then branches, all or none, each by compare-and-swap.
struct BranchWriter {
  let stage: ObjectStage
  let branches: [(name: String, target: ObjectID)]
  /// The command that writes: what reflogs say, and what is to be run again where writing was cut off.
  let purpose: String

  init(stage: ObjectStage, branches: [(name: String, target: ObjectID)], purpose: String) {
    self.stage = stage
    self.branches = branches
    self.purpose = purpose
  }

  /// Writes a plan.
  init(prepared: PreparedPlan) {
    self.init(stage: prepared.stage, branches: prepared.branches, purpose: "meshphase commit")
  }

  func write(to loaded: borrowing LoadedRepository) throws(Refusal) -> [BranchMove] {
    if let finding = try checkedOutBranch(loaded.repository) { throw Refusal(finding) }
    var outcome = "nothing was written"
    var updates: [ReferenceUpdate] = []
    var moves: [BranchMove] = []
    do throws(GitError) {
      for (branch, target) in branches {
        let name = "refs/heads/\(branch)"
        let current = try loaded.repository.target(of: name)
        moves.append(
          BranchMove(name: name, from: current?.description, to: target.description))
        guard current != target else { continue }
        updates.append(
          ReferenceUpdate(
            name: name, expected: current.map { .mustMatch($0) } ?? .mustNotExist, target: target))
      }
      guard !updates.isEmpty else { return moves }
      try loaded.repository.checkMovable(updates)
      // From here on an error may leave Git objects that no branch reaches.
      outcome = "no branch was moved; git gc removes what was written for them"
      try stage.write(to: loaded.repository)
      try loaded.repository.update(
        updates, message: purpose, by: loaded.base.committer)
      return moves
    } catch {
      let moved = Self.moved(updates, in: loaded.repository)
      // Another process has done the same work meanwhile.
      if error.category == .changed, moved.count == updates.count { return moves }
      if let first = moved.first {
        outcome =
          "\(moved.count) of \(updates.count) branches have their new commits, \(first.name) is"
          + " the first; \(purpose) moves the rest"
      }
      throw Refusal(GitFinding.all(error), outcome: outcome)
    }
  }

  /// The updates that are done: all or none, unless writing was cut off, as by a full disk.
  private static func moved(
    _ updates: [ReferenceUpdate], in repository: borrowing Repository
  ) -> [ReferenceUpdate] {
    var moved: [ReferenceUpdate] = []
    for update in updates where (try? repository.target(of: update.name)) == update.target {
      moved.append(update)
    }
    return moved
  }

  /// A branch that some work tree has checked out is never moved under it.
  private func checkedOutBranch(
    _ repository: borrowing Repository
  ) throws(Refusal) -> Finding? {
    let names = Set(branches.map { "refs/heads/\($0.name)" })
    let checkedOut: [CheckedOutBranch]
    do throws(GitError) { checkedOut = try repository.checkedOutBranches() } catch {
      throw Refusal(GitFinding.make(error))
    }
    guard let branch = checkedOut.first(where: { names.contains($0.reference) }) else { return nil }
    return Finding(
      .git,
      message: "the branch \(branch.reference.dropFirst("refs/heads/".count)) is checked out in"
        + " \(branch.workTree), and a checked-out branch is never moved",
      hint: "switch that work tree to another branch first, such as: git -C"
        + " \(ShellWord.path(branch.workTree)) switch main")
  }
}
