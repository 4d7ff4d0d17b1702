import Files
import Testing

@Suite struct `a file tree finds its entries` {
  @Test func `by path, in any order they came`() throws {
    let names = ["b/c.yaml", "a.yaml", "b.yaml", "a/z.yaml"]
    let entries = try names.map { name in
      FileEntry(path: try #require(RepositoryPath(name)), mode: .file, content: .zero)
    }
    let tree = FileTree(entries: entries)
    #expect(
      tree.entries.map(\.path.description) == ["a.yaml", "a/z.yaml", "b.yaml", "b/c.yaml"])
    for entry in entries { #expect(tree[entry.path] == entry) }
    #expect(tree[try #require(RepositoryPath("c"))] == nil)
  }
}
