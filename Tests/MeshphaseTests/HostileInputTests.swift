import Foundation
import Testing

/// What tries to be an option, a path outside, a control sequence, a mention or markup is data.
@Suite struct `Hostile input` {
  static let texts = [
    "-rf", "--output=x", "../../etc", "a\nb", "a\rb", "\u{1B}[31mred", "\u{9B}31m", "\u{202E}x",
    "\u{7F}", "@octocat", "Fixes #1", "<script>alert(1)</script>", "[x](http://evil.example)",
    "`touch mark`", "$(touch mark)", "'; touch mark; '", "\"", "HEAD^{/x}", ":/x", "@{-1}",
    "HEAD..main",
  ]

  /// Everything that was printed is text of one line after the other.
  private func check(_ outcome: Sandbox.Outcome, _ what: String) {
    let printed = String(decoding: outcome.output + outcome.messages, as: UTF8.self)
    let bad = printed.unicodeScalars.first { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
    #expect(bad == nil, "\(what): U+\(String(bad?.value ?? 0, radix: 16))")
    #expect(outcome.status < 128, "\(what): \(outcome.messageText)")
  }

  /// The text as one argument, whatever it holds.
  private func word(_ text: String) -> String {
    "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }

  /// The text in double quotes of YAML, with escapes for whatever is no plain ASCII.
  private func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case " "..."~": String(scalar)
      default:
        "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
          + String(scalar.value, radix: 16)
      }
    }
    return "\"\(scalars.joined())\""
  }

  @Test(arguments: texts)
  func `of the command line is refused and printed as text`(text: String) throws {
    let repository = try TestRepository(Small.files)
    let before = try repository.references
    let calls = [
      "plan --base=%", "plan -f%", "plan -C%", "commit --base=%", "verify -- %", "lint -- %",
      "diff -- % HEAD", "diff HEAD -- %", "explain -- %", "render --until=%", "patch -- % %",
      "merge -- % % %", "plan --templates=%", "%",
    ]
    for call in calls {
      let outcome = try repository.meshphase(call.replacingOccurrences(of: "%", with: word(text)))
      check(outcome, "\(call) of \(text.debugDescription)")
      #expect([1, 2, 64].contains(outcome.status), "\(call): \(outcome.status)")
    }
    #expect(try repository.references == before)
    #expect(try repository.git("status --porcelain") == "", "no file is written")
  }

  @Test(arguments: texts)
  func `of the desired state is refused and printed as text`(text: String) throws {
    let json = quoted(text)
    let places = [
      ("{name: prod}", "{name: %}"), ("revision: asm-1140-0", "revision: %"),
      ("[shop]", "[%]"), ("{name: all,", "{name: %,"),
    ]
    for (old, new) in places {
      let changed = new.replacingOccurrences(of: "%", with: json)
      let state = Small.desiredState.replacingOccurrences(of: old, with: changed)
      try #require(state != Small.desiredState)
      let repository = try TestRepository(Small.files.merging(["meshphase.yaml": state]) { $1 })
      for command in ["plan", "commit -o json", "verify"] {
        let outcome = try repository.meshphase(command)
        check(outcome, "\(command) with \(changed)")
        #expect(outcome.status == 2, "\(changed)")
      }
      #expect(try repository.git("for-each-ref refs/heads/meshphase") == "")
    }
  }

  @Test func `of files, names, values, branches and commits is printed and committed as text`()
    throws
  {
    let repository = try hostileRepository()
    let before = try repository.git("status --porcelain --ignored")
    let commands = [
      "plan", "plan -v", "commit -v", "verify -v", "lint", "lint -v", "render", "explain shop",
      "diff HEAD~1 HEAD", "diff -v HEAD~1 HEAD", "diff -o markdown HEAD~1 HEAD",
      "diff -o markdown HEAD '\(Small.branch)'", "plan --base \"$(git branch --show-current)\"",
      "plan --base refs/tags/-x", "plan -o json", "diff -o json HEAD~1 HEAD", "lint -o json",
    ]
    for command in commands {
      let outcome = try repository.meshphase(command)
      check(outcome, command)
      #expect(outcome.status == 0 || outcome.status == 1, "\(command): \(outcome.messageText)")
    }
    #expect(try repository.git("status --porcelain --ignored") == before, "nothing has run")
    let names = try repository.git("for-each-ref --format='%(refname)' refs/heads/meshphase")
    #expect(names.split(separator: "\n").count == 2)
    for name in names.split(separator: "\n") {
      #expect(try repository.shell("git check-ref-format '\(name)'").status == 0)
      let message = try repository.git("log -1 --format=%B '\(name)'")
      #expect(message.contains("@octocat"), "a name that wants to be a mention is in the message")
      for line in message.split(separator: "\n") where line.contains(where: { "@#<".contains($0) })
      {
        let text = line.drop { $0 == " " || $0 == "-" }
        #expect(text.hasPrefix("`") && text.hasSuffix("`"), "\(line)")
      }
    }
    #expect(try repository.shell("git fsck --strict --no-dangling 2>&1").text == "")
  }

  @Test func `makes no command that a shell reads otherwise`() throws {
    let repository = try hostileRepository()
    let plan = try JSON(repository.meshphase("plan -o json").output)
    let steps = plan["phases"].items.flatMap { $0["manualSteps"].items + $0["checks"].items }
    let commands = steps.compactMap { $0["command"].text }
    #expect(!commands.isEmpty)
    for command in commands {
      #expect(try repository.shell("sh -n", input: command).status == 0, "\(command)")
      #expect(!command.contains("touch mark"), "\(command)")
    }
  }

  /// A repository whose files, objects, values, branch, tag and commits try everything.
  private func hostileRepository() throws -> TestRepository {
    let repository = try TestRepository(Small.files)
    var text = ""
    for (number, hostile) in Self.texts.enumerated() {
      let json = quoted(hostile)
      text += """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: \(json)
          namespace: shop
          annotations: {note-\(number): \(json)}
        data: {\(json): \(json), text: \(json)}

        """
    }
    try repository.write(text, to: "config.yaml")
    try repository.write(
      Small.namespace.replacingOccurrences(
        of: "  labels:", with: "  annotations: {owner: '@octocat <b>#1'}\n  labels:"),
      to: "shop.yaml")
    let workload = Small.deployment.replacingOccurrences(
      of: "name: web\n", with: "name: \"@octocat #1 $(touch mark)\\e[31m\"\n")
    try repository.write(workload, to: "odd.yaml")
    let script = """
      set -e
      for name in -rf.yaml "$(printf 'a\\nb.yaml')" "$(printf 'esc\\033[31m.yaml')" \\
        "$(printf 'caf\\351.yaml')" '$(touch mark).yaml' "it's.yaml" '@octocat #1.yaml' '<b>.yaml'
      do printf 'kind: ConfigMap\\napiVersion: v1\\nmetadata: {name: n%s}\\n' "$(printf %s "$name" | cksum | cut -d' ' -f1)" >"./$name"; done
      git switch -q -c 'feat/$(touch${IFS}mark)@octocat;#1<b>'
      git add -A
      export GIT_AUTHOR_NAME="$(printf '@octocat \\033[31m')" GIT_COMMITTER_NAME='$(touch mark)'
      git commit -q -m "$(printf 'Fixes #1 @octocat \\033[31m <b>\\n\\nMesh-Base: x')"
      git update-ref refs/tags/-x HEAD
      """
    let outcome = try repository.shell(script)
    try #require(outcome.status == 0, "\(outcome.messageText)")
    return repository
  }
}
