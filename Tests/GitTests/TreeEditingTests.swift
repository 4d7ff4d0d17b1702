import Files
import Testing

@testable import Git

@Suite struct `Editing trees` {
  let repository: TestRepository

  init() throws { repository = try TestRepository() }

  @Test(arguments: 1...40)
  func `random edits give the tree that git update-index and git write-tree give`(
    seed: Int
  ) throws {
    var model = try RandomTree(seed: UInt64(seed))
    let opened = try repository.open()
    var stage = ObjectStage()
    var tree = try ObjectID.emptyTree
    let base = try model.files.map { path, file in
      try indexLine(path, mode: file.mode, id: stage.addBlob(file.bytes))
    }
    try stage.write(to: opened)
    tree = try gitTree(after: base)
    for round in 1...3 {
      let edits = try model.randomEdits()
      tree = try stage.addTree(editing: tree, with: edits, in: opened)
      #expect(try gitTree(after: indexLines(for: edits, in: model)) == tree, "round \(round)")
    }
    try stage.write(to: opened)
    #expect(try repository.shell("git fsck --strict --no-dangling") == "")
    #expect(
      try opened.fileTree(of: tree).entries.map(\.path) == model.files.keys.sorted())
  }

  @Test func `no edit gives the same tree and stages nothing`() throws {
    _ = try repository.commit("a/b")
    let opened = try repository.open()
    let tree = try opened.commit(named: "HEAD").tree
    var stage = ObjectStage()
    #expect(try stage.addTree(editing: tree, with: [], in: opened) == tree)
    #expect(stage.count == 0)
  }

  @Test func `the content that is there already stages nothing`() throws {
    _ = try repository.commit("a/b", "same")
    let opened = try repository.open()
    let tree = try opened.commit(named: "HEAD").tree
    var stage = ObjectStage()
    let edits = [try write("same\n", to: "a/b")]
    #expect(try stage.addTree(editing: tree, with: edits, in: opened) == tree)
    #expect(stage.count == 0)
  }

  @Test func `only the folders on the way to a change are rewritten`() throws {
    _ = try repository.commit("a/b/c")
    _ = try repository.commit("x/y/z")
    let opened = try repository.open()
    let tree = try opened.commit(named: "HEAD").tree
    var stage = ObjectStage()
    _ = try stage.addTree(editing: tree, with: [try write("new", to: "a/b/c")], in: opened)
    #expect(stage.count == 4)
  }

  @Test func `removing every file gives the empty tree`() throws {
    _ = try repository.commit("a/b")
    let opened = try repository.open()
    let tree = try opened.commit(named: "HEAD").tree
    var stage = ObjectStage()
    let edited = try stage.addTree(editing: tree, with: [try remove("a/b")], in: opened)
    #expect(edited == (try ObjectID.emptyTree))
  }

  @Test func `a file and a folder take each other's place`() throws {
    let opened = try repository.open()
    var stage = ObjectStage()
    let first = try stage.addTree(
      editing: .emptyTree, with: [write("1", to: "a"), write("1", to: "b/c")], in: opened)
    let second = try stage.addTree(
      editing: first,
      with: [write("2", to: "a/x"), remove("a"), remove("b/c"), write("2", to: "b")], in: opened)
    let expected = try stage.addTree(
      editing: .emptyTree, with: [write("2", to: "a/x"), write("2", to: "b")], in: opened)
    #expect(second == expected)
  }

  @Test func `names, modes, links and submodules of untouched entries keep their bytes`() throws {
    let blob = try repository.id("echo x | git hash-object -w --stdin")
    var bytes: [UInt8] = []
    for (mode, name) in [
      ("100664", [0x61, 0xFF]), ("100755", Array("run".utf8)), ("120000", Array("t-link".utf8)),
      ("160000", Array("u-sub".utf8)),
    ] as [(String, [UInt8])] {
      bytes += Array("\(mode) ".utf8) + name + [0] + blob.bytes
    }
    let text = try repository.run(
      "git hash-object -t tree --literally -w --stdin", input: bytes)
    let tree = try #require(ObjectID(String(decoding: text.dropLast(), as: UTF8.self)))
    let opened = try repository.open()
    var stage = ObjectStage()
    let edited = try stage.addTree(editing: tree, with: [write("y", to: "b")], in: opened)
    let undone = try stage.addTree(editing: edited, with: [remove("b")], in: opened)
    #expect(undone == tree)
    let rewritten = try stage.addTree(editing: tree, with: [write("y", to: "run")], in: opened)
    try stage.write(to: opened)
    #expect(
      try repository.shell("git ls-tree \(rewritten) run").hasPrefix("100755 "))
    #expect(
      try opened.fileTree(of: tree).entries.map(\.mode)
        == [.file, .executable, .symbolicLink, .submodule])
  }

  /// Applies lines for `git update-index --index-info` to the repository's index.
  private func gitTree(after lines: [[UInt8]]) throws -> ObjectID {
    let output = try repository.run(
      "git update-index -z --index-info; git write-tree --missing-ok", input: lines.flatMap { $0 })
    return try #require(ObjectID(String(decoding: output.dropLast(), as: UTF8.self)))
  }

  private func indexLines(for edits: [TreeEdit], in model: RandomTree) throws -> [[UInt8]] {
    var removals: [[UInt8]] = []
    var writes: [[UInt8]] = []
    var hashes = ObjectStage()
    for edit in edits {
      switch edit {
      case .remove(let path): removals.append(indexLine(path, mode: "0", id: .zero))
      case .write(let path, let bytes):
        let mode = try #require(model.files[path]).mode
        writes.append(indexLine(path, mode: mode, id: try hashes.addBlob(bytes)))
      }
    }
    return removals + writes
  }

  private func indexLine(_ path: RepositoryPath, mode: String, id: ObjectID) -> [UInt8] {
    Array("\(mode) \(id)\t".utf8) + path.bytes + [0]
  }
}
