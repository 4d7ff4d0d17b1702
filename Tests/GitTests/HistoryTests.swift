import Files
import Testing

@testable import Git

@Suite struct `The history of a commit` {
  @Test func `first parents lead to the root`() throws {
    let repository = try TestRepository()
    let root = try repository.commit("a", "1")
    try repository.shell(
      "git switch -qc side; echo 2 > b; git add .; git commit -qm side; git switch -q main; "
        + "echo 3 > c; git add .; git commit -qm main; git merge -q --no-ff -m merge side")
    let opened = try repository.open()
    var commit = try opened.commit(named: "HEAD")
    var line: [String] = []
    while case .commit(let earlier) = try opened.commit(before: commit) {
      line.append(earlier.id.description)
      commit = earlier
    }
    let expected = try repository.shell("git log --first-parent --format=%H HEAD~1")
    #expect(line.joined(separator: "\n") == expected)
    #expect(line.last == root.description)
  }

  @Test func `what a shallow clone does not hold is missing, not the beginning`() throws {
    let repository = try TestRepository()
    for number in 1...3 { _ = try repository.commit("a", "\(number)") }
    try repository.shell("git clone -q --depth 1 file://\(repository.path) ../shallow")
    let clone = try Repository(discovering: repository.scratch + "/shallow")
    let isShallow = clone.isShallow
    #expect(isShallow)
    let whole = try repository.open().isShallow
    #expect(!whole)
    guard case .missing(let id) = try clone.commit(before: clone.commit(named: "HEAD")) else {
      Issue.record("the parent is not missing")
      return
    }
    #expect(try id.description == repository.shell("git rev-parse HEAD~1"))
  }

  @Test func `the files that differ are those of git diff-tree`() throws {
    let repository = try TestRepository()
    try repository.shell(
      "mkdir -p a/b d; echo 1 > a/b/c; echo 2 > a/x; echo 3 > d/e; echo 4 > f; ln -s f l; "
        + "git add .; git commit -qm one; "
        + "rm -r d; echo 5 > d; rm f; mkdir f; echo 6 > f/g; echo 7 > a/b/c; chmod +x a/x; rm l; "
        + "git add -A; git commit -qm two")
    let opened = try repository.open()
    let old = try opened.commit(named: "HEAD~1").tree
    let new = try opened.commit(named: "HEAD").tree
    let found = try opened.differences(from: old, to: new).map { difference in
      func text(_ entry: FileEntry?) -> String {
        entry.map { "\(String($0.mode.rawValue, radix: 8)) \($0.content)" }
          ?? "000000 \(ObjectID.zero)"
      }
      let parts = [text(difference.old), text(difference.new)].map { $0.split(separator: " ") }
      return ":\(parts[0][0]) \(parts[1][0]) \(parts[0][1]) \(parts[1][1]) \(difference.path)"
    }
    let lines = try repository.shell("git diff-tree -r --no-renames --no-abbrev HEAD~1 HEAD")
    let expected = lines.split(separator: "\n").map { line in
      // The status letter is told by the modes.
      line.split(separator: "\t").enumerated().map { index, part in
        index == 0 ? part.dropLast(2) : part
      }.joined(separator: " ")
    }
    #expect(found == expected)
    #expect(try opened.differences(from: new, to: new).isEmpty)
  }

  @Test func `the merge base is git's, and there may be none`() throws {
    let repository = try TestRepository()
    _ = try repository.commit("a", "1")
    let base = try repository.shell("git rev-parse HEAD")
    try repository.shell(
      "git switch -qc side; echo 2 > b; git add .; git commit -qm side; git switch -q main; "
        + "echo 3 > c; git add .; git commit -qm main; git switch -q --orphan other; "
        + "echo 4 > d; git add .; git commit -qm other")
    let opened = try repository.open()
    func id(_ name: String) throws -> ObjectID { try opened.commit(named: name).id }
    #expect(try opened.mergeBase(of: id("main"), and: id("side"))?.description == base)
    #expect(try opened.mergeBase(of: id("main"), and: id("other")) == nil)
  }
}
