package import YAML

/// The text of a pull request for a phase, and the branches that it is between.
package struct PullRequest: Sendable {
  /// How long a body may be, in bytes: GitHub takes 65,536 characters, and no character is less.
  package static let limit = 60_000

  package let phase: String
  package let index: Int
  /// Whether it takes the phase back.
  package let isRollback: Bool
  package let title: String
  /// Markdown, of at most ``limit`` bytes.
  package let body: String
  /// The short name of the branch that it is to be merged into.
  package let base: String
  /// The short name of the branch that it merges.
  package let head: String

  /// The pull requests of a plan, in order, each on the branch of the one before it.
  ///
  /// A phase without changes has none.
  package static func phases(
    of plan: Plan, commits: [PhaseCommits?], base: BaseCommit, into branch: String
  ) -> [PullRequest] {
    var below = branch
    var requests: [PullRequest] = []
    for (position, (phase, commits)) in zip(plan.phases, commits).enumerated() {
      guard let commits, let head = commits.branch else { continue }
      let body = PullRequestBody(
        plan: plan, phase: phase, position: position, head: head, commits: commits, base: base,
        into: below)
      requests.append(
        PullRequest(
          phase: phase.name, index: phase.index, isRollback: false,
          title: CommitMessage.title(of: phase, in: plan), body: body.text(limit: limit),
          base: below, head: head))
      below = head
    }
    return requests
  }

  /// The pull request that takes a phase back; nil when nothing does.
  package static func rollback(
    of phase: Phase, in plan: Plan, branch: String?, into base: String
  ) -> PullRequest? {
    guard let branch, phase.noRollbackReason == nil else { return nil }
    let body = RollbackRequestBody(plan: plan, phase: phase, head: branch, into: base)
    return PullRequest(
      phase: phase.name, index: phase.index, isRollback: true,
      title: CommitMessage.rollbackTitle(of: phase, in: plan), body: body.text(limit: limit),
      base: base, head: branch)
  }
}

extension PullRequest {
  /// What opens it on GitHub, by `gh`, which reads the body from standard input.
  package var githubCommand: [String] {
    [
      "gh", "pr", "create", "--base", base, "--head", head, "--title", title, "--body-file", "-",
    ]
  }

  /// What opens it on GitLab, by `glab`, which takes the body as an argument only.
  package var gitlabCommand: [String] {
    [
      "glab", "mr", "create", "--target-branch", base, "--source-branch", head, "--title", title,
      "--description", body, "--yes",
    ]
  }

  /// The pull request as JSON.
  package var json: Value {
    func words(_ words: [String]) -> Value { .sequence(words.map { .string($0) }) }
    return [
      "phase": .string(phase), "index": .number(Number(index)), "rollback": .bool(isRollback),
      "title": .string(title), "body": .string(body), "base": .string(base), "head": .string(head),
      "commands": ["github": words(githubCommand), "gitlab": words(gitlabCommand)],
    ]
  }
}
