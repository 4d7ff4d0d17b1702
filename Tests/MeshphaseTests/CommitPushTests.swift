import Foundation
import Testing

/// `meshphase commit --push`: the user's git pushes, all branches or none.
@Suite struct `Pushing the branches` {
  private static let folder = "meshphase/prod/asm-1140-0"
  private static let rollback = "\(folder)/rollback/01-all"

  /// A repository with a bare one beside it, which it knows as `origin`.
  private struct Pair {
    let local: TestRepository
    var bare: String { local.sandbox.path + "/bare.git" }

    init(_ files: [String: String] = Small.files) throws {
      local = try TestRepository(files)
      try local.git("clone -q --bare . '\(bare)'")
      try local.git("remote add origin '\(bare)'")
    }

    /// The branches of meshphase that the bare repository has.
    var pushed: String { get throws { try Self.branches(local, in: bare) } }
    var written: String { get throws { try Self.branches(local, in: local.path) } }

    private static func branches(_ local: TestRepository, in folder: String) throws -> String {
      try local.git(
        "-C '\(folder)' for-each-ref --format='%(refname) %(objectname)' refs/heads/meshphase")
    }

    /// Moves the base, so that every branch is another.
    func moveBase() throws {
      try local.write("# \(UUID())\n", to: "README.md")
      try local.commitAll("Unrelated")
    }

    /// Has somebody else put a commit on a branch of the bare repository.
    func edit(_ branch: String) throws {
      let other = local.sandbox.path + "/other-\(UUID())"
      try local.git("clone -q '\(bare)' '\(other)' -b '\(branch)'")
      let outcome = try local.shell(
        "echo hand >hand.txt && git add . && git commit -qm Hand && git push -q", in: other)
      try #require(outcome.status == 0, "\(outcome.messageText)")
    }

    /// Has the bare repository refuse a branch whose name ends so.
    func refuse(_ ending: String) throws {
      let hook = bare + "/hooks/update"
      try Data(
        "#!/bin/sh\ncase $1 in *\(ending)) echo 'not this one' >&2; exit 1;; esac\n".utf8
      ).write(to: URL(fileURLWithPath: hook))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    }
  }

  @Test func `pushes every branch once, and then nothing`() throws {
    let pair = try Pair()
    let first = try pair.local.meshphase("commit --push")
    #expect(first.status == 0, "\(first.messageText)")
    #expect(first.text.contains("Pushed 2 branches to origin\n   \(Small.branch) new at "))
    #expect(!first.text.contains("git push"))
    #expect(try pair.pushed == pair.written)
    #expect(try pair.pushed.split(separator: "\n").count == 2)
    let again = try pair.local.meshphase("commit --push")
    #expect(again.status == 0)
    #expect(again.text.contains("Nothing to push: origin has the branches as they should be"))
  }

  @Test func `pushes to a path, and tells it as JSON`() throws {
    let pair = try Pair()
    try pair.local.git("remote remove origin")
    let outcome = try pair.local.meshphase("commit -o json --push ../bare.git")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let json = try JSON(outcome.output)
    try JSONShape.checkCommit(json)
    #expect(json["push"]["remote"].text == "../bare.git")
    let branches = json["push"]["branches"].items
    #expect(branches.map { $0["branch"].text } == [Small.branch, Self.rollback])
    #expect(branches.allSatisfy { $0["from"].isNull })
    #expect(try pair.pushed == pair.written)
    // A path has no tracking branches: what the branches were is known from the repository itself.
    try pair.moveBase()
    #expect(try pair.local.meshphase("commit -q --push '\(pair.bare)'").status == 0)
    #expect(try pair.pushed == pair.written)
  }

  @Test func `pushes only what differs`() throws {
    let pair = try Pair()
    try #require(try pair.local.meshphase("commit -q --push").status == 0)
    try pair.local.git("push -q origin --delete '\(Self.rollback)'")
    // The log of the hook tells what arrived.
    try pair.refuse("/phase/01-all")
    let outcome = try pair.local.meshphase("commit -o json --push")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let json = try JSON(outcome.output)
    #expect(json["push"]["branches"].items.map { $0["branch"].text } == [Self.rollback])
    #expect(try pair.pushed == pair.written)
  }

