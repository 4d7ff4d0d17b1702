import Testing
import YAML
import YAMLDiff

/// How path patterns are written, and what is wrong with those that are none.
@Suite struct `a path pattern is written as a pointer or with dots` {
  @Test(arguments: [
    ("/spec/replicas", "spec.replicas"),
    ("/spec/replicas", ".spec.replicas"),
    ("/metadata/labels/istio.io~1rev", "metadata.labels[\"istio.io/rev\"]"),
    ("/metadata/labels/istio.io~1rev", ".metadata.labels.\"istio.io/rev\""),
    ("/a/~0b", "a.~b"),
    ("/webhooks/[*]/clientConfig", "webhooks[].clientConfig"),
    ("/webhooks[*]/clientConfig", ".webhooks[]?.clientConfig"),
    ("/spec/containers/[name=web]/image", "spec.containers[name=web].image"),
    ("/spec/containers[name=web]/image", "spec.containers[name=\"web\"].image"),
    ("/spec/ports[port=80,protocol=TCP]", "spec.ports[port=80,protocol=\"TCP\"]"),
    ("/items/0", "items[0]"),
    ("/spec/**/caBundle", "spec.**.caBundle"),
    ("/spec/**/**/caBundle", "spec.**.caBundle"),
    ("/metadata/annotations/*", "metadata.annotations.*"),
    ("/a/x\\*y", "a[\"x*y\"]"),
    ("/volumeMounts[mountPath=/etc/x]/readOnly", "volumeMounts[mountPath=\"/etc/x\"].readOnly"),
  ])
  func `both forms mean the same`(row: (pointer: String, dotted: String)) throws {
    #expect(try PathPattern(row.pointer) == PathPattern(row.dotted))
  }

  @Test func `a star in quotes is a star`() throws {
    #expect(try PathPattern("a[\"x*\"]") != PathPattern("a.x*"))
    #expect(try PathPattern("a.\"*\"") != PathPattern("a.*"))
  }

  @Test func `a JSON pointer has no wildcards`() throws {
    let star = try #require(PathPattern(pointer: "/a/*"))
    #expect(try star == PathPattern("a[\"*\"]"))
    #expect(PathPattern(pointer: "a") == nil)
    #expect(PathPattern(pointer: "") == nil)
  }

  @Test(arguments: [
    ("", 0..<0, "found no path"),
    ("/", 1..<1, "found an empty step"),
    ("/a//b", 3..<4, "found an empty step"),
    ("/a/", 3..<3, "found an empty step"),
    ("a..b", 2..<3, "found an empty step"),
    ("/a/b~2", 4..<5, "found \"~\", expected ~0 for \"~\" or ~1 for \"/\""),
    ("metadata.labels.istio.io/rev", 24..<25, "found \"/\" in a path that is written with dots"),
    ("/a b", 2..<3, "found \" \" in a path"),
    (
      "/a[name]", 2..<8,
      "found [name], expected a position, *, a key in double quotes, or key=value"
    ),
    ("/a[name=x", 2..<9, "found no \"]\" that ends the bracket"),
    ("/a[\"x]", 3..<6, "found no double quote that ends the text"),
    ("/a[name=x]b", 10..<11, "found \"b\" after a bracket, expected a path separator"),
    ("a[0]/b", 4..<5, "found \"/\" after a bracket, expected a path separator"),
  ])
  func `what is wrong is said with its place`(
    row: (text: String, range: Range<Int>, message: String)
  ) {
    #expect {
      try PathPattern(row.text)
    } throws: { error in
      let problem = error as? PathPattern.Problem
      #expect(problem?.range == row.range)
      #expect(problem?.message == row.message)
      return problem != nil
    }
  }

  @Test(arguments: [
    ("web", "web", true), ("web", "web2", false), ("*", "", true), ("*", "x", true),
    ("a*", "a", true), ("a*", "ba", false), ("*a", "ba", true), ("a*a", "a", false),
    ("a*b*c", "axxbxxc", true), ("a*b*c", "acb", false), ("*b*", "abc", true),
    ("a*ab*b", "aabb", true), ("a*ab*b", "aab", false), ("ü*", "übung", true),
  ])
  func `globs`(row: (pattern: String, text: String, matches: Bool)) {
    #expect(Glob(row.pattern).matches(row.text) == row.matches)
  }
}
