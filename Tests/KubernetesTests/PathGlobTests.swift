import Files
import Kubernetes
import Testing

@Suite struct `globs choose files as gitignore does` {
  @Test(arguments: [
    ("**", "a/b.yaml", true), ("*.yaml", "a/b.yaml", true), ("*.yaml", "a/b.json", false),
    ("apps/**", "apps/x/y.yaml", true), ("apps/**", "apps2/y.yaml", false),
    ("apps/*.yaml", "apps/y.yaml", true), ("apps/*.yaml", "apps/x/y.yaml", false),
    ("apps/", "apps/x/y.yaml", true), ("apps", "x/apps/y.yaml", true),
    ("/apps/web", "apps/web/y.yaml", true), ("**/web/**", "a/b/web/c.yaml", true),
    ("a?.yaml", "ab.yaml", true), ("a?.yaml", "a.yaml", false), ("a/**/c", "a/c/x", true),
    ("a/**/c", "a/b/b/c", true), ("with space*", "with space .yaml", true),
  ])
  func `each pattern`(row: (pattern: String, path: String, matches: Bool)) throws {
    let path = try #require(RepositoryPath(row.path))
    #expect(PathGlob(row.pattern).matches(path) == row.matches)
  }
}
