import Kubernetes
import Testing
import YAMLDiff

/// What users state with `--rename`.
@Suite struct `a declared rename` {
  static let rows: [(rename: String, expected: String?)] = [
    ("app-*-blue=app-*-green", "ns/app-a-green"),
    ("ConfigMap app-*=web-*", "ns/web-a-blue"),
    ("ConfigMap ns/app-*=web-*", "ns/web-a-blue"),
    ("*/app-*=web-*", "ns/web-a-blue"),
    ("*/app-*=*-2/web-*", "ns-2/web-a-blue"),
    ("ns/app-a-blue=prod/app", "prod/app"),
    ("Secret app-*=web-*", nil),
    ("other/app-*=web-*", nil),
  ]

  @Test(arguments: rows)
  func `gives an object its new name; a namespace that NEW does not say stays`(
    row: (rename: String, expected: String?)
  ) throws {
    let rename = try #require(DeclaredRename(row.rename))
    let identity = DocumentIdentity(parts: ["", "ConfigMap", "ns", "app-a-blue"], namePosition: 3)
    let parts = rename.renamed(identity)?.parts
    #expect(parts.map { "\($0[2])/\($0[3])" } == row.expected)
  }

  @Test(arguments: ["x", "a=b=c", "a*=b**", "a=b/c", "A B C=d", "=b", "a=", "n/*=m/*/x"])
  func `is refused where it does not say what becomes what`(text: String) {
    #expect(DeclaredRename(text) == nil)
  }
}
