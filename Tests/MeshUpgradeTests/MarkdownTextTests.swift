import Testing

@testable import MeshUpgrade

/// Data in Markdown stays data.
@Suite struct `Data in Markdown` {
  private static let space = "&#8203;"

  @Test(arguments: [
    ("plain words, and a dash - here", "plain words, and a dash - here"),
    ("@team and a@b.example", "@\(space)team and a@\(space)b.example"),
    ("fixes #12", "fixes \\#\(space)12"), ("see !7", "see \\!\(space)7"),
    ("org/repo#3", "org/repo\\#\(space)3"), ("GH-12", "GH-\(space)12"), ("gh-12", "gh-\(space)12"),
    ("MP-12", "MP-12"), ("<b>&lt;", "&lt;b&gt;&amp;\(space)lt;"), ("a|b", "a\\|b"),
    ("*bold* _it_ ~~gone~~", "\\*bold\\* \\_it\\_ \\~\\~\(space)gone\\~\\~"),
    ("`code`", "\\`code\\`"), ("[x](http://y)", "\\[x\\]\\(http:\(space)//y\\)"),
    ("www.example.com", "www.\(space)example.com"), (":tada:", ":\(space)tada:"),
    ("- item", "\\- item"), ("+ item", "\\+ item"), ("1. item", "1\\. item"), ("1.13.0", "1.13.0"),
    ("# title", "\\# title"), ("two\n\nlines", "two lines"), ("\u{1B}[31m", "\\\\u\\{1B\\}\\[31m"),
    ("$x$", "\\$\(space)x\\$"),
  ])
  func `a sentence has no markup, mention, reference or link`(row: (text: String, prose: String)) {
    #expect(MarkdownText.prose(row.text) == row.prose)
  }

  @Test(arguments: [
    ("web", "`web`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("a``b`c", "```a``b`c```"),
    ("a|b", "`a\\|b`"), ("", "`  `"), ("a\nb", "`a b`"), ("@team #1", "`@team #1`"),
  ])
  func `code in a line is fenced by more backticks than it holds`(row: (text: String, code: String))
  {
    #expect(MarkdownText.code(row.text) == row.code)
  }

  @Test func `a block of code is fenced by more backticks than it holds`() {
    #expect(
      MarkdownText.block(["a", "````"], language: "sh", indent: "  ")
        == "  `````sh\n  a\n  ````\n  `````\n")
    #expect(MarkdownText.block(["a"], language: "") == "```\na\n```\n")
  }
}

/// A body is cut between blocks, and says so.
@Suite struct `Cutting a pull request's body` {
  private static func sections(_ count: Int) -> [PullRequestSection] {
    [
      PullRequestSection(title: "", start: "What it is.\n"),
      PullRequestSection(
        title: "Names", start: "| a |\n|---|\n", blocks: (0..<count).map { "| \($0) |\n" },
        noun: "name"),
      PullRequestSection(
        title: "Changes", blocks: (0..<count).map { "`\($0)`\n\n```diff\n+ \($0)\n```\n\n" },
        noun: "object", command: "meshphase diff a b"),
    ]
  }

  @Test func `nothing is cut from what fits`() {
    let text = Self.sections(2).text(limit: 1_000, importance: [0, 1, 2])
    #expect(
      text == """
        What it is.

        ## Names

        | a |
        |---|
        | 0 |
        | 1 |

        ## Changes

        `0`

        ```diff
        + 0
        ```

        `1`

        ```diff
        + 1
        ```

        """)
  }

  @Test(arguments: [0, 1, 2, 10, 100, 1_000], [400, 1_000, 4_000, 60_000])
  func `every limit is kept, only whole blocks are shown, and the least important go first`(
    count: Int, limit: Int
  ) {
    let text = Self.sections(count).text(limit: limit, importance: [0, 1, 2])
    #expect(text.utf8.count <= limit)
    let lines = text.split(separator: "\n").map(String.init)
    let names = lines.count { $0.hasPrefix("| ") } - (lines.contains("| a |") ? 1 : 0)
    let objects = lines.count { $0.hasPrefix("`") && !$0.hasPrefix("```") }
    #expect(lines.count { $0.hasPrefix("```") } == 2 * objects, "a fence is open")
    #expect(
      lines.contains(
        "_\(count - names) more names left out for length:_"
          + " `meshphase plan -v` _shows all._") == (0 < names && names < count - 1))
    if objects > 0 { #expect(names == count, "a change is shown while a name is not") }
    #expect(text.contains("`meshphase diff a b`") == (objects < count))
    // The next one would not have fitted.
    if names < count { #expect(text.utf8.count + 60 > limit - 60 || limit < 400) }
  }

  @Test func `a table without a row has no head`() {
    let rows = PullRequestSection(
      title: "Names", start: "| a |\n|---|\n",
      blocks: ["| \(String(repeating: "x", count: 500)) |\n"],
      noun: "name")
    let text = [rows].text(limit: 200, importance: [0])
    #expect(
      text
        == "## Names\n\n_1 name left out for length:_ `meshphase plan -v` _shows all._\n")
  }
}
