import Files
import Testing

@testable import Git

@Suite struct `Raw trees` {
  private func entry(_ mode: String, _ name: String) -> [UInt8] {
    Array("\(mode) \(name)\0".utf8) + [UInt8](repeating: 7, count: 20)
  }

  @Test func `writing a parsed tree gives its own bytes again`() throws {
    let bytes = entry("40000", "z") + entry("100664", "b") + entry("040000", "a") + entry("7", "q")
    #expect(try RawTree(parsing: bytes, id: .zero).bytes == bytes)
  }

  @Test(arguments: [
    "x", "100644", "100644 ", "100644 a", "100644 a\0short", "100644 \0aaaaaaaaaaaaaaaaaaaa",
    "10064x a\0aaaaaaaaaaaaaaaaaaaa", " a\0aaaaaaaaaaaaaaaaaaaa",
    "100644 a/b\0aaaaaaaaaaaaaaaaaaaa",
    "777777777777 a\0aaaaaaaaaaaaaaaaaaaa",
  ])
  func `a malformed tree is an error`(text: String) throws {
    let error = #expect(throws: GitError.self) {
      _ = try RawTree(parsing: Array(text.utf8), id: .zero)
    }
    #expect(error?.category == .invalid)
  }

  @Test func `every cut of a tree is an error or a shorter tree`() throws {
    let bytes = entry("100644", "a") + entry("40000", "b")
    for length in 0..<bytes.count {
      let cut = Array(bytes[..<length])
      let tree = try? RawTree(parsing: cut, id: .zero)
      #expect((tree != nil) == (length % (bytes.count / 2 + 1) == 0 || length == 29), "\(length)")
    }
  }

  @Test func `folders sort as if their names ended in a slash`() throws {
    var tree = RawTree(entries: [])
    tree.insert(
      ["a0", "a", "a.b", "a-"].map { name in
        TreeEntry(
          mode: "40000".utf8, kind: name == "a" ? .folder : .file(.file),
          name: Array(name.utf8)[...], id: .zero)
      })
    let names = tree.entries.map { String(decoding: $0.name, as: UTF8.self) }
    #expect(names == ["a-", "a.b", "a", "a0"])
  }

  @Test(arguments: ["..", "."])
  func `an entry that would leave its folder is an error`(name: String) throws {
    let repository = try TestRepository()
    let tree = try repository.run(
      "git hash-object -t tree --literally -w --stdin", input: entry("100644", name))
    let id = try #require(ObjectID(String(decoding: tree.dropLast(), as: UTF8.self)))
    let opened = try repository.open()
    let error = #expect(throws: GitError.self) { _ = try opened.fileTree(of: id) }
    #expect(error?.category == .invalid)
  }
}
