import Foundation
import Testing

/// `meshphase pr`, and the programs that it runs with `--open`.
@Suite struct `Pull requests` {
  private static let files: [String: String] = {
    var files = Small.files
    files["meshphase.yaml"] = Small.desiredState.replacing(
      "{name: all, actions: [Relabel, Restart], percent: 100}",
      with: "{name: one, actions: [Relabel], percent: 100}\n"
        + "  - {name: two, actions: [Restart], percent: 100}")
    return files
  }()
  /// What Retire leaves in the example where no object of the old revision is in the repository.
  private static let marker = "retired-default.for-1-14-1.txt"
  private static let folder = "meshphase/prod/asm-1140-0"

  /// A repository whose branches are pushed, and a `gh` and a `glab` that note how they are called.
  private struct Desk {
    let repository: TestRepository
    var bin: String { repository.sandbox.path + "/bin" }
    var log: String { (try? String(contentsOfFile: bin + "/log", encoding: .utf8)) ?? "" }

    init(isPushed: Bool = true) throws {
      repository = try TestRepository(files)
      try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
      try repository.git("clone -q --bare . ../bare.git")
      try repository.git("remote add origin ../bare.git")
      if isPushed { try #require(try repository.meshphase("commit -q --push").status == 0) }
    }

    /// Puts a program on PATH; it notes its arguments, one per line, before its script runs.
    func put(_ program: String, _ script: String) throws {
      let text = "#!/bin/sh\n{ echo \"== $PWD\"; printf '%s\\n' \"$0\" \"$@\"; } >>'\(bin)/log'\n"
      try Data((text + script + "\n").utf8).write(to: URL(fileURLWithPath: "\(bin)/\(program)"))
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(bin)/\(program)")
    }

    func open(_ arguments: String) throws -> Sandbox.Outcome {
      try repository.meshphase(
        "pr --open \(arguments)",
        environment: ["PATH": bin + ":" + (repository.sandbox.environment["PATH"] ?? "")])
    }
  }

  private static let gh = """
    case "$2" in
    list) echo '[]';;
    create) echo "Creating" >&2; cat >"$0.body.$(ls "$0".body.* 2>/dev/null | wc -l)"; \
    echo https://github.example/pull/1;;
    esac
    """

  @Test func `gives texts and branches as a stack, and writes nothing`() throws {
    let repository = try TestRepository(Self.files)
    let before = (try repository.references, try repository.objectCount)
    let outcome = try repository.meshphase("pr -o json")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let json = try JSON(outcome.output)
    #expect(json.keys == ["formatVersion", "pullRequests", "note"])
    let note =
      "this repository has no branch \(Self.folder)/phase/01-one and 1 more yet: "
      + "meshphase commit --push writes and pushes the branches"
    #expect(json["note"].text == note)
    #expect(try repository.meshphase("pr").messageText == "note: \(note)\n")
    let requests = json["pullRequests"].items
    let branches = ["\(Self.folder)/phase/01-one", "\(Self.folder)/phase/02-two"]
    #expect(requests.map { $0["head"].text } == branches)
    #expect(requests.map { $0["base"].text } == ["main", branches[0]])
    #expect(requests.map { $0["title"].text }.first == "mesh prod: 01/02 one to asm-1140-0")
    for request in requests {
      let body = try #require(request["body"].text)
      let phase = try #require(request["phase"].text)
      #expect(try repository.meshphase("pr --body \(phase)").text == body)
      let own = try JSON(try repository.meshphase("pr --body \(phase) -o json").output)
      #expect(own["body"].text == body && own["phase"].text == phase)
      #expect(own["formatVersion"].text == "1")
      let github = request["commands"]["github"].items.compactMap(\.text)
      #expect(
        github == [
          "gh", "pr", "create", "--base", request["base"].text, "--head", request["head"].text,
          "--title", request["title"].text, "--body-file", "-",
        ])
      let gitlab = request["commands"]["gitlab"].items.compactMap(\.text)
      #expect(gitlab.prefix(3) == ["glab", "mr", "create"] && gitlab.contains(body))
    }
    #expect(try repository.references == before.0)
    #expect(try repository.objectCount == before.1)
  }

  @Test func `the lines for a shell do what they say`() throws {
    let desk = try Desk()
    try desk.put("gh", Self.gh)
    try desk.put("glab", "")
    let text = try desk.repository.meshphase("pr --base main -f :meshphase.yaml").text
    let lines = text.split(separator: "\n").filter { $0.contains("--title") }
    #expect(lines.count == 4)
    let bin = desk.bin
    let outcome = try desk.repository.shell(
      "PATH='\(bin)':\"$PATH\"; meshphase() { \"$MESHPHASE\" \"$@\"; }\n"
        + lines.joined(separator: "\n"))
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let body = try desk.repository.meshphase("pr --body one").text
    #expect(try String(contentsOfFile: "\(bin)/gh.body.0", encoding: .utf8) == body)
    #expect(desk.log.contains("--description\n\(body.dropLast())\n--yes\n"))
  }

