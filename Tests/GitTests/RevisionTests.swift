import Files
import Testing

@testable import Git

@Suite struct `Revisions` {
  let repository: TestRepository
  let first: ObjectID
  let second: ObjectID

  init() throws {
    repository = try TestRepository()
    first = try repository.commit("one")
    second = try repository.commit("two")
    try repository.shell("git tag light HEAD~1; git tag -am annotated heavy HEAD~1")
  }

  @Test func `every way to name a commit finds it`() throws {
    let opened = try repository.open()
    for name in ["HEAD", "main", "heads/main", "refs/heads/main", "@", second.description] {
      #expect(try opened.commit(named: name).id == second, "\(name)")
    }
    for name in ["HEAD~1", "main^", "light", "heavy", "heavy^{commit}", "tags/heavy"] {
      #expect(try opened.commit(named: name).id == first, "\(name)")
    }
    let short = String(first.description.prefix(10))
    #expect(try opened.commit(named: short).id == first)
  }

  @Test func `a commit is read as git shows it`() throws {
    let commit = try repository.open().commit(named: "HEAD")
    #expect(commit.parents == [first])
    #expect(commit.tree == (try repository.id("git rev-parse HEAD^{tree}")))
    #expect(
      commit.author
        == Signature(
          name: "Ada", email: "ada@example.com", seconds: 1_700_000_000, offsetMinutes: 120))
    #expect(
      commit.committer
        == Signature(
          name: "Bob", email: "bob@example.com", seconds: 1_700_000_060, offsetMinutes: -210))
    #expect(commit.message == "two\n")
  }

  @Test(arguments: ["unknown", "HEAD~9", "0123456789012345678901234567890123456789"])
  func `an unknown revision is not found`(revision: String) throws {
    let opened = try repository.open()
    let error = #expect(throws: GitError.self) { _ = try opened.commit(named: revision) }
    #expect(error?.category == .notFound)
    #expect(opened.referenceName(of: revision) == nil)
  }

  @Test(arguments: ["HEAD:one", "HEAD^{tree}", "main\0", ""])
  func `what is no commit is refused`(revision: String) throws {
    let opened = try repository.open()
    let error = #expect(throws: GitError.self) { _ = try opened.commit(named: revision) }
    #expect(error?.category == .invalid)
  }

  @Test func `a short id of two objects is ambiguous`() throws {
    try repository.shell(
      "for i in $(seq 1 1000); do echo $i > f$i; done; git hash-object -w f*")
    let ids = try repository.shell("git cat-file --batch-all-objects --batch-check='%(objectname)'")
      .split(separator: "\n").map { $0.prefix(4) }
    let pair = try #require(
      zip(ids, ids.dropFirst()).first { $0 == $1 }, "1000 ids share no four digits")
    let opened = try repository.open()
    let error = #expect(throws: GitError.self) { _ = try opened.commit(named: String(pair.0)) }
    #expect(error?.category == .ambiguous)
  }

  @Test func `a branch has a name and HEAD has its branch's`() throws {
    let opened = try repository.open()
    for name in ["main", "heads/main", "refs/heads/main", "HEAD", "@"] {
      #expect(opened.referenceName(of: name) == "refs/heads/main", "\(name)")
    }
    for name in ["main~1", "HEAD^{tree}", "light", "heavy", second.description, "a\0"] {
      #expect(opened.referenceName(of: name) == nil, "\(name)")
    }
  }

  @Test func `an older value of a branch and an upstream are told apart from the branch`() throws {
    try repository.shell(
      "git checkout -q -b topic; git branch -q -u main; git config remote.o.url /none; "
        + "git update-ref refs/remotes/o/main HEAD")
    let opened = try repository.open()
    #expect(opened.referenceName(of: "topic@{u}") == "refs/heads/main")
    #expect(opened.referenceName(of: "@{-1}") == "refs/heads/main")
    #expect(opened.referenceName(of: "main@{1}") == nil)
    #expect(opened.referenceName(of: "o/main") == nil)
  }

  @Test func `a detached HEAD names a commit and no branch`() throws {
    try repository.shell("git checkout -q --detach HEAD~1")
    let opened = try repository.open()
    #expect(try opened.commit(named: "HEAD").id == first)
    #expect(opened.referenceName(of: "HEAD") == nil)
  }

  @Test func `an unborn HEAD is not found`() throws {
    try repository.shell("git checkout -q --orphan new")
    let opened = try repository.open()
    let error = #expect(throws: GitError.self) { _ = try opened.commit(named: "HEAD") }
    #expect(error?.category == .notFound)
    #expect(opened.referenceName(of: "HEAD") == nil)
  }
}
