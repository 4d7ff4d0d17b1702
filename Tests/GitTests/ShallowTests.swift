import Files
import Foundation
import Testing

@testable import Git

@Suite struct `Histories that were cut off` {
  @Test func `a root, a known parent and the shallow boundary are told apart`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("one")
    let second = try repository.commit("two")
    let third = try repository.commit("three")
    try repository.shell(
      "git clone -q --depth 2 file://$PWD ../shallow; git -C ../shallow worktree add -q ../linked HEAD~0"
    )
    let whole = try repository.open()
    #expect(whole.isShallow == false)
    #expect(try whole.shallowCommits().isEmpty)
    #expect(try whole.parents(of: whole.commit(named: "\(first)")) == .root)
    for folder in ["shallow", "linked"] {
      let clone = try Repository(discovering: "\(repository.scratch)/\(folder)")
      #expect(clone.isShallow == true)
      #expect(try clone.shallowCommits() == [second])
      #expect(try clone.parents(of: clone.commit(named: "\(third)")) == .known([second]))
      let boundary = try clone.commit(named: "\(second)")
      #expect(try clone.parents(of: boundary) == .beyondShallow([first]))
      #expect(boundary.parents == [first], "as the commit itself has it")
      let error = #expect(throws: GitError.self) { _ = try clone.commit(named: "\(first)") }
      #expect(error?.category == .notFound)
    }
  }

  @Test func `a clone that was deepened is whole`() throws {
    let repository = try TestRepository()
    _ = try repository.commit("one")
    _ = try repository.commit("two")
    try repository.shell(
      "git clone -q --depth 1 file://$PWD ../clone; git -C ../clone fetch -q --unshallow")
    let clone = try Repository(discovering: repository.scratch + "/clone")
    #expect(clone.isShallow == false)
    #expect(try clone.shallowCommits().isEmpty)
  }

  @Test func `a file of another form is refused`() throws {
    let repository = try TestRepository()
    _ = try repository.commit("one")
    try repository.shell("echo main > .git/shallow")
    let opened = try repository.open()
    let error = #expect(throws: GitError.self) { _ = try opened.shallowCommits() }
    #expect(error?.category == .invalid)
  }

  // Git reads a replacement in place of the object it replaces; libgit2 does not, and a commit that
  // is pushed has what was replaced, never the replacement.
  @Test func `replacements and grafts have no part in what is read`() throws {
    let repository = try TestRepository()
    let first = try repository.commit("one")
    let second = try repository.commit("two")
    try repository.shell("git replace --graft \(second)")
    #expect(try repository.shell("git rev-list --count HEAD") == "1")
    let opened = try repository.open()
    let commit = try opened.commit(named: "HEAD")
    #expect(commit.id == second && commit.parents == [first])
    let blob = try repository.id("echo other | git hash-object -w --stdin")
    let file = try repository.id("git rev-parse HEAD:two")
    try repository.shell("git replace \(file) \(blob)")
    #expect(try opened.content(of: file) == Array("content\n".utf8))
  }
}

@Suite struct `Partial clones` {
  @Test(arguments: [
    ("true", false), ("git config remote.origin.promisor true", true),
    ("git config remote.origin.promisor false", false),
    ("git config remote.origin.partialCloneFilter blob:none", true),
    ("git config extensions.partialClone origin", true),
  ])
  func `are told by their configuration`(script: String, isPartial: Bool) throws {
    let repository = try TestRepository()
    try repository.shell(script)
    #expect(try repository.open().isPartialClone() == isPartial)
  }

  @Test func `what is missing is listed in order, without submodules`() throws {
    let repository = try TestRepository()
    let commit = try repository.commit("a")
    let there = try repository.id("git rev-parse HEAD:a")
    let missing = try #require(ObjectID(String(repeating: "5", count: 40)))
    let files = try [
      FileEntry(path: path("z"), mode: .file, content: missing),
      FileEntry(path: path("a"), mode: .file, content: there),
      FileEntry(path: path("s"), mode: .submodule, content: missing),
      FileEntry(path: path("b"), mode: .executable, content: missing),
    ]
    #expect(try repository.open().missing(among: files).map(\.path.description) == ["z", "b"])
    #expect(try repository.open().commit(named: "HEAD").id == commit)
  }
}
