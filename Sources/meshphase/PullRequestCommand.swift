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
      glab that open them; --body prints one body alone, as Markdown or in JSON. A body has at most \
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
      let note = note(on: requests, of: prepared, in: loaded)
      if let body { return try print(body, of: requests, note: note, console) }
      let git = UserGit(loaded.repository)
      // Listing texts needs neither a remote nor git.
      guard isOpen else { return report(requests, forge: forge, note: note, console) }
      let opener = PullRequestOpener(
        remote: try PushRemote(remote, option: "pr --open", on: loaded), git: git, forge: forge,
        arguments: options.arguments)
      let opened = try opener.open(requests, of: prepared, in: loaded.repository) { line in
        if options.output == .text, !options.isQuiet { console.output(line) }
      }
      if options.output == .json { console.output(json(requests, opened: opened, note: note)) }
    }
  }

  /// What has to come before the pull requests: a phase to take back, or the branches.
  private func note(
    on requests: [PullRequest], of prepared: PreparedPlan, in loaded: borrowing LoadedRepository
  ) -> String? {
    if let phase = prepared.plan.phases.first(where: { $0.name == rollback && $0.landed == nil }) {
      return "the phase \(phase.name) has not landed: there is nothing to take back yet"
    }
    let missing = requests.filter {
      (try? BranchPresence(of: $0.head, in: loaded.repository))?.isThere != true
    }
    guard let first = missing.first else { return nil }
    let command = ShellWord.line(["meshphase", "commit"] + options.arguments + ["--push"])
    let others = missing.count == 1 ? "" : " and \(missing.count - 1) more"
    return "this repository has no branch \(first.head)\(others) yet: \(command) writes and pushes"
      + " the branches"
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
    // Its branch stands on the phase's own: merged now, it would bring both.
    if isOpen, phase.landed == nil, !phase.edits.isEmpty {
      throw Refusal(
        Finding(
          .notFound,
          message: "the phase \(phase.name) has not landed: there is nothing to take back",
          hint: "meshphase status tells which phases have landed"),
        outcome: "no pull request was opened")
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
    _ phase: String, of requests: [PullRequest], note: String?, _ console: Console
  ) throws(Refusal) {
    guard let request = requests.first(where: { $0.phase == phase }) else {
      throw Refusal(
        Finding(
          .notFound, message: "no pull request is for a phase \(phase)",
          hint: requests.isEmpty
            ? "no phase has changes any more"
            : "there are those of \(requests.map(\.phase).joined(separator: ", "))"))
    }
    switch options.output {
    case .text: console.output(request.body)
    case .json:
      var mapping = Mapping([
        ("formatVersion", .string("1")), ("phase", .string(request.phase)),
        ("rollback", .bool(request.isRollback)), ("body", .string(request.body)),
      ])
      if let note { mapping["note"] = .string(note) }
      console.output(.mapping(mapping))
    }
  }

  private func json(
    _ requests: [PullRequest], opened: [OpenedRequest]?, note: String?
  ) -> Value {
    var mapping = Mapping([
      ("formatVersion", .string("1")), ("pullRequests", .sequence(requests.map(\.json))),
    ])
    if let opened { mapping["opened"] = .sequence(opened.map(\.json)) }
    if let note { mapping["note"] = .string(note) }
    return .mapping(mapping)
  }

  private func report(
    _ requests: [PullRequest], forge: Forge?, note: String?, _ console: Console
  ) {
    if options.output == .json { return console.output(json(requests, opened: nil, note: note)) }
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
    guard let note else { return }
    var message = StyledText()
    message.add("note: ", .hint)
    message.line(note)
    console.message(message)
  }
}
