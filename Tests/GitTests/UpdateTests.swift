import Files
import Foundation
import Testing

@testable import Git

@Suite struct `Moving references` {
  let repository: TestRepository
  let first: ObjectID
  let second: ObjectID

  init() throws {
    repository = try TestRepository()
    first = try repository.commit("one")
    second = try repository.commit("two")
    try repository.shell("for n in a b c; do git branch $n HEAD~1; done")
  }

  private func update(
    _ name: String, _ expected: ReferenceUpdate.Expectation, to target: ObjectID
  ) -> ReferenceUpdate {
    ReferenceUpdate(name: "refs/heads/\(name)", expected: expected, target: target)
  }

  /// The references and the lock files that are there.
  private func state() throws -> String {
    try repository.shell("git for-each-ref; find .git -name '*.lock'")
  }

  /// Expects that updates fail, and that nothing is written.
  private func expectRefusal(_ updates: [ReferenceUpdate]) throws -> GitError? {
    let before = try state()
    let opened = try repository.open()
    let error = #expect(throws: GitError.self) {
      try opened.update(updates, message: "test", by: .test)
    }
    #expect(try state() == before)
    return error
  }

  @Test func `references that are as expected move together`() throws {
    let opened = try repository.open()
    try opened.update(
      [
        update("a", .mustMatch(first), to: second), update("m/new", .mustNotExist, to: first),
        update("b", .any, to: second), update("m/any", .any, to: second),
        update("c", .mustMatch(first), to: first),
      ], message: "moved by a test", by: .test)
    #expect(
      try opened.references(under: "refs/heads").map { "\($0.name) \($0.target)" } == [
        "refs/heads/a \(second)", "refs/heads/b \(second)", "refs/heads/c \(first)",
        "refs/heads/m/any \(second)", "refs/heads/m/new \(first)", "refs/heads/main \(second)",
      ])
    #expect(try repository.shell("find .git -name '*.lock'") == "")
    #expect(
      try repository.shell("tail -n 1 .git/logs/refs/heads/a")
        == "\(first) \(second) Tess <tess@example.com> 1700000000 +0100\tmoved by a test")
    #expect(try repository.shell("tail -n 1 .git/logs/refs/heads/c").contains("branch: Created"))
    #expect(try repository.shell("git fsck --strict --no-dangling") == "")
  }

  @Test func `packed references move as loose ones do`() throws {
    try repository.shell("git pack-refs --all --prune")
    let opened = try repository.open()
    try opened.update(
      [update("a", .mustMatch(first), to: second)], message: "test", by: .test)
    #expect(try repository.id("git rev-parse a") == second)
  }

  @Test func `no update is no work`() throws {
    try repository.open().update([], message: "test", by: .test)
  }

  @Test func `a stale last reference stops all of them`() throws {
    let error = try expectRefusal([
      update("a", .mustMatch(first), to: second), update("b", .mustMatch(first), to: second),
      update("c", .mustMatch(second), to: second),
    ])
    #expect(error?.category == .changed)
    #expect(
      error?.conflict
        == ReferenceConflict(name: "refs/heads/c", expected: .mustMatch(second), found: first))
  }

  @Test func `a reference that must not exist and does stops all of them`() throws {
    let error = try expectRefusal([
      update("a", .mustMatch(first), to: second), update("b", .mustNotExist, to: second),
    ])
    #expect(error?.category == .changed)
    #expect(
      error?.conflict
        == ReferenceConflict(name: "refs/heads/b", expected: .mustNotExist, found: first))
  }

  @Test func `a reference that must match and is absent stops all of them`() throws {
    let error = try expectRefusal([
      update("a", .mustMatch(first), to: second), update("no", .mustMatch(first), to: second),
    ])
    #expect(
      error?.conflict
        == ReferenceConflict(name: "refs/heads/no", expected: .mustMatch(first), found: nil))
  }

  @Test func `a lock of another process stops all of them`() throws {
    try repository.shell("touch .git/refs/heads/b.lock")
    let error = try expectRefusal([
      update("a", .mustMatch(first), to: second), update("b", .mustMatch(first), to: second),
      update("c", .mustMatch(first), to: second),
    ])
    #expect(error?.category == .locked)
    #expect(error?.operation == "lock refs/heads/b")
    #expect(error?.message.contains(".git/refs/heads/b") == true)
  }

  @Test func `every lock of another process is named`() throws {
    try repository.shell("touch .git/refs/heads/b.lock .git/refs/heads/d.lock")
    let error = try expectRefusal(
      ["a", "b", "c", "d"].map { update($0, .any, to: second) })
    #expect(error?.operation == "lock refs/heads/b")
    #expect(error?.others.map(\.operation) == ["lock refs/heads/d"])
    #expect(error?.others.map(\.category) == [.locked])
  }

  @Test(arguments: [["x/y", "x"], ["a/below"], ["m/p/q", "m/p/q/r"]])
  func `a name inside another name is in the way`(names: [String]) throws {
    try repository.shell("git pack-refs --all --prune")
    let error = try expectRefusal(
      [update("b", .any, to: second)] + names.map { update($0, .mustNotExist, to: first) })
    #expect(error?.category == .exists)
  }

  @Test func `a name above existing ones is in the way`() throws {
    try repository.shell("git branch m/deep/er; git pack-refs --all --prune")
    let error = try expectRefusal([update("m", .mustNotExist, to: first)])
    #expect(error?.category == .exists)
    #expect(error?.message == "refs/heads/m/deep/er is in the way")
  }

  @Test(arguments: ["HEAD", "main", "refs/heads/a..b", "refs/heads/a.lock", "refs/heads/ ", ""])
  func `what is no full name is refused`(name: String) throws {
    let error = try expectRefusal([ReferenceUpdate(name: name, expected: .any, target: first)])
    #expect(error?.category == .invalid)
  }

  @Test func `a reference that is named twice is refused`() throws {
    let twice = update("a", .any, to: second)
    #expect(try expectRefusal([twice, twice])?.category == .invalid)
  }

  @Test func `a symbolic reference is refused`() throws {
    try repository.shell("git symbolic-ref refs/heads/s refs/heads/a")
    #expect(try expectRefusal([update("s", .any, to: second)])?.category == .invalid)
  }

  @Test func `a target must exist, and be a commit for a branch`() throws {
    let tree = try repository.id("git rev-parse HEAD^{tree}")
    #expect(try expectRefusal([update("a", .any, to: .zero)])?.category == .notFound)
    #expect(try expectRefusal([update("a", .any, to: tree)])?.category == .invalid)
  }

  @Test func `a signature that Git would change is refused`() throws {
    let opened = try repository.open()
    let bad = Signature(name: "<", email: "e", seconds: 0, offsetMinutes: 0)
    let before = try state()
    #expect(throws: GitError.self) {
      try opened.update([update("a", .any, to: second)], message: "test", by: bad)
    }
    #expect(try state() == before)
  }

  @Test func `work tree, index and HEAD stay as they are`() throws {
    try repository.shell("echo dirty > one; echo staged > three; git add three; echo new > four")
    let status = "git status --porcelain; cat .git/HEAD; git stash list"
    let before = try repository.shell(status)
    let index = repository.bytes(ofFile: repository.path + "/.git/index")
    let opened = try repository.open()
    var stage = ObjectStage()
    let base = try opened.commit(named: "HEAD")
    let tree = try stage.addTree(
      editing: base.tree, with: [write("changed", to: "one"), remove("two")], in: opened)
    let commit = try stage.addCommit(
      tree: tree, parents: [base.id], author: .test, committer: .test, message: "m\n")
    try stage.write(to: opened)
    try opened.update([update("m", .mustNotExist, to: commit)], message: "test", by: .test)
    #expect(try repository.shell(status) == before)
    #expect(repository.bytes(ofFile: repository.path + "/.git/index") == index)
    #expect(try repository.shell("git diff --name-status HEAD m") == "M\tone\nD\ttwo")
  }

  @Test func `of many writers at once exactly one wins each round`() async throws {
    let path = repository.path
    let (first, second) = (first, second)
    let wins = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          do {
            try Repository(discovering: path).update(
              [
                ReferenceUpdate(
                  name: "refs/heads/race", expected: .mustNotExist, target: first),
                ReferenceUpdate(
                  name: "refs/heads/a", expected: .mustMatch(first), target: second),
              ], message: "race", by: .test)
            return 1
          } catch { return 0 }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(wins == 1)
    #expect(try repository.id("git rev-parse a") == second)
    #expect(try repository.id("git rev-parse race") == first)
    #expect(try repository.shell("find .git -name '*.lock'") == "")
  }
}
