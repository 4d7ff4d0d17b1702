import Kubernetes
import TestSupport
import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

@Suite struct `the outputs of a difference` {
  private static let hostile = [
    "```", "````\n", "~~~", "</details>", "<!-- ", "@octocat", "#12", "\n\n", "**", "`", "`\u{301}",
    "\r\n", "<img src=x onerror=alert(1)>", "\u{202E}", "\u{1B}[31m", "| a |", "x", "é",
    "```diff\n+",
    "\u{85}", "\u{2028}", "&lt;", "_", "[a](b)", "日本",
  ]

  private func text(_ random: inout SeededRandom, _ count: Int) -> String {
    (0..<random.below(count)).map { _ in random.pick(Self.hostile) }.joined()
  }

  private func stream(_ random: inout SeededRandom) -> String {
    (0..<random.below(12)).map { index in
      let name = random.chance(30) ? text(&random, 6) : "n\(index)"
      let data = (0..<random.below(4)).map {
        (
          key: "k\($0)" + (random.chance(10) ? text(&random, 3) : ""),
          value: Value.string(text(&random, random.chance(5) ? 400 : 12))
        )
      }
      return Value.mapping(
        Mapping([
          ("apiVersion", "v1"), ("kind", "ConfigMap"), ("metadata", ["name": .string(name)]),
          ("data", .mapping(Mapping(data))),
        ])
      ).json() + "\n"
    }.joined(separator: "---\n")
  }

  /// Whether every line is inside a block, or one of those that Markdown is made of here.
  private func hasOnlyOwnMarkup(_ markdown: String) -> Bool {
    var fence: Substring?
    // A scalar view, as a carriage return and a line feed are one character.
    for line in markdown.unicodeScalars.split(separator: "\n").map({ Substring($0) }) {
      if let open = fence {
        if line == open { fence = nil } else if line.hasPrefix(open) { return false }
        guard fence == nil || ["+ ", "- ", "  ", "@@"].contains(String(line.prefix(2))) else {
          return false
        }
      } else if line.hasSuffix("`diff") {
        fence = line.dropLast(4)
      } else {
        let inner = line.replacing(/<\/?(p|details( open)?|summary|code)>/, with: "")
        let isOwn = ["<p>", "<details", "</details>", "**", "No differences."]
          .contains { line.hasPrefix($0) }
        guard isOwn, !inner.contains("<"), line.unicodeScalars.allSatisfy({ $0.value >= 0x20 })
        else { return false }
      }
    }
    return fence == nil
  }

  @Test(arguments: 0..<300)
  func `Markdown is never longer than allowed, and what files hold stays data`(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let report = try Compared(stream(&random), stream(&random)).report
    let limit = 1_000 + random.below(random.chance(50) ? 500 : 20_000)
    let markdown = try DiffMarkdown.text(report, isFull: random.chance(50), limit: limit)
    #expect(markdown.unicodeScalars.count <= limit, "seed \(seed)")
    #expect(hasOnlyOwnMarkup(markdown), "seed \(seed)\n\(markdown)")
    #expect(
      !markdown.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
  }

