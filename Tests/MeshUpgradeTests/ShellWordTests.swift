import Testing

@testable import MeshUpgrade

@Suite struct `Words of a shell` {
  @Test(arguments: [
    ("main", "main"), ("meshphase/prod/a.b_c-1", "meshphase/prod/a.b_c-1"), ("", "''"),
    ("a b", "'a b'"), ("it's", #"'it'\''s'"#), ("$(rm -r .)", "'$(rm -r .)'"), ("`x`", "'`x`'"),
    ("~", "'~'"), ("a~", "'a~'"), ("*", "'*'"), ("a\nb", "'a\nb'"), ("\"", "'\"'"), ("é", "'é'"),
    ("#x", "'#x'"), ("a;b", "'a;b'"), ("--base=main", "--base=main"),
  ])
  func `what a shell would not read as itself is quoted`(row: (text: String, word: String)) {
    #expect(ShellWord.quoted(row.text) == row.word)
  }

  @Test func `a line is its words with blanks between them`() {
    #expect(ShellWord.line(["git", "fetch", "a b", ""]) == "git fetch 'a b' ''")
  }
}
