import Foundation
import Testing

@Suite struct `The state of the Git repository` {
  @Test func `a base among meshphase's own branches is refused`() throws {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    for base in [Small.branch, "refs/heads/\(Small.branch)", "heads/\(Small.branch)"] {
      let outcome = try repository.meshphase("plan --base '\(base)'")
      #expect(outcome.status == 2)
      #expect(outcome.messageText.contains("is a branch that meshphase writes"))
    }
  }

  @Test func `HEAD on a phase branch is refused as a base`() throws {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("switch -q '\(Small.branch)'")
    let outcome = try repository.meshphase("plan")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("name the branch that Argo CD follows"))
  }

  @Test func `a checked-out phase branch is refused`() throws {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("switch -q '\(Small.branch)'")
    let before = try repository.references
    let outcome = try repository.meshphase("commit --base main")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("the branch \(Small.branch) is checked out in"))
    #expect(outcome.messageText.contains("hint: switch that work tree to another branch first"))
    #expect(try repository.references == before)
    #expect(try repository.meshphase("plan --base main").status == 0, "a plan moves nothing")
  }

  @Test func `a branch in the way of the phase branches is refused before an object is written`()
    throws
  {
    let repository = try TestRepository(Small.files)
    try repository.git("branch meshphase")
    let before = try repository.shell("git count-objects").output
    let outcome = try repository.meshphase("commit")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("refs/heads/meshphase is in the way"))
    #expect(try repository.shell("git count-objects").output == before)
  }

  @Test func `a phase branch that a linked work tree has checked out is refused`() throws {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    let linked = repository.sandbox.path + "/linked"
    try repository.git("worktree add -q '\(linked)' '\(Small.branch)'")
    try repository.write(Small.namespace + "# changed\n", to: "shop.yaml")
    try repository.commitAll()
    let outcome = try repository.meshphase("commit")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains(linked))
  }

  @Test func `a commit in a linked work tree writes the same branches`() throws {
    let repository = try TestRepository(Small.files)
    let linked = repository.sandbox.path + "/linked"
    try repository.git("worktree add -q -b other '\(linked)'")
    let plan = try repository.meshphase("plan -o json --base main")
    let outcome = try repository.shell("\"$MESHPHASE\" commit -o json --base main", in: linked)
    #expect(outcome.status == 0)
    #expect(
      try JSON(outcome.output)["phases"].items.map { $0["commit"].text }
        == JSON(plan.output)["phases"].items.map { $0["commit"].text })
  }

  @Test func `a bare repository is planned and committed`() throws {
    let repository = try TestRepository(Small.files)
    let bare = repository.sandbox.path + "/bare.git"
    try repository.git("clone -q --bare . '\(bare)'")
    let plan = try repository.meshphase("plan -o json").text
    #expect(try repository.meshphase("plan -o json -C '\(bare)'").text == plan)
    #expect(try repository.meshphase("commit -q -C '\(bare)'").status == 0)
    let check = try repository.shell("git fsck --strict --no-dangling 2>&1", in: bare)
    #expect(check.status == 0 && check.text.isEmpty)
  }

  @Test func `a detached HEAD is a base like any other`() throws {
    let repository = try TestRepository(Small.files)
    try repository.git("switch -q --detach")
    let outcome = try repository.meshphase("commit -o json")
    #expect(outcome.status == 0)
    #expect(try JSON(outcome.output)["base"]["ref"].text == "HEAD")
  }

  @Test(arguments: ["HEAD", "main", "refs/heads/main", "v1", "main^{commit}", "@"])
  func `a base is any commit-ish`(base: String) throws {
    let repository = try TestRepository(Small.files)
    try repository.git("tag -a -m v1 v1")
    let commits = try JSON(try repository.meshphase("plan -o json").output)["phases"].items
    let outcome = try repository.meshphase("plan -o json --base '\(base)'")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    #expect(
      try JSON(outcome.output)["phases"].items.map { $0["commit"].text }
        == commits.map { $0["commit"].text })
  }

  @Test func `a stale lock is named, and nothing is written`() throws {
    let repository = try TestRepository(Small.files)
    let lock = ".git/refs/heads/\(Small.branch).lock"
    try repository.write("", to: lock)
    let before = try repository.references
    let count = try repository.objectCount
    let outcome = try repository.meshphase("commit")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("01-all.lock"), "\(outcome.messageText)")
    #expect(outcome.messageText.contains("another Git process may be at work: wait"))
    let command = "rm \(repository.path)/\(lock)"
    #expect(outcome.messageText.contains("remove the lock that one left behind: \(command)\n"))
    #expect(outcome.messageText.contains("refused with 1 error; nothing was written"))
    #expect(try repository.references == before)
    #expect(try repository.objectCount == count)
    #expect(try repository.shell(command).status == 0)
    #expect(try repository.meshphase("commit").status == 0)
  }

  @Test func `every stale lock is named at once, with the command for all`() throws {
    let repository = try TestRepository(Small.files)
    let locks = [Small.branch, "meshphase/prod/asm-1140-0/rollback/01-all"].map {
      ".git/refs/heads/\($0).lock"
    }
    for lock in locks { try repository.write("", to: lock) }
    let before = try repository.references
    let outcome = try repository.meshphase("commit")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("refused with 2 errors; nothing was written"))
    let command = "rm " + locks.map { "\(repository.path)/\($0)" }.joined(separator: " ")
    #expect(
      outcome.messageText.contains("remove the locks that one left behind: \(command)\n"),
      "\(outcome.messageText)")
    #expect(try repository.references == before)
    #expect(try repository.shell(command).status == 0)
    #expect(try repository.meshphase("commit").status == 0)
  }

  @Test func `a branch in the way of the branches' folder is refused`() throws {
    let repository = try TestRepository(Small.files)
    try repository.git("branch meshphase")
    let before = try repository.references
    let outcome = try repository.meshphase("commit")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("refs/heads/meshphase"), "\(outcome.messageText)")
    #expect(try repository.references == before)
  }

  @Test func `when the base has moved, the branches are written anew`() throws {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    let old = try repository.git("rev-parse '\(Small.branch)'")
    try repository.write("# unrelated\n", to: "README.md")
    try repository.commitAll("Unrelated")
    let plan = try JSON(try repository.meshphase("plan -o json").output)
    let commit = try JSON(try repository.meshphase("commit -o json").output)
    try JSONShape.checkCommit(commit)
    let reference = try #require(commit["refs"].items.first)
    #expect(reference["name"].text == "refs/heads/\(Small.branch)")
    #expect(reference["from"].text == old)
    #expect(reference["to"].text == plan["phases"].items.first?["commit"].text)
    #expect(try repository.git("rev-parse '\(Small.branch)~'") == repository.git("rev-parse main"))
  }

  @Test func `the first commit tells that the branches are new`() throws {
    let repository = try TestRepository(Small.files)
    let commit = try JSON(try repository.meshphase("commit -o json").output)
    try JSONShape.checkCommit(commit)
    #expect(commit["refs"].items.count == 2)
    #expect(commit["refs"].items.allSatisfy { $0["from"].isNull })
  }
}
