import Foundation
import Testing

@Suite struct `Output` {
  private static let escape = "\u{1B}"

  @Test func `colour is for terminals, or for whoever asks`() throws {
    let repository = try TestRepository(Small.files)
    func plan(_ arguments: String, _ environment: [String: String] = [:]) throws -> String {
      try repository.meshphase("plan \(arguments)", environment: environment).text
    }
    let plain = try plan("")
    #expect(!plain.contains(Self.escape))
    #expect(try plan("--color never") == plain)
    let colored = try plan("--color always")
    #expect(colored.contains(Self.escape))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
    #expect(try plan("--color always", ["NO_COLOR": "1", "TERM": "dumb"]) == colored)
    #expect(try plan("--color auto", ["NO_COLOR": ""]) == plain)
  }

  @Test func `a terminal gets colour, unless NO_COLOR is set`() throws {
    let repository = try TestRepository(Small.files)
    func onTerminal(_ environment: [String: String]) throws -> Sandbox.Outcome {
      try repository.shell(
        "script -qec '\"$MESHPHASE\" plan' /dev/null",
        environment: environment.merging(["SHELL": "/bin/sh"]) { $1 })
    }
    guard try repository.shell("command -v script").status == 0 else {
      try Test.cancel("script(1) is not installed")
    }
    #expect(try onTerminal(["TERM": "xterm"]).text.contains(Self.escape))
    #expect(try !onTerminal(["TERM": "xterm", "NO_COLOR": "1"]).text.contains(Self.escape))
    #expect(try !onTerminal(["TERM": "dumb"]).text.contains(Self.escape))
  }

  @Test(arguments: ["plan", "plan -o json", "commit", "plan --color always -v"])
  func `a reader that goes away is no error`(command: String) throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.shell(
      """
      { "$MESHPHASE" \(command); echo "status $?" >&2; } | head -c 1 >/dev/null
      { "$MESHPHASE" \(command); echo "status $?" >&2; } >&-
      """)
    #expect(outcome.messageText.split(separator: "\n") == ["status 0", "status 0"])
  }

  @Test func `what is closed is never a file of the repository`() throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.shell(
      """
      "$MESHPHASE" commit <&- >&- 2>&-; echo "status $?"
      git fsck --strict --full --no-dangling
      git for-each-ref --format='%(refname)' refs/heads/meshphase | grep -c phase
      """)
    #expect(outcome.status == 0)
    let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
    #expect(lines.first == "status 0")
    #expect(lines.last.flatMap { Int($0) } ?? 0 > 1, "\(lines)")
  }

  @Test func `output that is lost on a full disk is an error`() throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.shell(#""$MESHPHASE" plan -o json > /dev/full"#)
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("standard output cannot be written: No space left"))
  }

  @Test func `quiet prints nothing when all is well, and errors when not`() throws {
    let repository = try TestRepository(Small.files)
    for command in ["plan -q", "commit --quiet"] {
      let outcome = try repository.meshphase(command)
      #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.messages.isEmpty)
    }
    let outcome = try repository.meshphase("plan -q --base nowhere")
    #expect(outcome.messageText.contains("error MP209"))
  }

  @Test func `quiet JSON is still JSON`() throws {
    let repository = try TestRepository(Small.files)
    try JSONShape.checkPlan(try JSON(try repository.meshphase("plan -q -o json").output))
  }

  @Test func `control characters of the repository never reach the terminal`() throws {
    let name = "\u{1B}]0;owned\u{7}\u{202E}.yaml"
    var files = Small.files
    files[name] = Small.namespace
    files["shop.yaml"] = nil
    files["template \u{1B}[31m.yaml"] = "kind: Namespace\nname: {{ .x }}\n"
    files["value.yaml"] = Small.deployment.replacing("app: web", with: #"app: "a\e[2J""#)
    let repository = try TestRepository(files)
    for command in ["plan", "plan -v", "commit -v"] {
      let outcome = try repository.meshphase(command)
      #expect(outcome.status == 0, "\(outcome.messageText)")
      for text in [outcome.text, outcome.messageText] {
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(!text.unicodeScalars.contains("\u{202E}"))
      }
      #expect(outcome.text.contains(#"\u{1B}]0;owned\u{7}\u{202E}.yaml"#))
    }
    let message = try repository.git("log -1 --format=%B '\(Small.branch)'")
    #expect(!message.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    let json = try JSON(try repository.meshphase("plan -o json").output)
    let paths = json["phases"].items.flatMap { $0["files"].items }.map { $0["path"].text }
    #expect(paths.contains(name), "JSON has the name itself")
  }

  @Test func `control characters in a refusal are shown as escapes`() throws {
    var files = Small.files
    files["\u{1B}[1m.yaml"] = Small.namespace.replacing(
      "labels:", with: "labels: # \u{1B}[5m\n    istio-injection: enabled")
    files["shop.yaml"] = nil
    let outcome = try TestRepository(files).meshphase(
      "plan -f -", input: Small.desiredState)
    #expect(outcome.status == 2)
    #expect(!outcome.messageText.contains(Self.escape))
    #expect(outcome.messageText.contains(#"\u{1B}[1m.yaml:"#), "\(outcome.messageText)")
  }

  @Test func `the JSON of a plan holds every key of the contract`() throws {
    for example in Example.all
    where example.isAboutAPlan && !example.name.hasPrefix("refusals/") {
      let repository = try TestRepository(importing: example.input)
      let options = try example.commands[0].contains("--templates") ? "--templates templates" : ""
      try JSONShape.checkPlan(try JSON(try repository.meshphase("plan -o json \(options)").output))
    }
  }

  @Test func `the JSON of a refusal holds every key of the contract`() throws {
    for example in Example.all where example.name.hasPrefix("refusals/") {
      let repository = try TestRepository(importing: example.input)
      try JSONShape.checkRefusal(try JSON(try repository.meshphase("plan -o json").output))
    }
  }

  @Test func `warnings go to standard error and do not refuse`() throws {
    var files = Small.files
    files["other.yaml"] = Small.namespace.replacing("name: shop", with: "name: other")
    let outcome = try TestRepository(files).meshphase("plan -o json")
    #expect(outcome.status == 0)
    #expect(outcome.messageText.contains("other.yaml:6:5: warning MP012: the namespace other"))
    #expect(try JSON(outcome.output)["findings"].items.map { $0["rule"].text } == ["MP012"])
  }
}
