import Files
import Testing

@Suite struct `a repository path stays inside its repository` {
  @Test(arguments: ["", "/a", "a//b", "a/", "../a", "a/../b", ".", "a/./b", "a\0b"])
  func `what could leave it or is no path is refused`(text: String) {
    #expect(RepositoryPath(text) == nil)
  }

  @Test func `components, name and folder`() throws {
    let path = try #require(RepositoryPath("apps/web/namespace.yaml"))
    #expect(path.components == ["apps", "web", "namespace.yaml"])
    #expect(path.name == "namespace.yaml")
    #expect(path.folder?.description == "apps/web")
    #expect(RepositoryPath("a")?.folder == nil)
  }

  @Test(arguments: [
    ("../base", "apps/web", "apps/base"), ("./x.yaml", "apps", "apps/x.yaml"),
    ("x/", "apps", "apps/x"), ("x", "", "x"),
  ])
  func `a relative path is resolved from its folder`(row: (String, String, String)) {
    let folder = RepositoryPath(row.1)
    #expect(RepositoryPath.resolve(row.0, from: folder)?.description == row.2)
  }

  @Test(arguments: [("../../x", "apps"), ("/etc/passwd", "apps"), ("..", "")])
  func `a relative path that leaves the repository names nothing`(row: (String, String)) {
    #expect(RepositoryPath.resolve(row.0, from: RepositoryPath(row.1)) == nil)
  }

  @Test func `a folder holds itself and what is below it, not names that start alike`() throws {
    let folder = try #require(RepositoryPath("apps"))
    #expect(try #require(RepositoryPath("apps/x")).isInside(folder))
    #expect(folder.isInside(folder))
    #expect(!(try #require(RepositoryPath("apps2/x")).isInside(folder)))
  }

  @Test func `a path that is not UTF-8 keeps its bytes`() throws {
    let path = try #require(RepositoryPath(bytes: [0x61, 0xFF]))
    #expect(path.bytes == [0x61, 0xFF])
    #expect(path.description == "a\u{FFFD}")
  }
}
