import Files
import Testing

@testable import Git

@Suite struct `Writing many objects` {
  let repository: TestRepository

  init() throws { repository = try TestRepository() }

  /// Sizes around what a pack's header of an object holds in one, two and three bytes, and more than
  /// what is compressed or given away at once.
  static let sizes = [0, 1, 15, 16, 17, 2047, 2048, 2049, 16384, 70_000, 300_000]

  /// Contents that no two calls share; half of them cannot be compressed.
  private func contents() -> [[UInt8]] {
    Self.sizes.flatMap { size in
      [
        (0..<size).map { _ in UInt8.random(in: 0...255) },
        Array(repeating: UInt8.random(in: 0...255), count: size),
      ]
    } + (0..<Repository.mostLoose).map { Array("\($0) \(Int.random(in: 0...(.max)))".utf8) }
  }

  private func count(_ key: String) throws -> Int? {
    try repository.shell("git count-objects -v").split(separator: "\n")
      .first { $0.hasPrefix("\(key): ") }.flatMap { Int($0.dropFirst(key.count + 2)) }
  }

  @Test func `many become one pack, which git finds in order`() throws {
    let opened = try repository.open()
    var stage = ObjectStage()
    let contents = Set(contents())
    var edits: [TreeEdit] = []
    for (number, bytes) in contents.enumerated() {
      edits.append(.write(path: try path("a/\(number % 7)/\(number)"), bytes: bytes))
    }
    let tree = try stage.addTree(editing: .emptyTree, with: edits, in: opened)
    let commit = try stage.addCommit(
      tree: tree, parents: [], author: .test, committer: .test, message: "m\n")
    try stage.write(to: opened)
    #expect(try count("count") == 0)
    #expect(try count("in-pack") == stage.count)
    #expect(try count("packs") == 1)
    #expect(try count("garbage") == 0)
    try repository.shell("git verify-pack .git/objects/pack/*.idx; git branch packed \(commit)")
    #expect(try repository.shell("git fsck --strict --full") == "")
    #expect(try opened.fileTree(of: tree).entries.count == contents.count)
    for entry in try opened.fileTree(of: tree).entries {
      let read = try opened.content(of: entry.content)
      #expect(contents.contains(read))
      #expect(try repository.run("git cat-file blob \(entry.content)") == read)
    }
    // Git's own indexer agrees, byte for byte.
    try repository.shell(
      "git index-pack --strict -o ../other.idx .git/objects/pack/*.pack >../log;"
        + "cmp ../other.idx .git/objects/pack/*.idx")
  }

  @Test(arguments: [true, false])
  func `few become loose files`(isOneMore: Bool) throws {
    let opened = try repository.open()
    var stage = ObjectStage()
    let count = Repository.mostLoose + (isOneMore ? 1 : 0)
    for number in 0..<count { _ = try stage.addBlob(Array("\(number)".utf8)) }
    try stage.write(to: opened)
    #expect(try self.count("count") == (isOneMore ? 0 : count))
    #expect(try self.count("in-pack") == (isOneMore ? count : 0))
  }

  @Test func `the same objects make the same pack`() throws {
    var stage = ObjectStage()
    for bytes in contents() { _ = try stage.addBlob(bytes) }
    let other = try TestRepository()
    try stage.write(to: try repository.open())
    try stage.write(to: try other.open())
    let list = "ls .git/objects/pack; sha1sum .git/objects/pack/*"
    #expect(try repository.shell(list) == other.shell(list))
  }

  @Test(arguments: ["loose", "packed"])
  func `what is there already is not written again but renewed`(form: String) throws {
    let opened = try repository.open()
    let old = try repository.id("echo old | git hash-object -w --stdin")
    if form == "packed" {
      try repository.shell("echo \(old) | git pack-objects -q .git/objects/pack/pack")
      try repository.shell("git prune-packed")
    }
    try repository.shell("find .git/objects -type f -exec touch -d 2001-01-01 {} +")
    var stage = ObjectStage()
    _ = try stage.addBlob(Array("old\n".utf8))
    for number in 0..<50 { _ = try stage.addBlob(Array("\(number)".utf8)) }
    let written = try repository.open()
    try stage.write(to: written)
    #expect(try count("count") == (form == "loose" ? 1 : 0))
    #expect(try count("in-pack") == (form == "loose" ? 50 : 51))
    let kind = form == "loose" ? "\(old)".dropFirst(2) : "*.pack"
    #expect(
      try repository.shell("find .git/objects -name '\(kind)' ! -newermt 2002-01-01") == "")
    // So git takes none of it away, though nothing reaches it.
    try repository.shell("git prune --expire=2.hours.ago")
    #expect(try opened.content(of: old) == Array("old\n".utf8))
  }

  @Test func `without a folder for packs all become loose files`() throws {
    try repository.shell("rmdir .git/objects/pack")
    var stage = ObjectStage()
    for number in 0..<50 { _ = try stage.addBlob(Array("\(number)".utf8)) }
    try stage.write(to: try repository.open())
    #expect(try count("count") == 50)
  }

  @Test func `alternates are read and never written`() throws {
    let other = try TestRepository()
    let blob = try other.id("echo shared | git hash-object -w --stdin")
    try repository.shell("echo \(other.path)/.git/objects > .git/objects/info/alternates")
    let before = try other.shell("find .git/objects -type f")
    var stage = ObjectStage()
    #expect(try stage.addBlob(Array("shared\n".utf8)) == blob)
    for number in 0..<50 { _ = try stage.addBlob(Array("\(number)".utf8)) }
    try stage.write(to: try repository.open())
    #expect(try count("in-pack") == 50)
    #expect(try other.shell("find .git/objects -type f") == before)
  }

  @Test func `the index of a pack over 2 GiB is one that git reads`() throws {
    let offsets: [UInt64] = [12, 1 << 31 - 1, 1 << 31, 1 << 32 + 7, 1 << 40]
    var index = PackIndex()
    var expected: [String] = []
    for (number, offset) in offsets.enumerated() {
      let id = try StagedObject(kind: .blob, bytes: Array("\(number)".utf8)).id
      let checksum = UInt32.max - UInt32(number)
      index.append(PackIndex.Entry(id: id, checksum: checksum, offset: offset))
      expected.append("\(offset) \(id) (\(String(checksum, radix: 16)))")
    }
    let listed = String(
      decoding: try repository.run("git show-index", input: index.bytes(ofPack: .zero)),
      as: UTF8.self
    ).split(separator: "\n")
    #expect(listed.map(String.init).sorted() == expected.sorted())
  }

  #if DEBUG
    @Test func `a fault at any call leaves nothing of the pack, and writing again finishes`() throws
    {
      let opened = try repository.open()
      var stage = ObjectStage()
      for bytes in contents() { _ = try stage.addBlob(bytes) }
      let before = try repository.shell("find .git")
      var failures = 0
      while true {
        do {
          try FaultInjector.$current.withValue(
            FaultInjector(failingCall: failures + 1, with: -1)
          ) { try stage.write(to: opened) }
          break
        } catch let error as GitError {
          failures += 1
          #expect(error.operation.hasPrefix("write "))
          // What has its name stays, as another process may have begun to use it.
          let unnamed = "find .git ! -name 'pack-*'"
          #expect(try repository.shell(unnamed) == before)
        }
      }
      #expect(failures > 5)
      #expect(try repository.shell("git fsck --strict --full --no-dangling") == "")
      #expect(try count("in-pack") == stage.count)
    }
  #endif
}
