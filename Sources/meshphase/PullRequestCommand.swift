internal import ArgumentParser
internal import Git
internal import MeshUpgrade
internal import YAML

/// `meshphase pr`: the texts of pull requests, and the commands that open them.
struct PullRequestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pr", abstract: "Give title, body and branches of a pull request for each phase.",
    discussion: """
      Each phase with changes has one, against the branch of the phase before it; the first is \
      against the base's branch. With -o json there are the bodies too, and the arguments of gh and \
      glab that open them; --body prints one body alone, as Markdown. A body has at most \
      \(PullRequest.limit) bytes, and says what was left out for that.

      --open has gh (GitHub) or glab (GitLab) open them, in order, with your own credentials, and \
      stops at the first that fails. The branches must be on the remote: meshphase commit --push. \
      What is open already is left alone.

      Exit status: 0 done, 2 refused or not all opened.
      """)

  @OptionGroup var options: CommonOptions

  @Flag(name: .customLong("open"), help: "Open the pull requests with gh or glab.")
  var isOpen = false

  @Option(
    help: ArgumentHelp(
      "github or gitlab; without it, what the remote's address says.", valueName: "forge"))
  var forge: Forge?

  @Option(
    help: ArgumentHelp("Print the body for this phase, and nothing else.", valueName: "phase"))
  var body: String?

  @Option(
    help: ArgumentHelp("The pull request that takes this phase back instead.", valueName: "phase"))
  var rollback: String?

  @Argument(help: ArgumentHelp("The remote that has the branches.", valueName: "remote"))
  var remote: String?

  func validate() throws {
    if remote == "" { throw ValidationError("The name of a remote is not empty.") }
    if body != nil, isOpen { throw ValidationError("--body opens nothing: leave out --open.") }
  }

  func run() throws {
    try CommandRun(options).run { console throws(Refusal) in
      let loaded = try LoadedRepository.open(options)
      guard let branch = loaded.baseBranch else {
        throw Refusal(
          Finding(
            .git,
            message: "a pull request needs a branch to go to, and the base \(options.base) is none",
            hint: "name the branch that Argo CD follows, such as --base main"))
      }
      let prepared = try PreparedPlan.make(options, on: loaded)
      let requests = try requests(prepared, into: branch, on: loaded)
      if let body { return try print(body, of: requests, console) }
      let git = UserGit(loaded.repository)
      // Listing texts needs neither a remote nor git.
      guard isOpen else { return report(requests, forge: forge, console) }
      let opener = PullRequestOpener(
        remote: try PushRemote(remote, on: loaded), git: git, forge: forge)
      let opened = try opener.open(requests, of: prepared, in: loaded.repository) { line in
        if options.output == .text, !options.isQuiet { console.output(line) }
      }
      if options.output == .json { console.output(json(requests, opened: opened)) }
    }
  }

  private func requests(
    _ prepared: PreparedPlan, into branch: String, on loaded: borrowing LoadedRepository
  ) throws(Refusal) -> [PullRequest] {
    let plan = prepared.plan
    guard let rollback else {
      return PullRequest.phases(
        of: plan, commits: prepared.commits, base: prepared.base, into: branch)
    }
    guard let phase = plan.phases.first(where: { $0.name == rollback }) else {
      let names = plan.phases.map(\.name).joined(separator: ", ")
      throw Refusal(
        Finding(
          .notFound, message: "the plan has no phase \(rollback)", hint: "its phases are \(names)"))
    }
    let name = BranchName.rollback(phase, of: plan)
    // A branch that the plan does not give may be there from before: it takes nothing back.
    let isThere = prepared.branches.contains { $0.name == name }
    guard
      let request = PullRequest.rollback(
        of: phase, in: plan, branch: isThere ? name : nil, into: branch)
    else {
      throw Refusal(
        Finding(
          .notFound,
          message: "no branch takes the phase \(rollback) back: "
            + (phase.noRollbackReason
              ?? (phase.landed == nil ? "it changes nothing" : "see what is in the way")),
          hint: phase.landed == nil ? nil : "meshphase rollback \(phase.name)"))
    }
    return [request]
  }

  // MARK: Output

  private func print(
    _ phase: String, of requests: [PullRequest], _ console: Console
  ) throws(Refusal) {
    guard let request = requests.first(where: { $0.phase == phase }) else {
      throw Refusal(
        Finding(
          .notFound, message: "no pull request is for a phase \(phase)",
          hint: requests.isEmpty
            ? "no phase has changes any more"
            : "there are those of \(requests.map(\.phase).joined(separator: ", "))"))
    }
    console.output(request.body)
  }

  private func json(_ requests: [PullRequest], opened: [OpenedRequest]?) -> Value {
    var mapping = Mapping([
      ("formatVersion", .string("1")), ("pullRequests", .sequence(requests.map(\.json))),
    ])
    if let opened { mapping["opened"] = .sequence(opened.map(\.json)) }
    return .mapping(mapping)
  }

  private func report(_ requests: [PullRequest], forge: Forge?, _ console: Console) {
    if options.output == .json { return console.output(json(requests, opened: nil)) }
    if options.isQuiet { return }
    var text = StyledText()
    if requests.isEmpty { text.line("No phase has changes any more: there is nothing to open") }
    for (position, request) in requests.enumerated() {
      if position > 0 { text.endLine() }
      text.line(request.title, .heading)
      text.line("   base  \(request.base)")
      text.line("   head  \(request.head)")
      for forge in forge.map({ [$0] }) ?? Forge.allCases {
        text.line("   \(forge.shellLine(for: request, options: options))", .command)
      }
    }
    console.output(text)
  }
}
