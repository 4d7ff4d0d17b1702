import Files
import Testing

@testable import Git

@Suite struct `Ids of staged objects` {
  @Test func `a blob has the id that git hash-object gives`() throws {
    let repository = try TestRepository()
    var stage = ObjectStage()
    for content in ["", "a", "two\r\nlines\n", "é\u{0}ü"] {
      let bytes = Array(content.utf8)
      let expected = String(
        decoding: try repository.run("git hash-object --stdin", input: bytes), as: UTF8.self)
      #expect(try stage.addBlob(bytes).description + "\n" == expected)
    }
    #expect(stage.count == 4)
  }

  @Test func `an object is staged once`() throws {
    var stage = ObjectStage()
    let first = try stage.addBlob([1, 2, 3])
    #expect(try stage.addBlob([1, 2, 3]) == first)
    #expect(stage.count == 1)
  }

  @Test func `filters and line-ending settings have no part in an id`() throws {
    let repository = try TestRepository()
    try repository.shell(
      "git config core.autocrlf true; echo '* text=auto filter=x' > .gitattributes; "
        + "git config filter.x.clean 'tr a b'; git add .; git commit -qm attributes")
    let opened = try repository.open()
    var stage = ObjectStage()
    let tree = try stage.addTree(
      editing: try opened.commit(named: "HEAD").tree, with: [try write("a\r\n", to: "new")],
      in: opened)
    try stage.write(to: opened)
    #expect(try repository.run("git cat-file blob \(tree):new") == Array("a\r\n".utf8))
  }
}
