internal import Files
internal import Git
internal import MeshUpgrade

extension PreparedPlan {
  /// The same plan with signed commits: other ids, the same trees and messages.
  ///
  /// What a branch has already stays where it differs by its signature alone: each signature of gpg
  /// is another, and branches are not to move without a reason.
  func signed(
    by signer: CommitSigner, in repository: borrowing Repository
  ) throws(Refusal) -> PreparedPlan {
    var plan = self
    var unsigned = UnsignedCommits(of: self)
    var signedIDs: [ObjectID: ObjectID] = [:]
    for (branch, target) in branches where signedIDs[target] == nil {
      guard let commit = stage.stagedCommit(target)?.replacing(signedIDs) else { continue }
      let current = try Self.attempt { () throws(GitError) -> RawCommit? in
        guard let current = try repository.target(of: "refs/heads/\(branch)"),
          try unsigned.id(of: current, in: repository) == target
        else { return nil }
        let found = try repository.rawCommit(current)
        return found.isSigned && found.unsigned == commit ? found : nil
      }
      let signed: RawCommit
      if let current {
        signed = current
      } else {
        signed = commit.signed(try signer.sign(commit.bytes))
      }
      signedIDs[target] = try Self.attempt { () throws(GitError) in
        try plan.stage.replaceCommit(target, with: signed)
      }
    }
    plan.branches = branches.map { ($0.name, signedIDs[$0.target] ?? $0.target) }
    plan.commits = commits.map { commits in
      func id(_ text: String) -> String {
        ObjectID(text).flatMap { signedIDs[$0] }?.description ?? text
      }
      return commits.map {
        PhaseCommits(
          branch: $0.branch, commit: $0.commit.map(id), rollbackBranch: $0.rollbackBranch,
          rollbackCommit: $0.rollbackCommit.map(id))
      }
    }
    return plan
  }

  private static func attempt<Result>(
    _ body: () throws(GitError) -> Result
  ) throws(Refusal) -> Result {
    do throws(GitError) { return try body() } catch { throw Refusal(GitFinding.make(error)) }
  }
}
