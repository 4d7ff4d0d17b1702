internal import Files
internal import Git
internal import MeshUpgrade
internal import YAML

/// What became of a pull request that was to be opened.
struct OpenedRequest {
  let head: String
  let outcome: Outcome

  enum Outcome {
    /// It was opened; what the program printed last, which is its address.
    case opened(address: String)
    /// One was open already.
    case exists(ListedRequest)
  }

  /// Whether it was opened now.
  var isNew: Bool { if case .opened = outcome { true } else { false } }

  var json: Value {
    switch outcome {
    case .opened(let address):
      ["head": .string(head), "status": "opened", "url": .string(address)]
    case .exists(let found):
      [
        "head": .string(head), "status": "exists", "number": .string(found.number),
        "base": .string(found.base),
      ]
    }
  }
}

/// A pull request as gh and glab list it.
struct ListedRequest {
  let number: String
  /// The branch that it is to be merged into.
  let base: String

  /// The first of a list in JSON; nil when there is none.
  init?(listed bytes: [UInt8]) {
    guard let document = try? Document.parseSingle(bytes), let list = try? document.root.value(),
      case .sequence(let items) = list, let first = items.first
    else { return nil }
    // gh calls them number and baseRefName, GitLab iid and target_branch.
    number = Self.text(first["number"] ?? first["iid"])
    base = Self.text(first["baseRefName"] ?? first["target_branch"])
  }

  private static func text(_ value: Value?) -> String {
    switch value {
    case .string(let text): text
    case nil: ""
    case let value?: value.json(isPretty: false)
    }
  }
}

/// Opens pull requests with the user's gh or glab, in order, up to the first that fails.
struct PullRequestOpener {
  let remote: PushRemote
  let git: UserGit
  /// What was asked for; nil for what the remote's address says.
  let forge: Forge?
  /// The options that say what is planned on, as commands repeat them.
  let arguments: [String]

  func open(
    _ requests: [PullRequest], of prepared: PreparedPlan, in repository: borrowing Repository,
    telling: (StyledText) -> Void
  ) throws(Refusal) -> [OpenedRequest] {
    let forge = try chosenForge()
    try checkPushed(requests, of: prepared, in: repository)
    var opened: [OpenedRequest] = []
    for request in requests {
      let outcome: OpenedRequest
      do throws(Refusal) { outcome = try open(request, with: forge) } catch {
        let count = opened.count(where: \.isNew)
        throw Refusal(
          error.findings,
          outcome: count == 0
            ? "no pull request was opened"
            : "\(count) pull request\(count == 1 ? " was" : "s were") opened before")
      }
      opened.append(outcome)
      telling(Self.text(outcome, request, forge))
    }
    if requests.isEmpty {
      var text = StyledText()
      text.line("No phase has changes any more: there is nothing to open")
      telling(text)
    }
    return opened
  }

  private static func text(
    _ opened: OpenedRequest, _ request: PullRequest, _ forge: Forge
  ) -> StyledText {
    var text = StyledText()
    text.add(opened.isNew ? "opened" : "open already", .dim)
    text.line("  \(request.title)")
    switch opened.outcome {
    case .opened(let address): if !address.isEmpty { text.line("   \(address)") }
    case .exists(let found):
      // Forges change it only where the merge deletes the branch below.
      guard !found.base.isEmpty, found.base != request.base else { break }
      text.line("   it goes to \(found.base), and should go to \(request.base):")
      text.line("   \(ShellWord.line(forge.changing(found.number, to: request.base)))", .command)
    }
    return text
  }

  private func chosenForge() throws(Refusal) -> Forge {
    if let forge { return forge }
    let address = try remote.url(asking: git)
    guard let forge = Forge(address: address) else {
      throw Refusal(
        Finding(
          .git,
          message: "the address of \(remote.name) does not say whether it is GitHub or GitLab",
          hint: "say so: --forge github or --forge gitlab"),
        outcome: "no pull request was opened")
    }
    return forge
  }

  /// Checks that the remote has the branches as the plan gives them, signed or not.
  private func checkPushed(
    _ requests: [PullRequest], of prepared: PreparedPlan, in repository: borrowing Repository
  ) throws(Refusal) {
    let heads = requests.map(\.head)
    let wanted = Dictionary(uniqueKeysWithValues: prepared.branches.map { ($0.name, $0.target) })
    let found = try remote.targets(of: heads, asking: git)
    var unsigned = UnsignedCommits(of: prepared)
    var findings: [Finding] = []
    for head in heads {
      let hint =
        ShellWord.line(["meshphase", "commit"] + arguments + ["--push", remote.name])
        + " writes and pushes the branches"
      guard let target = found[head] else {
        findings.append(
          Finding(.git, message: "\(remote.name) has no branch \(head)", hint: hint))
        continue
      }
      if target == wanted[head] { continue }
      if let own = try? unsigned.id(of: target, in: repository), own == wanted[head] { continue }
      findings.append(
        Finding(
          .git, message: "\(remote.name) has another commit on \(head) than the plan gives",
          hint: hint))
    }
    guard findings.isEmpty else {
      throw Refusal(findings, outcome: "no pull request was opened")
    }
  }

  private func open(
    _ request: PullRequest, with forge: Forge
  ) throws(Refusal) -> OpenedRequest {
    let hint = "install \(forge.program), or open it by hand: meshphase pr -o json has the texts"
    var list = ChildProcess(forge.listing(request.head))
    list.folder = git.folder
    let listed = try list.runOrRefuse(hint: hint)
    guard listed.status == 0 else { throw failure(list, listed) }
    if let found = ListedRequest(listed: listed.output) {
      return OpenedRequest(head: request.head, outcome: .exists(found))
    }
    var create = forge.opening(request)
    create.folder = git.folder
    let created = try create.runOrRefuse(hint: hint)
    guard created.status == 0 else { throw failure(create, created) }
    let lines = created.text.split(whereSeparator: \.isNewline)
    let address = (lines.last { $0.contains("://") } ?? lines.last).map(String.init) ?? ""
    return OpenedRequest(head: request.head, outcome: .opened(address: address))
  }

  private func failure(_ process: ChildProcess, _ outcome: ChildProcess.Outcome) -> Refusal {
    let name = process.arguments.prefix(3).joined(separator: " ")
    return Refusal(
      Finding(
        .git,
        message: "\(name) failed with exit status \(outcome.status); what it said stands above"))
  }
}
