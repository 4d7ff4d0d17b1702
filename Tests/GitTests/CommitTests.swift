import Files
import Testing

@testable import Git

@Suite struct `Commits` {
  /// A signature's parts, an offset as Git writes it, and a message.
  struct Row: Sendable, CustomTestStringConvertible {
    var name = "Ada"
    var email = "ada@example.com"
    var offset = "+0000"
    var minutes = 0
    var message = "subject\n"
    var testDescription: String { "\(name) \(offset) \(message.debugDescription)" }
  }

  static let rows = [
    Row(), Row(offset: "-0930", minutes: -570), Row(offset: "+0545", minutes: 345),
    Row(offset: "-0030", minutes: -30), Row(offset: "+1400", minutes: 840),
    Row(name: "Zoë Ångström 山", email: "zoë@example.com"), Row(name: " \"Dr. J. Jr.\" ,"),
    Row(name: "a", email: " .x@y. "),
    Row(message: "subject\n\nbody of\nlines\n\nMesh-Phase: 1\n"), Row(message: "no end"),
    Row(message: ""), Row(message: "\n\nlate\n\n"), Row(message: "ü 山\n"),
  ]

  @Test(arguments: rows)
  func `a commit has the id that git commit-tree gives`(row: Row) throws {
    let repository = try TestRepository()
    let parents = [try repository.commit("one"), try repository.commit("two")]
    let expected = try repository.shell(
      "git commit-tree HEAD^{tree} -p HEAD~1 -p HEAD", input: row.message,
      environment: [
        "GIT_AUTHOR_NAME": row.name, "GIT_AUTHOR_EMAIL": row.email,
        "GIT_AUTHOR_DATE": "1700000000 \(row.offset)", "GIT_COMMITTER_NAME": row.name,
        "GIT_COMMITTER_EMAIL": row.email, "GIT_COMMITTER_DATE": "@5 \(row.offset)",
      ])
    let author = Signature(
      name: row.name, email: row.email, seconds: 1_700_000_000, offsetMinutes: row.minutes)
    let committer = Signature(
      name: row.name, email: row.email, seconds: 5, offsetMinutes: row.minutes)
    let opened = try repository.open()
    let tree = try opened.commit(named: "HEAD").tree
    var stage = ObjectStage()
    let commit = try stage.addCommit(
      tree: tree, parents: parents, author: author, committer: committer, message: row.message)
    #expect(commit.description == expected)
    try stage.write(to: opened)
    let read = try opened.commit(named: commit.description)
    #expect(read.message == row.message)
    #expect(read.committer == (try committer.normalized()))
    #expect(read.author == (try author.normalized()))
    #expect(read.parents == parents)
    #expect(read.tree == tree)
  }

  @Test(arguments: [
    ("", "e"), ("n", ""), (" .", "e"), ("a<b", "e"), ("n", "e>"), ("n\nparent", "e"), ("n\0", "e"),
  ])
  func `a name or address that Git would change is refused`(name: String, email: String) throws {
    var stage = ObjectStage()
    let bad = Signature(name: name, email: email, seconds: 0, offsetMinutes: 0)
    let error = #expect(throws: GitError.self) {
      _ = try stage.addCommit(
        tree: .zero, parents: [], author: .test, committer: bad, message: "m")
    }
    #expect(error?.category == .invalid)
    #expect(stage.count == 0)
  }

  @Test(arguments: [(-1, 0), (0, 6000), (0, -6000)] as [(Int64, Int)])
  func `a time that Git cannot write is refused`(seconds: Int64, offset: Int) throws {
    let bad = Signature(name: "n", email: "e", seconds: seconds, offsetMinutes: offset)
    let error = #expect(throws: GitError.self) { _ = try bad.encoded() }
    #expect(error?.category == .invalid)
  }

  @Test func `a parent that is named twice counts once, as it does for Git`() throws {
    let repository = try TestRepository()
    let parent = try repository.commit()
    let expected = try repository.id(
      "git commit-tree HEAD^{tree} -p HEAD -p HEAD -m m 2> ../messages")
    let ada = Signature(
      name: "Ada", email: "ada@example.com", seconds: 1_700_000_000, offsetMinutes: 120)
    let bob = Signature(
      name: "Bob", email: "bob@example.com", seconds: 1_700_000_060, offsetMinutes: -210)
    var stage = ObjectStage()
    let commit = try stage.addCommit(
      tree: repository.open().commit(named: "HEAD").tree, parents: [parent, parent], author: ada,
      committer: bob, message: "m\n")
    #expect(commit == expected)
  }

  @Test func `a message with a NUL byte is refused`() throws {
    var stage = ObjectStage()
    let error = #expect(throws: GitError.self) {
      _ = try stage.addCommit(
        tree: .zero, parents: [], author: .test, committer: .test, message: "a\0b")
    }
    #expect(error?.category == .invalid)
  }

  @Test func `a commit of a chain is whole after writing`() throws {
    let repository = try TestRepository(bare: true)
    let opened = try repository.open()
    var stage = ObjectStage()
    var parents: [ObjectID] = []
    var tree = try ObjectID.emptyTree
    for number in 1...5 {
      let edits = [try write("\(number)", to: "folder/file-\(number)")]
      tree = try stage.addTree(editing: tree, with: edits, in: opened)
      let commit = try stage.addCommit(
        tree: tree, parents: parents, author: .test, committer: .test, message: "\(number)\n")
      parents = [commit]
    }
    try stage.write(to: opened)
    try stage.write(to: opened)
    try opened.update(
      [ReferenceUpdate(name: "refs/heads/new", expected: .mustNotExist, target: parents[0])],
      message: "test", by: .test)
    #expect(try repository.shell("git fsck --strict") == "")
    #expect(try repository.shell("git log --format=%s new") == "5\n4\n3\n2\n1")
    #expect(
      try repository.shell("git ls-tree -r --name-only new | wc -l").contains("5"))
  }
}
