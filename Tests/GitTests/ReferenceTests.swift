import Files
import Testing

@testable import Git

@Suite struct `References` {
  let repository: TestRepository
  let commit: ObjectID

  init() throws {
    repository = try TestRepository()
    commit = try repository.commit()
  }

  @Test func `a reference has a target and an absent one has none`() throws {
    let opened = try repository.open()
    #expect(try opened.target(of: "refs/heads/main") == commit)
    #expect(try opened.target(of: "HEAD") == commit)
    #expect(try opened.target(of: "refs/heads/absent") == nil)
    #expect(try opened.target(of: "refs/heads/main/below") == nil)
    #expect(try opened.target(of: "refs/heads") == nil)
  }

  @Test(arguments: ["refs/heads/a..b", "refs/heads/", "", "refs/heads/a\0"])
  func `an impossible name is an error`(name: String) throws {
    let opened = try repository.open()
    let error = #expect(throws: GitError.self) { _ = try opened.target(of: name) }
    #expect(error?.category == .invalid)
  }

  @Test func `a folder of references is listed in the order of the bytes`() throws {
    try repository.shell(
      "for n in m/b m/a-c m/a/b m/A ma other m/é; do git branch $n; done; git pack-refs --all; "
        + "git branch m/loose; git tag m/tag")
    let opened = try repository.open()
    let expected = ["A", "a-c", "a/b", "b", "loose", "é"].map { "refs/heads/m/\($0)" }
    for prefix in ["refs/heads/m/", "refs/heads/m"] {
      let found = try opened.references(under: prefix)
      #expect(found.map(\.name) == expected)
      #expect(found.allSatisfy { $0.target == commit })
    }
    #expect(try opened.references(under: "refs/heads/none").isEmpty)
    #expect(try opened.references(under: "refs/heads/*").isEmpty)
  }

  @Test func `a reference that another process moves is read anew`() throws {
    let opened = try repository.open()
    #expect(try opened.target(of: "refs/heads/main") == commit)
    let next = try repository.commit("next")
    #expect(try opened.target(of: "refs/heads/main") == next)
    try repository.shell("git pack-refs --all; git branch -m main new")
    #expect(try opened.target(of: "refs/heads/main") == nil)
  }
}
