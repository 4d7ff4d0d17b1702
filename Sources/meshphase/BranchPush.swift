internal import Files
internal import Git
internal import MeshUpgrade
internal import YAML

/// Pushes a plan's branches with the user's git: those that the remote has otherwise, all or none.
///
/// Each is pushed with a lease (git-push(1), `--force-with-lease`): a branch of the remote that
/// holds what this repository has never had, such as an edit by a colleague, is not overwritten.
struct BranchPush {
  let remote: PushRemote
  let git: UserGit
  /// Passed on with `--push-option`.
  var options: [String] = []
  /// The branch that merge requests of GitLab are opened for; nil for none.
  var mergeRequestTarget: String?

  /// A branch to push.
  struct Update {
    let branch: String
    /// What the remote has; nil when it has no such branch.
    let from: ObjectID?
    let to: ObjectID
    /// What the remote must have for the branch to be overwritten; nil for no branch.
    let lease: ObjectID?

    /// Whether the remote has what this repository never had.
    var isForeign: Bool { from != lease }

    var json: Value {
      [
        "branch": .string(branch), "from": from.map { .string($0.description) } ?? .null,
        "to": .string(to.description),
      ]
    }
  }

  /// Pushes what differs; gives what was pushed.
  func push(
    _ prepared: PreparedPlan, moves: [BranchMove], in repository: borrowing Repository
  ) throws(Refusal) -> [Update] {
    let updates = try updates(prepared, moves: moves, in: repository)
    guard !updates.isEmpty else { return [] }
    guard let target = mergeRequestTarget else {
      try push(updates)
      return updates
    }
    // GitLab applies the options to each branch of a push, so each phase has a push of its own.
    let order = prepared.commits.compactMap { $0?.branch }
    let phases = updates.filter { order.contains($0.branch) }
    let others = updates.filter { !order.contains($0.branch) }
    var pushed = 0
    do throws(Refusal) {
      if !others.isEmpty { try push(others) }
      pushed = others.count
      for update in phases {
        let before = order[..<(order.firstIndex(of: update.branch) ?? 0)].last
        try push(
          [update],
          adding: ["merge_request.create", "merge_request.target=\(before ?? target)"])
        pushed += 1
      }
    } catch {
      guard pushed > 0 else { throw error }
      throw Refusal(
        error.findings,
        outcome: "the branches are written in this repository, and \(pushed) of the"
          + " \(updates.count) that differ were pushed")
    }
    return updates
  }

  private func updates(
    _ prepared: PreparedPlan, moves: [BranchMove], in repository: borrowing Repository
  ) throws(Refusal) -> [Update] {
    let names = prepared.branches.map(\.name)
    let found: [String: ObjectID]
    do throws(Refusal) {
      found = try remote.targets(of: names, asking: git)
    } catch { throw Refusal(error.findings, outcome: Self.notPushed) }
    var updates: [Update] = []
    for (branch, target) in prepared.branches where found[branch] != target {
      let reference = "refs/heads/\(branch)"
      var lease: ObjectID?
      if let name = repository.trackingReference(of: reference, remote: remote.name) {
        do throws(GitError) { lease = try repository.target(of: name) } catch {
          throw Refusal(GitFinding.make(error), outcome: Self.notPushed)
        }
      }
      var known = repository.formerTargets(of: reference)
      if let before = moves.first(where: { $0.name == reference })?.from.flatMap(ObjectID.init) {
        known.insert(before)
      }
      // What this branch has been is no one else's work; nor is a branch that is gone.
      if found[branch].map(known.contains) ?? true { lease = found[branch] }
      updates.append(Update(branch: branch, from: found[branch], to: target, lease: lease))
    }
    return updates
  }

  private static let notPushed =
    "the branches are written in this repository, and nothing was pushed"

  private func push(_ updates: [Update], adding more: [String] = []) throws(Refusal) {
    let leases = updates.map { update in
      "--force-with-lease=refs/heads/\(update.branch):\(update.lease?.description ?? "")"
    }
    // Porcelain: a line for each branch on standard output, to tell what was refused by.
    let arguments =
      ["push", "--porcelain", "--atomic"] + leases
      + (options + more).map { "--push-option=\($0)" } + ["--", remote.name]
      + updates.map { "\($0.to):refs/heads/\($0.branch)" }
    let outcome: ChildProcess.Outcome
    do throws(Refusal) { outcome = try git.run(arguments) } catch {
      throw Refusal(error.findings, outcome: Self.notPushed)
    }
    guard outcome.status != 0 else { return }
    throw refusal(of: updates, outcome)
  }

  /// What git has refused, branch by branch, in its own words.
  private func refusal(of updates: [Update], _ outcome: ChildProcess.Outcome) -> Refusal {
    var findings: [Finding] = []
    for line in outcome.text.split(separator: "\n") where line.hasPrefix("!\t") {
      let fields = line.split(separator: "\t")
      guard fields.count == 3, let colon = fields[1].lastIndex(of: ":") else { continue }
      let branch = fields[1][fields[1].index(after: colon)...]
        .trimmingPrefix("refs/heads/")
      let update = updates.first { $0.branch == branch }
      findings.append(
        Finding(
          .git, message: "git push refused \(branch): \(fields[2])",
          hint: update.flatMap { $0.isForeign ? hint(for: $0) : nil }))
    }
    if findings.isEmpty {
      findings = [
        Finding(
          .git,
          message: "git push to \(remote.name) failed with exit status \(outcome.status); what it"
            + " said stands above")
      ]
    }
    return Refusal(
      findings, outcome: "the branches are written in this repository, and none was pushed")
  }

  /// What to do about a branch of the remote that holds somebody's work.
  private func hint(for update: Update) -> String {
    let found = update.from.map { String($0.description.prefix(12)) } ?? "nothing"
    let reference = "refs/heads/\(update.branch)"
    let start =
      "\(remote.name) has \(found) there, which this repository has not seen: look at it first, "
    guard remote.isConfigured else {
      return start + "then remove it and push again: "
        + ShellWord.line(["git", "fetch", remote.name, reference]) + "; "
        + ShellWord.line(["git", "push", remote.name, "--delete", reference])
    }
    let refspec = "+refs/heads/meshphase/*:refs/remotes/\(remote.name)/meshphase/*"
    return start + "then push again, which overwrites it: "
      + ShellWord.line(["git", "fetch", remote.name, refspec])
  }
}
