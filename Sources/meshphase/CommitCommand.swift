internal import ArgumentParser
internal import Files
internal import Git
internal import MeshUpgrade

/// `meshphase commit`: writes a branch for each phase, and one that takes it back.
struct CommitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "commit", abstract: "Write a branch per phase, and one that takes it back.",
    discussion: """
      Objects and branches are written into the repository's .git folder and nothing else is \
      touched: not the work tree, the index, HEAD, or any other branch. Running it again with the \
      same inputs changes nothing.

      --check writes nothing and says whether the branches are exactly what the base and the \
      desired state give, so that a pipeline notices what was edited by hand: exit status 0 when \
      they are, 1 when one is missing, differs or is left over. With a remote's name it looks at \
      the branches of that remote as they were last fetched, which is what a pipeline has. \
      Otherwise 0; 2 refused.

      --push has your own git push the branches, with your credentials: those that the remote has \
      otherwise, all or none (--atomic), and none over what this repository has not seen \
      (--force-with-lease). Without a name the remote is the one that git push would take on the \
      base's branch. --merge-request asks GitLab to open a merge request for each phase, against \
      the branch of the phase before; each phase then has a push of its own, in order, after the \
      others.
      """)

  @OptionGroup var options: CommonOptions

  @Flag(
    name: .customLong("check"),
    help: "Tell whether the branches are what the base and the desired state give.")
  var isCheck = false

  @Flag(
    name: [.customShort("S"), .customLong("sign")],
    help: "Sign the commits, as git is configured: their ids differ then, their trees do not.")
  var isSigned = false

  @Flag(name: .customLong("push"), help: "Push the branches to a remote with your own git.")
  var isPush = false

  @Argument(
    help: ArgumentHelp(
      "The remote to push to, or with --check the one whose branches to look at.",
      valueName: "remote"))
  var remote: String?

  @Option(
    name: .customLong("push-option"),
    help: ArgumentHelp("An option for the server, as git push --push-option.", valueName: "option"))
  var pushOptions: [String] = []

  @Flag(
    name: .customLong("merge-request"),
    help: "With --push, have GitLab open a merge request for each phase.")
  var hasMergeRequests = false

  func validate() throws {
    if remote == "" { throw ValidationError("The name of a remote is not empty.") }
    if let remote, !isCheck, !isPush {
      throw ValidationError("\(remote) is the name of a remote only with --push or --check.")
    }
    if isCheck, isSigned {
      throw ValidationError("--check takes signed commits as they are: leave out --sign.")
    }
    if isCheck, isPush { throw ValidationError("--check writes nothing: leave out --push.") }
    if !isPush, hasMergeRequests || !pushOptions.isEmpty {
      throw ValidationError("--push-option and --merge-request go with --push.")
    }
    if pushOptions.contains(where: { $0.contains("\n") }) {
      throw ValidationError("A push option is one line.")
    }
  }

  func run() throws {
    var holds = true
    try CommandRun(options).run { console throws(Refusal) in
      let repository = try LoadedRepository.open(options)
      var prepared = try PreparedPlan.make(options, on: repository)
      if isCheck {
        holds = try check(prepared, on: repository, console)
        return
      }
      // Where nothing can be pushed to, nothing is written.
      let push = isPush ? try push(on: repository) : nil
      if isSigned {
        prepared = try prepared.signed(
          by: CommitSigner(repository.repository), in: repository.repository)
      }
      let moves = try BranchWriter(prepared: prepared).write(to: repository)
      let pushed = try push?.push(prepared, moves: moves, in: repository.repository)
      CommandRun.report(
        prepared, options, console, moves: moves,
        pushed: push.flatMap { push in
          pushed.map { PushOutcome(remote: push.remote.name, updates: $0) }
        }, leftovers: leftovers(of: prepared, in: repository))
    }
    if !holds { throw ExitCode(1) }
  }

  private func push(on loaded: borrowing LoadedRepository) throws(Refusal) -> BranchPush {
    let target = loaded.baseBranch
    if hasMergeRequests, target == nil {
      throw Refusal(
        Finding(
          .git,
          message: "a merge request needs a branch to go to, and the base \(options.base) is none",
          hint: "name the branch that Argo CD follows, such as --base main"))
    }
    return BranchPush(
      remote: try PushRemote(remote, on: loaded), git: UserGit(loaded.repository),
      options: pushOptions, mergeRequestTarget: hasMergeRequests ? target : nil)
  }

  /// The branches of the upgrade that the plan does not give, which stay as they are.
  ///
  /// What is to be written is written by then: that these cannot be read is no reason to refuse.
  private func leftovers(
    of prepared: PreparedPlan, in repository: borrowing LoadedRepository
  ) -> [BranchCheck.Difference] {
    (try? BranchCheck.leftovers(prepared, in: repository.repository)) ?? []
  }

  /// Tells whether the branches are what they should be.
  private func check(
    _ prepared: PreparedPlan, on repository: borrowing LoadedRepository, _ console: Console
  ) throws(Refusal) -> Bool {
    if let remote, !PushRemote.isConfigured(remote, in: repository.repository) {
      throw PushRemote.missing(remote, in: repository.repository)
    }
    do throws(GitError) {
      let check = try BranchCheck(prepared, in: repository.repository, remote: remote)
      CommandRun.report(prepared, check, options, console)
      return check.holds
    } catch { throw Refusal(GitFinding.make(error)) }
  }
}
