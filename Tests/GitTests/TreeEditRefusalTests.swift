import Files
import Testing

@testable import Git

@Suite struct `Edits that are refused` {
  /// One refusal: the edits, and what the error says of which path.
  struct Row: Sendable, CustomTestStringConvertible {
    let edits: [(String, content: String?)]
    let category: GitError.Category
    let message: String

    init(_ edits: [(String, content: String?)], _ category: GitError.Category, _ message: String) {
      self.edits = edits
      self.category = category
      self.message = message
    }

    var testDescription: String { message }
  }

  static let rows = [
    Row([("file/below", "x")], .invalid, "file is a file and cannot hold others"),
    Row([("link/below", "x")], .invalid, "link is a file and cannot hold others"),
    Row([("folder", "x")], .invalid, "folder is a folder"),
    Row([("folder", nil)], .invalid, "folder is a folder"),
    Row([("absent", nil)], .notFound, "absent does not exist"),
    Row([("folder/absent", nil)], .notFound, "folder/absent does not exist"),
    Row([("no/such/folder", nil)], .notFound, "no/such/folder does not exist"),
    Row([("link", "x")], .invalid, "link is a symbolic link"),
    Row([("sub", "x")], .invalid, "sub is a submodule"),
    Row([("new", "x"), ("new", "y")], .invalid, "new is edited twice"),
    Row([("new", "x"), ("new/below", "y")], .invalid, "new is a folder"),
    Row(
      [(String(repeating: "a/", count: 512) + "a", "x")], .unsupported,
      String(repeating: "a/", count: 512) + "a is over 512 folders deep"),
  ]

  @Test(arguments: rows)
  func `a refused edit names its path and leaves the stage as it was`(row: Row) throws {
    let repository = try TestRepository()
    try repository.shell(
      "mkdir folder; echo 1 > folder/one; echo 2 > file; ln -s file link; git add .; "
        + "git commit -qm base; git update-index --add --cacheinfo "
        + "160000,$(git rev-parse HEAD),sub; git commit -qm submodule")
    let opened = try repository.open()
    let tree = try opened.commit(named: "HEAD").tree
    var stage = ObjectStage()
    _ = try stage.addBlob([1])
    let edits =
      try [write("first", to: "aaa")]
      + row.edits.map { name, content in
        try content.map { try write($0, to: name) } ?? remove(name)
      }
    let error = #expect(throws: GitError.self) {
      _ = try stage.addTree(editing: tree, with: edits, in: opened)
    }
    #expect(error?.category == row.category)
    #expect(error?.message == row.message)
    #expect(stage.count == 1)
  }

  @Test func `a tree that does not exist is not found`() throws {
    let repository = try TestRepository()
    let opened = try repository.open()
    var stage = ObjectStage()
    let error = #expect(throws: GitError.self) {
      _ = try stage.addTree(editing: .zero, with: [write("x", to: "a")], in: opened)
    }
    #expect(error?.category == .notFound)
  }

  @Test func `a blob is not taken for a tree`() throws {
    let repository = try TestRepository()
    let blob = try repository.id("echo x | git hash-object -w --stdin")
    let opened = try repository.open()
    let error = #expect(throws: GitError.self) { _ = try opened.fileTree(of: blob) }
    #expect(error?.category == .invalid)
  }
}