  @Test func `a body of thousands of namespaces is cut, and says so`() throws {
    var files = Self.files
    let names = (0..<3_000).map { "shop-\($0)" }
    files["shop.yaml"] = names.map {
      Small.namespace.replacing("name: shop", with: "name: \($0)")
    }.joined(separator: "---\n")
    files["web.yaml"] = nil
    files["meshphase.yaml"] = Self.files["meshphase.yaml"]?.replacing(
      "[shop]", with: "[\(names.joined(separator: ", "))]")
    let body = try TestRepository(files).meshphase("pr --body one").text
    #expect(body.unicodeScalars.count <= 60_000 && body.utf8.count > 55_000)
    #expect(body.contains("more namespaces left out for length:_ `meshphase plan -v` _shows all._"))
    #expect(
      body.contains(
        "objects left out for length:_ `meshphase diff main \(Self.folder)/phase/01-one`"))
    #expect(body.contains("## Rollback") && body.contains("## Next"))
    let rows = body.split(separator: "\n").filter { $0.hasPrefix("| `shop-") }
    #expect(rows.count > 100 && rows.allSatisfy { $0.hasSuffix("` | `asm-1140-0` |") })
  }

  @Test func `gh opens them in order, with the bodies`() throws {
    let desk = try Desk()
    try desk.put("gh", Self.gh)
    let outcome = try desk.open("--forge github")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    #expect(outcome.messageText.contains("Creating"), "what gh says is shown")
    #expect(outcome.text.contains("opened  mesh prod: 01/02 one to asm-1140-0\n   https://github."))
    let calls = desk.log.components(separatedBy: "== ").dropFirst()
    #expect(calls.allSatisfy { $0.hasPrefix(desk.repository.path + "\n") }, "run in the work tree")
    #expect(
      calls.map { $0.split(separator: "\n")[3] } == ["list", "create", "list", "create"])
    for (index, phase) in ["one", "two"].enumerated() {
      let body = try desk.repository.meshphase("pr --body \(phase)").text
      #expect(try String(contentsOfFile: "\(desk.bin)/gh.body.\(index)", encoding: .utf8) == body)
    }
  }

  @Test func `glab is chosen by the remote's address, and gets the body`() throws {
    let desk = try Desk()
    try desk.put("glab", "case $2 in list) echo '[]';; esac")
    try desk.repository.git("remote set-url origin https://gitlab.example/mesh/prod.git")
    try desk.repository.git("config url.../bare.git.insteadOf https://gitlab.example/mesh/prod.git")
    // What git is told to use in place of the address says nothing.
    #expect(try desk.open("").status == 2)
    let outcome = try desk.open("--forge gitlab -o json")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    #expect(
      try JSON(outcome.output)["opened"].items.map { $0["status"].text } == ["opened", "opened"])
    let body = try desk.repository.meshphase("pr --body one").text
    #expect(desk.log.contains("--description\n\(body)\n--yes\n"))
  }

  @Test func `what is open already is not opened twice`() throws {
    let desk = try Desk()
    try desk.put(
      "gh",
      """
      case "$2$4" in
      list*/01-one) echo '[{"baseRefName":"old","number":7}]';;
      list*) echo '[]';;
      create*) cat >/dev/null; echo https://github.example/pull/8;;
      esac
      """)
    let outcome = try desk.open("--forge github -o json")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let opened = try JSON(outcome.output)["opened"].items
    #expect(opened.map { $0["status"].text } == ["exists", "opened"])
    #expect(opened.map { $0["url"].text } == [nil, "https://github.example/pull/8"])
    #expect(opened.first?["base"].text == "old")
    #expect(desk.log.components(separatedBy: "\ncreate\n").count == 2)
    // A forge does not always follow when the branch below was merged.
    let text = try desk.open("--forge github").text
    #expect(
      text.contains("it goes to old, and should go to main:\n   gh pr edit 7 --base main\n"),
      "\(text)")
  }

  @Test func `a file that holds no object is counted and named`() throws {
    let repository = try TestRepository(importing: Example(name: "first-revision").input)
    let body = try repository.meshphase("pr --body retire").text
    #expect(body.contains(": `Retire`, 1 new file."), "\(body)")
    #expect(body.contains("\n## Changes\n\n`mesh/shop/\(Self.marker)` (new)"))
    let back = try repository.meshphase("pr --body retire --rollback retire").text
    #expect(back.contains("\n## Changes\n\n`mesh/shop/\(Self.marker)` (deleted)"), "\(back)")
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git(
      "merge -q --squash meshphase/shop/1-14-1/phase/05-retire && git commit -qm x")
    let landed = try repository.meshphase("pr --body retire --rollback retire")
    #expect(landed.text.contains("`mesh/shop/\(Self.marker)` (deleted)"), "\(landed.messageText)")
  }

  @Test func `once the branches are written there is no note`() throws {
    let desk = try Desk()
    #expect(try JSON(try desk.repository.meshphase("pr -o json").output)["note"].isMissing)
    #expect(try desk.repository.meshphase("pr").messages.isEmpty)
    // Who has only fetched them knows them too.
    try desk.repository.git(
      "for-each-ref --format='delete %(refname)' refs/heads/meshphase | git update-ref --stdin")
    #expect(try desk.repository.meshphase("pr").messages.isEmpty)
  }

  @Test func `the first failure stops`() throws {
    let desk = try Desk()
    try desk.put("gh", "case $2 in list) echo '[]';; *) echo 'no rights' >&2; exit 4;; esac")
    let outcome = try desk.open("--forge github")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("no rights"))
    #expect(outcome.messageText.contains("gh pr create failed with exit status 4"))
    #expect(outcome.messageText.contains("no pull request was opened"))
    #expect(desk.log.components(separatedBy: "\ncreate\n").count == 2, "one was tried")
  }

  @Test func `a program that talks before it listens is heard out`() throws {
    let desk = try Desk()
    try desk.put(
      "gh",
      """
      [ $2 = create ] || { echo '[]'; exit; }
      head -c 300000 /dev/zero | tr '\\0' x; echo; cat >/dev/null; echo https://github.example/1
      """)
    let outcome = try desk.open("--forge github")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    #expect(outcome.text.contains("   https://github.example/1\n"))
  }

  @Test func `branches that are not on the remote are refused before gh is called`() throws {
    let desk = try Desk(isPushed: false)
    try desk.put("gh", Self.gh)
    let missing = try desk.open("--forge github")
    #expect(missing.status == 2)
    #expect(missing.messageText.contains("origin has no branch \(Self.folder)/phase/01-one"))
    try #require(try desk.repository.meshphase("commit -q --push").status == 0)
    try desk.repository.write("# new\n", to: "README.md")
    try desk.repository.commitAll("Unrelated")
    let other = try desk.open("--forge github")
    #expect(other.status == 2)
    #expect(other.messageText.contains("than the plan gives"), "\(other.messageText)")
    #expect(desk.log.isEmpty)
  }

  @Test func `without gh it says so, and without a forge it asks`() throws {
    let desk = try Desk()
    let unknown = try desk.open("")
    #expect(unknown.status == 2)
    #expect(unknown.messageText.contains("does not say whether it is GitHub or GitLab"))
    try #require(try desk.repository.shell("! command -v gh").status == 0)
    let missing = try desk.open("--forge github")
    #expect(missing.status == 2)
    #expect(missing.messageText.contains("there is no program gh on PATH"))
  }

  @Test func `a branch as it was fetched is a base`() throws {
    let repository = try TestRepository(Self.files)
    try repository.git("clone -q . ../clone && git -C ../clone switch -q --detach")
    let outcome = try repository.meshphase("pr -C ../clone --base origin/main -o json")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    #expect(
      try JSON(outcome.output)["pullRequests"].items.map { $0["base"].text }.first == "main")
    #expect(try repository.meshphase("pr -C ../clone").status == 2, "HEAD is no branch there")
  }

  @Test func `a base that is no branch is refused`() throws {
    let repository = try TestRepository(Self.files)
    let outcome = try repository.meshphase("pr --base main~0")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("a pull request needs a branch to go to"))
  }

  @Test func `a rollback's pull request goes to the base`() throws {
    let repository = try TestRepository(Self.files)
    let outcome = try repository.meshphase("pr --rollback two -o json")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let request = try #require(try JSON(outcome.output)["pullRequests"].items.first)
    #expect(request["base"].text == "main")
    #expect(request["head"].text == "\(Self.folder)/rollback/02-two")
    #expect(request["title"].text == "mesh prod: roll back 02/02 two to asm-1140-0")
    // Nothing has landed that it could take back.
    let note = "the phase two has not landed: there is nothing to take back yet"
    #expect(try JSON(outcome.output)["note"].text == note)
    #expect(try repository.meshphase("pr --rollback two").messageText == "note: \(note)\n")
    let opened = try Desk().open("--rollback two --forge github")
    #expect(opened.status == 2 && opened.messageText.contains("has not landed"))
    #expect(opened.messageText.contains("no pull request was opened"))
    #expect(try repository.meshphase("pr --rollback three").messageText.contains("no phase three"))
  }
}
