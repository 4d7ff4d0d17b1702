import Files
import Kubernetes
import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

/// Reports that are applied, one case each.
@Suite struct `a report is applied` {
  private static func object(_ name: String, _ rest: String = "") -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name)} # \(name)\n\(rest)"
  }

  private static let a = object("a", "data: {x: \"1\"}\n")
  private static let b = object("b", "data: {x: \"2\"}\n")

  private func patched(_ text: String, from: String, to: String) throws -> String {
    try PatchLaws.apply(try PatchLaws.patch(try PatchLaws.report(from, to)), text)
  }

  /// What the refusal of a report says of a file.
  private func refusal(_ text: String, from: String, to: String) throws -> Finding {
    let root = try #require(try Document.parseSingle(Array(try PatchLaws.report(from, to).utf8)))
      .root
    let report = try ReportedPatch(root)
    let problem = #expect(throws: StreamPatch.Problem.self) {
      try PatchLaws.apply(report.patch, text)
    }
    let file = SourceFile(name: "f.yaml", bytes: Array(text.utf8))
    return report.finding(try #require(problem), in: file, report: "r.json")
  }

  @Test func `documents take their text along`() throws {
    #expect(
      try patched(
        Self.a + "---\n" + Self.b, from: Self.a + "---\n" + Self.b, to: Self.b + "---\n" + Self.a)
        == Self.b + "---\n" + Self.a)
    #expect(
      try patched(Self.a + "---\n" + Self.b, from: Self.a + "---\n" + Self.b, to: Self.b) == Self.b)
    let crlf = (Self.a + "---\n" + Self.b).replacing("\n", with: "\r\n")
    #expect(
      try patched(crlf, from: Self.a + "---\n" + Self.b, to: Self.b + "---\n" + Self.a)
        == (Self.b + "---\n" + Self.a).replacing("\n", with: "\r\n"))
    #expect(
      try patched("\u{FEFF}" + Self.a, from: Self.a, to: Self.b + "---\n" + Self.a).hasPrefix(
        "\u{FEFF}api"))
  }

  @Test func `JSON objects without markers stay that`() throws {
    func object(_ name: String, _ value: Int) -> String {
      #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"\#(name)"},"data":{"x": "\#(value)"}}"#
        + "\n"
    }
    let (a, b, c) = (object("a", 1), object("b", 2), object("c", 3))
    #expect(try patched(a + b, from: a + b, to: a + object("b", 4)) == a + object("b", 4))
    #expect(try patched(a + b + c, from: a + b + c, to: c + a + b) == c + a + b)
    #expect(try patched(a + b + c, from: a + b, to: b) == b + c)
    #expect(
      try patched(a + b, from: a + b, to: a + b + c) == a + b + c.replacing(": ", with: ":"))
  }

  @Test func `comments stay around a document that changes its name and a value`() throws {
    let new = Self.b.replacing("name: b", with: "name: a-v2").replacing("\"2\"", with: "\"1\"")
    #expect(
      try patched("# top\n" + Self.a, from: Self.a, to: new) == "# top\n"
        + Self.a.replacing("name: a}", with: "name: a-v2}"))
  }

  @Test func `others in the file are left alone, and may stand anywhere`() throws {
    let other = Self.object("other", "data: {} # here\n")
    let changed = Self.a.replacing("\"1\"", with: "\"3\"")
    #expect(
      try patched(other + "---\n" + Self.b + "---\n" + Self.a, from: Self.a, to: changed) == other
        + "---\n" + Self.b + "---\n" + changed)
  }

  @Test func `items of a list are objects`() throws {
    let list =
      "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}} # a\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: b}} # b\n"
    let result = try patched(
      list, from: list, to: list.replacing("name: b}", with: "name: b}, data: {x: z}"))
    #expect(result == list.replacing("name: b}", with: "name: b}, data: {x: z}"))
    let shorter = try patched(list, from: list, to: Self.object("b"))
    #expect(
      shorter
        == list.split(separator: "\n", omittingEmptySubsequences: false).filter {
          !$0.hasSuffix("# a")
        }.joined(separator: "\n"))
    let json =
      #"{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}]}"#
      + "\n"
    let exchanged = try patched(list, from: list, to: "kind: Other\nv: 1\n")
    #expect(exchanged == "apiVersion: v1\nkind: List\nitems:\n- kind: Other\n  v: 1\n")
    let own = json.replacing("\"v1\", \"kind\": \"List\"", with: "\"v2\", \"kind\": \"List\"")
    #expect(try patched(json, from: json, to: own) == own)
    let grown = try patched(json, from: "", to: Self.object("c"))
    #expect(
      try PatchLaws.documents(grown).count == 2 && Document.parseAll(Array(grown.utf8)).count == 1)
  }

  @Test func `what is not as expected is refused with its place`() throws {
    let changed = Self.a.replacing("\"1\"", with: "\"3\"")
    let found = try refusal(Self.a.replacing("\"1\"", with: "\"7\""), from: Self.a, to: changed)
    #expect(found.message == "found \"7\", expected \"1\" at /data/x")
    #expect(found.place == Place(file: "f.yaml", line: 4, column: 11))
    #expect(
      found.hint == "change 1 of r.json is not for this file; nothing of the report was applied")
    #expect(
      try refusal(Self.a.replacing("x: \"1\"", with: ""), from: Self.a, to: changed).message
        == "found nothing, expected \"1\" at /data/x")
    #expect(try refusal(Self.b, from: Self.a, to: changed).message == "found no ConfigMap a")
    #expect(
      try refusal(Self.a + "---\n" + Self.b, from: Self.a, to: Self.a + "---\n" + Self.b).message
        == "found ConfigMap b, expected none: the report makes it")
    #expect(
      try refusal(changed, from: Self.a + "---\n" + Self.b, to: Self.b).message
        == "found \"3\", expected \"1\" at /data/x")
    #expect(
      try refusal([Self.b, Self.a, Self.a].joined(separator: "---\n"), from: Self.a, to: changed)
        .message == "found ConfigMap a several times, none of them where it was")
    #expect(
      try refusal("%YAML 1.1\n---\nx: 1\n---\ny: 1\n", from: Self.a, to: changed).message.contains(
        "% directives"))
    #expect(try refusal("x: [\n", from: Self.a, to: changed).place?.line == 2)
  }

  @Test func `what a Secret keeps is in no message`() throws {
    let secret = Self.a.replacing("ConfigMap", with: "Secret").replacing("\"1\"", with: "hidden")
    let finding = try refusal(
      secret.replacing("hidden", with: "other"), from: secret,
      to: secret.replacing("hidden", with: "new"))
    #expect(finding.message == "found ***, expected *** at /data/x")
    #expect(finding.excerpt == nil)
  }

  @Test func `a report that cannot be applied says why`() throws {
    func problem(_ text: String) throws -> String? {
      let root = try #require(try Document.parseSingle(Array(text.utf8))).root
      do throws(ReportedPatch.Problem) {
        _ = try ReportedPatch(root)
        return nil
      } catch { return error.message }
    }
    let secret = Self.a.replacing("ConfigMap", with: "Secret")
    let masked = try PatchLaws.report(
      secret, secret.replacing("\"1\"", with: "z"), showsSecrets: false)
    #expect(try problem(masked)?.contains("what a Secret keeps") == true)
    #expect(
      try problem(PatchLaws.report(secret, Self.b, showsSecrets: false))?.contains("Secret") == true
    )
    #expect(try problem(PatchLaws.report(Self.a, Self.b, showsSecrets: false)) == nil)
    #expect(
      try problem(#"{"formatVersion": "2", "changes": []}"#)
        == #"found the format version 2, expected "1""#)
    #expect(
      try problem(#"{"formatVersion": "1", "errors": []}"#)?.hasPrefix("found no list of changes")
        == true)
    func change(_ fields: String) -> String {
      #"{"formatVersion": "1", "changes": [{"object": null, \#(fields)}]}"#
    }
    #expect(
      try problem(change(#""kind": "bent", "path": "/a""#))
        == #"found the kind "bent", expected one that diff writes"#)
    #expect(
      try problem(change(#""kind": "changed", "path": "/a", "from": 1"#))
        == #"found no "to", which this kind of change has"#)
    #expect(
      try problem(change(#""kind": "changed", "path": "a", "from": 1, "to": 2"#))
        == #"path is "a", expected a JSON pointer"#)
    #expect(
      try problem(
        change(
          #""kind": "changed", "path": "/a", "from": 1, "to": 2, "places": {"from": {"file": "a"}, "to": {"file": "b"}}"#
        )) == nil)
    let files =
      #"{"formatVersion": "1", "changes": [{"kind": "moved", "path": "", "places": {"from": {"file": "a"}}}, {"kind": "moved", "path": "", "places": {"from": {"file": "b"}}}]}"#
    #expect(try problem(files) == "the report is about several files, expected one")
  }

  @Test func `entries about comments are counted and passed over`() throws {
    let text =
      #"{"formatVersion": "1", "changes": [{"kind": "changed", "object": null, "path": "/a", "comment": "above", "from": "x", "to": "y"}]}"#
    let root = try #require(try Document.parseSingle(Array(text.utf8))).root
    let report = try ReportedPatch(root)
    #expect(report.comments == 1 && report.patch.edits.isEmpty)
  }

  @Test(arguments: [
    ("name: a", "name: null"), ("name: a", "generateName: a"), ("name: a", "name: .inf"),
    ("name: a", "{name: a, namespace: n}"), ("name: a", "{generateName: a, name: b}"),
    ("{name: a, namespace: null}", "{name: b, namespace: n}"), ("name: 1", "name: \"2\""),
    ("{generateName: a, namespace: n}", "{generateName: b, namespace: n}"),
  ])
  func `a rename says names in whatever fields`(old: String, new: String) throws {
    func text(_ names: String) -> String {
      let inner = names.hasPrefix("{") ? names : "{\(names)}"
      return "apiVersion: v1\nkind: ConfigMap\nmetadata: \(inner)\ndata: {a: b, c: d, e: f}\n"
    }
    for (a, b) in [(old, new), (new, old)] {
      guard case .done = try PatchLaws.check(text(a), text(b), "\(a) to \(b)") else {
        Issue.record("refused: \(a) to \(b)")
        continue
      }
    }
  }
}
