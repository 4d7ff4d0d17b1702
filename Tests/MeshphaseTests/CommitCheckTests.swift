import Foundation
import Testing

/// `meshphase commit --check`: are the branches what base and desired state give.
@Suite struct `Checking the branches` {
  private static let folder = "meshphase/prod/asm-1140-0"

  private func check(
    _ repository: TestRepository, _ arguments: String = ""
  ) throws -> (status: Int32, differences: [JSON], json: JSON) {
    let outcome = try repository.meshphase("commit --check -o json \(arguments)")
    let json = try JSON(outcome.output)
    try JSONShape.checkCommit(json)
    let differences = json["check"]["differences"].items
    if case .bool(let holds) = json["check"]["holds"] {
      #expect(holds == (outcome.status == 0) && holds == differences.isEmpty)
    } else {
      Issue.record("holds is no truth value")
    }
    return (outcome.status, differences, json)
  }

  private func committed() throws -> TestRepository {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    return repository
  }

  @Test func `holds after a commit, and writes nothing`() throws {
    let repository = try committed()
    let before = (try repository.references, try repository.objectCount)
    let outcome = try repository.meshphase("commit --check")
    #expect(outcome.status == 0)
    #expect(outcome.text == "The 2 branches are what the base and the desired state give\n")
    #expect(try check(repository).status == 0)
    #expect(try repository.references == before.0)
    #expect(try repository.objectCount == before.1)
  }

  @Test func `names each branch that is missing`() throws {
    let repository = try TestRepository(Small.files)
    let (status, differences, json) = try check(repository)
    #expect(status == 1)
    #expect(differences.map { $0["kind"].text } == ["missing", "missing"])
    #expect(differences.first?["branch"].text == Small.branch)
    #expect(differences.first?["expected"].text == json["phases"].items.first?["commit"].text)
    #expect(differences.first?["found"].isNull == true)
    #expect(json["refs"].items.first?["from"].isNull == true)
    #expect(try repository.git("for-each-ref refs/heads/meshphase") == "")
    let outcome = try repository.meshphase("commit --check")
    #expect(outcome.text.contains("\(Small.branch) is missing: it should be "))
    #expect(outcome.text.contains("2 branches are not as the base and the desired state give"))
  }

  @Test func `what is to be called next repeats what is planned on`() throws {
    let repository = try TestRepository(Small.files)
    let options = "-C ../repository --base main -f :meshphase.yaml"
    let missing = try repository.meshphase("commit --check \(options)").text
    #expect(missing.contains("   meshphase commit \(options) writes them anew, "), "\(missing)")
    let written = try repository.meshphase("commit \(options)").text
    #expect(written.hasSuffix("\n   meshphase commit \(options) --push\n"), "\(written)")
  }

  @Test func `names the files that were edited by hand`() throws {
    let repository = try committed()
    let expected = try repository.git("rev-parse '\(Small.branch)'")
    try repository.git("switch -q '\(Small.branch)'")
    try repository.write(Small.deployment + "# by hand\n", to: "web.yaml")
    try repository.write("new\n", to: "a/new.txt")
    try repository.commitAll("By hand")
    try repository.git("switch -q main")
    let (status, differences, _) = try check(repository)
    #expect(status == 1)
    #expect(differences.map { $0["kind"].text } == ["differs"])
    let difference = try #require(differences.first)
    #expect(difference["reason"].text == "content")
    #expect(difference["files"].items.map(\.text) == ["a/new.txt", "web.yaml"])
    #expect(difference["expected"].text == expected)
    #expect(try difference["found"].text == repository.git("rev-parse '\(Small.branch)'"))
    let text = try repository.meshphase("commit --check").text
    #expect(text.contains("2 files differ\n   a/new.txt\n   web.yaml\n"), "\(text)")
  }

  @Test func `tells that the base has moved`() throws {
    let repository = try committed()
    let old = try repository.git("rev-parse main")
    try repository.write("# unrelated\n", to: "README.md")
    try repository.commitAll("Unrelated")
    let (status, differences, _) = try check(repository)
    #expect(status == 1)
    #expect(differences.map { $0["reason"].text } == ["base", "base"])
    #expect(differences.map { $0["base"].text } == [old, old])
    let text = try repository.meshphase("commit --check").text
    #expect(text.contains("it was made on the base \(old.prefix(12))"))
  }