  @Test func `what does not fit is counted and named`() throws {
    let documents = (0..<400).map { "{apiVersion: v1, kind: ConfigMap, metadata: {name: n\($0)}}" }
    let report = try Compared("", documents.joined(separator: "\n---\n")).report
    let markdown = try DiffMarkdown.text(report, isFull: false, limit: 5_000)
    let shown = markdown.split(separator: "<details").count - 1
    #expect(markdown.contains("\(400 - shown) more objects are not shown"))
    #expect(
      markdown.contains("<code>ConfigMap n\(shown)</code>,") && markdown.hasSuffix(", …</p>\n"))
    #expect(markdown.unicodeScalars.count > 4_500)
  }

  // MARK: Secrets

  /// Documents that keep `TOPSECRET` and a version of it, where a Secret can stand.
  private static func secrets(_ version: String) -> [String] {
    let secret =
      #"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"stringData":{"t":"TOPSECRET\#(version)"}}"#
    let annotation = "kubectl.kubernetes.io/last-applied-configuration"
    func quoted(_ text: String) -> String { Value.string(text).json(isPretty: false) }
    let wrapped =
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: \(quoted(secret))}}"
    return [
      secret, "apiVersion: v1\nkind: List\nitems: [\(secret)]",
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n  t: |\n    a\n    TOPSECRET\(version)\n",
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: TOPSECRET\(version)\n",
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s, annotations: {\(annotation): \(quoted(secret))}}",
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s, annotations: {\(annotation): 'a: [TOPSECRET\(version)'}}",
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s, annotations: {\(annotation): '{\"x\": \"TOPSECRET\(version)\"}'}}",
      wrapped,
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: \(quoted(wrapped))}}",
      "apiVersion: x/v1\nkind: Object\nmetadata: {name: o}\nspec: {manifest: \(secret)}",
      "apiVersion: x/v1\nkind: Object\nmetadata: {name: o}\nspec: {list: [1, \(secret)]}",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a: |\n    a: 1\n    ---\n    \(secret)\n",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a: |\n    {{ if }}\n    kind: Secret\n    data:\n      t: TOPSECRET\(version)\n",
      "apiVersion: v1\nkind: \"\\u0053ecret\"\nmetadata: {name: s}\ndata: {t: TOPSECRET\(version)}\n",
      "apiVersion: v1\nkind: SecretList\nitems: [{metadata: {name: s}, data: {t: TOPSECRET\(version)}}]",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a: |\n    kind: SecretList\n    items: [{data: {t: TOPSECRET\(version)}}]\n",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  a: |\n    kind: SecretList\n    \(version == "1" ? "list" : "items"): [{data: {t: TOPSECRET\(version)}}]\n"
        .replacing("TOPSECRET1", with: "x"),
      "x: &s \(secret)\napiVersion: x/v1\nkind: Object\nmetadata: {name: o}\nspec: *s",
    ]
  }

  @Test(arguments: 0..<18)
  func `what Secrets keep is shown nowhere, unless it is asked for`(index: Int) throws {
    let (old, new) = (Self.secrets("1")[index], Self.secrets("2")[index])
    let other = "{apiVersion: v1, kind: Namespace, metadata: {name: n}}\n"
    for (one, two) in [(old, new), (other, new), (old, other), (old, "\(other)---\n\(old)")] {
      let compared = try Compared(one, two)
      #expect(!compared.report.isEmpty)
      #expect(try !compared.everything.contains("TOPSECRET"))
      #expect(
        !FileLines.text(
          from: Array(one.utf8), to: Array(two.utf8), isFull: true, options: .init()
        ).plain.contains("TOPSECRET"))
    }
    #expect(try Compared(old, new, showsSecrets: true).everything.contains("TOPSECRET2"))
  }

  // MARK: Text

  @Test func `lines are cut to a width by what a terminal shows`() {
    var text = StyledText()
    text.add("ab", .heading)
    text.add("日本語", .added)
    text.line("x")
    text.line("short")
    #expect(text.cut(to: 0) == text)
    #expect(text.cut(to: 9).plain == "ab日本語x\nshort\n")
    #expect(text.cut(to: 8).plain == "ab日本…\nshort\n")
    #expect(text.cut(to: 6).plain == "ab日…\nshort\n")
    #expect(text.cut(to: 1).plain == "…\n…\n")
  }

  @Test func `long values are shown around what differs`() {
    let digest = String(repeating: "0123456789abcdef", count: 4)
    let (one, other) = Excerpts.around("image@sha256:a\(digest)", "image@sha256:b\(digest)")
    #expect(one == "image@sha256:a0123456789abcdef…")
    #expect(other == "image@sha256:b0123456789abcdef…")
    let long = String(repeating: "x", count: 200)
    #expect(Excerpts.around(long + "a", long + "b").0 == "…" + long.prefix(16) + "a")
    #expect(Excerpts.around("a", "b") == ("a", "b"))
    #expect(Excerpts.around(long, long + "a").1 == "…" + long.prefix(16) + "a")
  }

  @Test(arguments: [
    ("a/b", "containers[name=a/b].image"), ("a]b", "containers[name=a]b].image"),
    ("[x]/image", "containers[name=[x]/image].image"),
  ])
  func `a path names items by their keys, whatever those hold`(name: String, path: String) {
    let change = ValueChange(
      .changed, path: [.key("containers"), .index(0), .key("image")], oldPath: nil,
      keyedPath: "/containers[name=\(name)]/image", from: "a", to: "b")
    #expect(ChangeText.path(of: change) == path)
  }
}
