import Foundation
import Testing

@testable import MeshUpgrade

/// Texts that try to be something else than data.
enum HostileText {
  static let all = [
    "", "plain-1.0_x/y", "-rf", "--output=/tmp/x", "../../etc/passwd", "a b", "a\nb", "a\tb",
    "a\rb",
    "\u{1B}[31mred\u{1B}[0m", "\u{9B}31m", "\u{7F}", "\u{202E}txt.exe", "\u{2066}x", "é",
    "@octocat", "Fixes #1", "GH-1", "<script>alert(1)</script>", "[x](http://evil.example)",
    "![x](//evil.example)", "`id`", "``", "`", "$(touch mark)", "${IFS}", "'; touch mark; '",
    "\"; touch mark", "it's", "a\\nb", "%s%n", "*", "~", "#", "!x", "&", "a'\nb\\%'c", "=x",
    "**bold**", "__b__", "https://evil.example",
  ]
}

@Suite struct `Words of commands` {
  @Test(arguments: HostileText.all)
  func `a shell reads a word as the text it was made of`(text: String) throws {
    let word = ShellWord.quoted(text)
    #expect(StyledText.visible(word) == word && !word.contains("\n") && !word.contains("\t"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "printf '<%s>' \(word)"]
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(Array(output) == Array("<\(text)>".utf8), "\(word)")
  }

  @Test func `what means nothing to a shell stays as it is`() {
    #expect(
      ShellWord.quoted("/srv/git/mesh-1.0_x@home,a+b:c%=") == "/srv/git/mesh-1.0_x@home,a+b:c%=")
    #expect(ShellWord.quoted("it's") == #"'it'\''s'"#)
    #expect(ShellWord.path("-rf") == "./-rf")
    #expect(ShellWord.path("- f") == "'./- f'")
  }
}

@Suite struct `Text for hosts of Git` {
  @Test(arguments: HostileText.all)
  func `a line comes alive nowhere`(text: String) {
    let line = InertText.line("see \(text) there")
    #expect(StyledText.visible(line) == line)
    let lively = ["@", "#", "<", "`", "](", "://", "GH-", "**", "__"].contains { text.contains($0) }
    #expect(line.hasPrefix("`") == lively, "\(line)")
    guard lively else { return }
    let fence = line.prefix { $0 == "`" }
    #expect(line.hasSuffix(fence))
    let inside = line.dropFirst(fence.count).dropLast(fence.count)
    let runs = inside.split { $0 != "`" }
    #expect(runs.allSatisfy { $0.count < fence.count }, "\(line)")
  }

  @Test(arguments: [
    "@", "#", "<", "`", "](", "://", "GH-", "gh-", "www.", "**", "__", "~~",
  ])
  func `what may come alive is seen wherever it stands`(text: String) {
    for line in [text, "\(text)x", "x\(text)", "é\(text)", "x\(text.prefix(1))\(text)é"] {
      #expect(InertText.line(line).hasPrefix("`"), "\(line)")
    }
  }

  @Test func `what is much like it stays as it is`() {
    let line = "Namespace mesh-1 a:/b: / ] ( H-1 w.x *x* _y_ ~z~ → é"
    #expect(InertText.line(line) == line)
  }

  @Test func `backticks at the ends are set off`() {
    #expect(InertText.line("`id`") == "`` `id` ``")
    #expect(InertText.line("a @b") == "`a @b`")
    #expect(InertText.line("Deployment/shop/web") == "Deployment/shop/web")
  }

  @Test func `a line is its words with blanks between them`() {
    #expect(ShellWord.line(["git", "fetch", "a b", ""]) == "git fetch 'a b' ''")
  }
}
