import Files
import Testing

@testable import Git

@Suite struct `File trees` {
  @Test func `a tree lists what git ls-tree lists, in the order of the paths`() throws {
    let repository = try TestRepository()
    try repository.shell(
      "mkdir -p a/b a-b; echo 1 > a/b/c; echo 2 > a-b/d; echo 3 > a.b; echo 4 > run; "
        + "chmod +x run; ln -s run link; git add .; "
        + "git update-index --add --cacheinfo 160000,1234567890123456789012345678901234567890,sub; "
        + "git commit -qm all")
    let opened = try repository.open()
    let tree = try opened.fileTree(of: opened.commit(named: "HEAD").tree)
    let lines = tree.entries.map { entry in
      "\(String(entry.mode.rawValue, radix: 8)) \(entry.content) \(entry.path)"
    }
    let expected = try repository.shell(
      "git ls-tree -r --format='%(objectmode) %(objectname) %(path)' HEAD")
    #expect(lines.joined(separator: "\n") == expected)
    let entry = try #require(tree[path("a/b/c")])
    #expect(try opened.content(of: entry.content) == Array("1\n".utf8))
  }

  @Test func `a path that is not UTF-8 keeps its bytes`() throws {
    let repository = try TestRepository()
    try repository.shell("touch \"$(printf 'a\\377')\"; git add .; git commit -qm name")
    let opened = try repository.open()
    let tree = try opened.fileTree(of: opened.commit(named: "HEAD").tree)
    #expect(tree.entries.map(\.path.bytes) == [[0x61, 0xFF]])
  }

  @Test func `packed objects are read as loose ones are`() throws {
    let repository = try TestRepository()
    _ = try repository.commit("a/b", "packed")
    try repository.shell("git gc -q")
    let opened = try repository.open()
    let tree = try opened.fileTree(of: opened.commit(named: "HEAD").tree)
    #expect(try opened.content(of: tree.entries[0].content) == Array("packed\n".utf8))
  }

  /// So many that several cores read them.
  private func many() throws -> (repository: TestRepository, ids: [ObjectID], texts: [[UInt8]]) {
    let repository = try TestRepository()
    let texts = (0..<5000).map { Array("\($0)\n".utf8) }
    var stream = ""
    for text in texts {
      stream += "blob\ndata \(text.count)\n\(String(decoding: text, as: UTF8.self))\n"
    }
    try repository.shell("git fast-import --quiet", input: stream)
    let ids = try texts.map { try StagedObject(kind: .blob, bytes: $0).id }
    return (repository, ids, texts)
  }

  @Test func `many contents come in the order that is asked for`() throws {
    let (repository, ids, texts) = try many()
    let opened = try repository.open()
    let order = texts.indices.shuffled()
    #expect(try opened.contents(of: order.map { ids[$0] }) == order.map { texts[$0] })
  }

  @Test(arguments: [0, 1, 511, 2500, 4999])
  func `which of many contents is absent is told`(position: Int) throws {
    let (repository, ids, _) = try many()
    let absent = try StagedObject(kind: .blob, bytes: Array("absent".utf8)).id
    var wanted = ids
    wanted[position] = absent
    let opened = try repository.open()
    let error = #expect(throws: GitError.self) { _ = try opened.contents(of: wanted) }
    #expect(error?.category == .notFound)
    #expect(error?.operation == "read blob \(absent)")
  }

  @Test func `a tree of many folders lists what git ls-tree lists`() throws {
    let repository = try TestRepository()
    var stage = ObjectStage()
    let edits = try (0..<3000).map { number in
      TreeEdit.write(
        path: try path("\(number % 700)/\(number % 1400)/\(number)"), bytes: Array("\(number)".utf8)
      )
    }
    let tree = try stage.addTree(editing: .emptyTree, with: edits, in: repository.open())
    try stage.write(to: repository.open())
    let lines = try repository.open().fileTree(of: tree).entries.map { "\($0.content) \($0.path)" }
    #expect(
      try repository.shell("git ls-tree -r --format='%(objectname) %(path)' \(tree)")
        == lines.joined(separator: "\n"))
  }

  @Test func `the content of an absent blob is not found`() throws {
    let repository = try TestRepository()
    let opened = try repository.open()
    let error = #expect(throws: GitError.self) { _ = try opened.content(of: .zero) }
    #expect(error?.category == .notFound)
  }

  @Test func `ten thousand nested folders do not exhaust the stack`() throws {
    let repository = try TestRepository()
    let opened = try repository.open()
    var stage = ObjectStage()
    let blob = try stage.addBlob([])
    var entry = TreeEntry(
      mode: "100644".utf8, kind: .file(.file), name: [UInt8(ascii: "f")], id: blob)
    for _ in 0..<10_000 {
      let tree = try stage.object(.tree, Array(entry.raw))
      stage.add(tree)
      entry = TreeEntry(mode: "40000".utf8, kind: .folder, name: [UInt8(ascii: "d")], id: tree.id)
    }
    try stage.write(to: opened)
    #expect(try opened.fileTree(of: entry.id).entries.map(\.path.bytes.count) == [19_999])
  }
}