  @Test func `a branch that the server refuses keeps all others back`() throws {
    let pair = try Pair()
    try pair.refuse("/rollback/01-all")
    let outcome = try pair.local.meshphase("commit -o json --push")
    #expect(outcome.status == 2)
    try JSONShape.checkRefusal(try JSON(outcome.output))
    let messages = try JSON(outcome.output)["errors"].items.compactMap { $0["message"].text }
    #expect(
      messages.contains("git push refused \(Self.rollback): [remote rejected] (hook declined)"))
    #expect(outcome.messageText.contains("not this one"), "what the hook says is shown")
    #expect(
      outcome.messageText.contains("the branches are written in this repository, and none was"))
    #expect(try pair.pushed == "")
    #expect(try pair.written.split(separator: "\n").count == 2)
  }

  @Test func `somebody's edit on the remote is not overwritten unseen`() throws {
    let pair = try Pair()
    try #require(try pair.local.meshphase("commit -q --push").status == 0)
    try pair.edit(Small.branch)
    try pair.moveBase()
    let before = try pair.pushed
    let outcome = try pair.local.meshphase("commit --push")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("[rejected] (stale info)"), "\(outcome.messageText)")
    #expect(outcome.messageText.contains("which this repository has not seen: look at it first"))
    #expect(try pair.pushed == before)
    // Once it was fetched, and looked at, it is.
    try pair.local.git("fetch -q origin")
    #expect(try pair.local.meshphase("commit -q --push").status == 0)
    #expect(try pair.pushed == pair.written)
  }

  @Test func `a branch that was never fetched is not overwritten`() throws {
    let pair = try Pair()
    try #require(try pair.local.meshphase("commit -q --push").status == 0)
    let before = try pair.pushed
    let other = pair.local.sandbox.path + "/single"
    try pair.local.git("clone -q --single-branch '\(pair.bare)' '\(other)'")
    let commit = try pair.local.shell("git commit -q --allow-empty -m New", in: other)
    try #require(commit.status == 0)
    let refused = try pair.local.meshphase("commit --push -C '\(other)'")
    #expect(refused.status == 2)
    #expect(refused.messageText.contains("[rejected] (stale info)"), "\(refused.messageText)")
    #expect(try pair.pushed == before)
    let hint = "git fetch origin '+refs/heads/meshphase/*:refs/remotes/origin/meshphase/*'"
    #expect(refused.messageText.contains(hint), "\(refused.messageText)")
    let fetch = try pair.local.shell("\(hint) && \"$MESHPHASE\" commit -q --push", in: other)
    #expect(fetch.status == 0, "\(fetch.messageText)")
    #expect(try pair.pushed != before)
  }

  @Test func `a branch that is gone from the remote is pushed again`() throws {
    let pair = try Pair()
    try #require(try pair.local.meshphase("commit -q --push").status == 0)
    let delete = try pair.local.shell("git branch -D '\(Small.branch)'", in: pair.bare)
    try #require(delete.status == 0)
    #expect(try pair.local.meshphase("commit -q --push").status == 0)
    #expect(try pair.pushed == pair.written)
  }

  @Test(arguments: [
    "branch.main.pushRemote", "remote.pushDefault", "branch.main.remote",
  ])
  func `the remote is the one that git push would take`(key: String) throws {
    let pair = try Pair()
    try pair.local.git("remote rename origin mine")
    try pair.local.git("config '\(key)' mine")
    if key == "branch.main.pushRemote" { try pair.local.git("config remote.pushDefault other") }
    #expect(try pair.local.meshphase("commit -q --push").status == 0)
    #expect(try pair.pushed == pair.written)
  }

  @Test func `a remote that is not there is refused before anything is written`() throws {
    let pair = try Pair()
    for command in ["commit --push nowhere", "pr --open nowhere", "commit --check nowhere"] {
      let outcome = try pair.local.meshphase(command)
      #expect(outcome.status == 2, "\(command)")
      #expect(outcome.messageText.hasPrefix("error MP209: there is no remote nowhere\n"))
      #expect(outcome.messageText.contains("its remotes are origin\n"))
    }
    #expect(try pair.written == "")
    try pair.local.git("remote remove origin")
    let none = try pair.local.meshphase("commit --push")
    #expect(none.messageText.contains("there is no remote origin"), "\(none.messageText)")
    #expect(none.messageText.contains("git remote add origin URL"))
  }

  @Test func `an address where nothing is is refused, and the branches stay written`() throws {
    let pair = try Pair()
    let opened = try pair.local.meshphase("pr --open --forge github ./nowhere")
    #expect(opened.messageText.contains("name another with pr --open REMOTE"))
    let outcome = try pair.local.meshphase("commit --push ./nowhere")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("'./nowhere' does not appear to be a git repository"))
    #expect(outcome.messageText.contains("git cannot list the branches of ./nowhere"))
    #expect(outcome.messageText.contains("name another with --push REMOTE"))
    #expect(try pair.written.split(separator: "\n").count == 2)
    #expect(try pair.pushed == "")
  }

  @Test func `a name that git would take for an option is refused`() throws {
    let pair = try Pair()
    let outcome = try pair.local.meshphase("commit --push -- --exec=true")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("the remote --exec=true begins with -"))
    #expect(try pair.written == "")
  }

  @Test func `without git on PATH it says so`() throws {
    let pair = try Pair()
    let outcome = try pair.local.meshphase("commit --push", environment: ["PATH": "/nonexistent"])
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("there is no program git on PATH"))
  }

  @Test func `a hook of the server sees the push options`() throws {
    let pair = try Pair()
    try pair.local.git("-C '\(pair.bare)' config receive.advertisePushOptions true")
    let hook = pair.bare + "/hooks/post-receive"
    try Data("#!/bin/sh\nenv | grep ^GIT_PUSH_OPTION_ >>\"$PWD/seen\"\ncat >>\"$PWD/seen\"\n".utf8)
      .write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    #expect(
      try pair.local.meshphase("commit -q --push --push-option ci.skip --push-option a=b").status
        == 0)
    let seen = try String(contentsOfFile: pair.bare + "/seen", encoding: .utf8)
    #expect(seen.contains("GIT_PUSH_OPTION_0=ci.skip\n") && seen.contains("_1=a=b\n"))
  }

  @Test func `GitLab is asked for a merge request of each phase, in order`() throws {
    var files = Small.files
    files["meshphase.yaml"] = Small.desiredState.replacing(
      "{name: all, actions: [Relabel, Restart], percent: 100}",
      with: "{name: one, actions: [Relabel], percent: 100}\n"
        + "  - {name: two, actions: [Restart], percent: 100}")
    let pair = try Pair(files)
    try pair.local.git("-C '\(pair.bare)' config receive.advertisePushOptions true")
    let hook = pair.bare + "/hooks/post-receive"
    try Data(
      "#!/bin/sh\n{ cut -d' ' -f3; env | grep ^GIT_PUSH_OPTION_[0-9] | sort; } >>\"$PWD/seen\"\n"
        .utf8
    ).write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    let outcome = try pair.local.meshphase("commit -q --push --merge-request")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let prefix = "refs/heads/\(Self.folder)"
    #expect(
      try String(contentsOfFile: pair.bare + "/seen", encoding: .utf8) == """
        \(prefix)/rollback/01-one
        \(prefix)/rollback/02-two
        \(prefix)/phase/01-one
        GIT_PUSH_OPTION_0=merge_request.create
        GIT_PUSH_OPTION_1=merge_request.target=main
        \(prefix)/phase/02-two
        GIT_PUSH_OPTION_0=merge_request.create
        GIT_PUSH_OPTION_1=merge_request.target=\(Self.folder)/phase/01-one

        """)
  }

  @Test func `a merge request that is refused tells what was pushed before it`() throws {
    let pair = try Pair()
    try pair.local.git("-C '\(pair.bare)' config receive.advertisePushOptions true")
    try pair.refuse("/phase/01-all")
    let outcome = try pair.local.meshphase("commit --push --merge-request")
    #expect(outcome.status == 2)
    #expect(
      outcome.messageText.contains("and 1 of the 2 that differ were pushed"),
      "\(outcome.messageText)")
    #expect(try pair.pushed.contains(Self.rollback))
    #expect(try !pair.pushed.contains(Small.branch))
  }

  @Test(arguments: [
    "commit --push --check", "commit --merge-request", "commit --push-option a", "commit --push ''",
  ])
  func `options that do not go together are wrong usage`(arguments: String) throws {
    #expect(try TestRepository(Small.files).meshphase(arguments).status == 64)
  }
}
