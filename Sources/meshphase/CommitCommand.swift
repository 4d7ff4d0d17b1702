internal import ArgumentParser
internal import Files
internal import Git
internal import MeshUpgrade
internal import YAML

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
        })
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

  /// Tells whether the branches are what they should be.
  private func check(
    _ prepared: PreparedPlan, on repository: borrowing LoadedRepository, _ console: Console
  ) throws(Refusal) -> Bool {
    do throws(GitError) {
      let check = try BranchCheck(prepared, in: repository.repository, remote: remote)
      CommandRun.report(prepared, check, options, console)
      return check.holds
    } catch { throw Refusal(GitFinding.make(error)) }
  }
}

/// A branch that was written: where it pointed, and where it points.
struct BranchMove {
  let name: String
  let from: ObjectName?
  let to: ObjectName

  typealias ObjectName = String

  var json: Value {
    ["name": .string(name), "from": from.map { .string($0) } ?? .null, "to": .string(to)]
  }
}

/// Writes Git objects, then branches, all or none, each by compare-and-swap.
struct BranchWriter {
  let stage: ObjectStage
  let branches: [(name: String, target: ObjectID)]
  /// What reflogs say.
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
          + " the first; meshphase commit moves the rest"
      }
      throw Refusal(GitFinding.make(error), outcome: outcome)
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