  @Test func `tells a commit of the same files with another message`() throws {
    let repository = try committed()
    try repository.git(
      """
      update-ref 'refs/heads/\(Small.branch)' \
        $(git log -1 --format=%B '\(Small.branch)' | sed 's/^- /* /' \
          | git commit-tree '\(Small.branch)^{tree}' -p main)
      """)
    let (status, differences, _) = try check(repository)
    #expect(status == 1)
    #expect(differences.map { $0["reason"].text } == ["history"])
    #expect(differences.first?["files"].items.isEmpty == true)
  }

  @Test func `tells what is left over, and no branch of another upgrade`() throws {
    let repository = try committed()
    try repository.git("branch '\(Self.folder)/phase/09-gone'")
    try repository.git("branch meshphase/prod/asm-1150-0/phase/01-all")
    let (status, differences, _) = try check(repository)
    #expect(status == 1)
    #expect(differences.map { $0["kind"].text } == ["leftover"])
    // To write the others leaves it there, and says so.
    let name = try #require(differences.first?["branch"].text)
    let outcome = try repository.meshphase("commit")
    #expect(outcome.text.hasSuffix("   git branch -D \(name)\n"))
    let json = try JSON(try repository.meshphase("commit -o json").output)
    #expect(json["leftovers"].items.map { $0.text ?? "" } == [name])
    #expect(differences.first?["branch"].text == "\(Self.folder)/phase/09-gone")
    #expect(differences.first?["expected"].isNull == true)
  }

  @Test func `a phase that was merged keeps its branch`() throws {
    let repository = try committed()
    try repository.git("merge -q --ff-only '\(Small.branch)'")
    // Its rollback is to stand on the new tip.
    #expect(try repository.meshphase("commit --check").status == 1)
    #expect(try repository.meshphase("commit -q").status == 0)
    let outcome = try repository.meshphase("commit --check")
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(try repository.phaseBranches == [Small.branch])
  }

  @Test func `looks at the branches of a remote as they were fetched`() throws {
    let repository = try committed()
    let clone = repository.sandbox.path + "/clone"
    try repository.git("clone -q . '\(clone)'")
    #expect(try repository.meshphase("commit --check -C '\(clone)'").status == 1)
    #expect(try repository.meshphase("commit --check origin -C '\(clone)'").status == 0)
    try repository.git("branch -D '\(Small.branch)'")
    _ = try repository.shell("git fetch -q --prune", in: clone)
    let (status, differences, json) = try check(repository, "origin -C '\(clone)'")
    #expect(status == 1)
    #expect(differences.map { $0["kind"].text } == ["missing"])
    #expect(json["refs"].items.first?["name"].text == "refs/remotes/origin/\(Small.branch)")
    _ = try repository.shell(
      "git update-ref 'refs/remotes/origin/\(Self.folder)/phase/09-gone' HEAD", in: clone)
    let text = try repository.meshphase("commit --check origin -C '\(clone)'").text
    #expect(text.hasPrefix("origin/\(Small.branch) is missing: "), "\(text)")
    #expect(text.contains("   meshphase commit -C \(clone) --push origin writes and pushes them; "))
    #expect(text.contains("   git push origin --delete \(Self.folder)/phase/09-gone\n"))
  }

  @Test func `a plan that is refused is 2`() throws {
    var files = Small.files
    files["meshphase.yaml"] = Small.desiredState.replacing("[shop]", with: "[shop, gone]")
    let outcome = try TestRepository(files).meshphase("commit --check -o json")
    #expect(outcome.status == 2)
    try JSONShape.checkRefusal(try JSON(outcome.output))
  }

  @Test(arguments: ["commit origin", "commit --check ''"])
  func `a remote without a use is wrong usage`(arguments: String) throws {
    #expect(try TestRepository(Small.files).meshphase(arguments).status == 64)
  }
}
