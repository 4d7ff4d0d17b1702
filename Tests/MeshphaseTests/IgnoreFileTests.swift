import Foundation
import Testing

/// Where `meshphase diff` finds the rules about what it leaves out.
@Suite struct `The rules of .meshphase-ignore` {
  static func map(_ value: Int, status: Int) -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: \(value)}\nstatus: \(status)\n"
  }

  /// A repository whose first commit and second commit differ in a status only.
  func repository(_ old: String? = nil, _ new: String? = nil) throws -> TestRepository {
    let repository = try TestRepository(["maps/a.yaml": Self.map(1, status: 1)])
    if let old {
      try repository.write(old, to: ".meshphase-ignore")
      try repository.commitAll()
    }
    try repository.write(Self.map(1, status: 2), to: "maps/a.yaml")
    if let new { try repository.write(new, to: ".meshphase-ignore") }
    try repository.commitAll()
    return repository
  }

  @Test func `are those of the new commit, whatever is in the work tree`() throws {
    let repository = try repository("/status\n")
    try repository.write("", to: ".meshphase-ignore")
    let outcome = try repository.meshphase("diff HEAD~1 HEAD")
    #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.messages.isEmpty)
    #expect(try repository.meshphase("diff HEAD~1 HEAD -- maps").status == 0)
    #expect(try repository.meshphase("diff HEAD~1 HEAD --no-ignore-file").status == 1)
  }

  @Test(arguments: [nil, "/metadata\n"])
  func `are told when a commit changes them`(old: String?) throws {
    let repository = try repository(old, "/status\n")
    let outcome = try repository.meshphase("diff HEAD~1 HEAD")
    #expect(outcome.status == 0)
    #expect(
      outcome.messageText.hasPrefix(
        "HEAD:.meshphase-ignore:1:1: warning MP212: .meshphase-ignore is not the same on both sides"
      ))
    #expect(try repository.meshphase("diff HEAD~1 HEAD --no-ignore-file").messages.isEmpty)
  }

  @Test func `are those of the new folder`() throws {
    let repository = try TestRepository([
      "old/a.yaml": Self.map(1, status: 1), "new/a.yaml": Self.map(1, status: 2),
      "new/.meshphase-ignore": "/status\n",
    ])
    #expect(try repository.meshphase("diff old new").status == 0)
    #expect(try repository.meshphase("diff old new/").status == 0)
    #expect(try repository.meshphase("diff new old").status == 1)
  }

  @Test func `are those of the working folder for files and standard input`() throws {
    let repository = try TestRepository([
      "old.yaml": Self.map(1, status: 1), "new.yaml": Self.map(1, status: 2),
      "folder/new.yaml": Self.map(1, status: 2), ".meshphase-ignore": "/status\n",
    ])
    #expect(try repository.meshphase("diff old.yaml new.yaml").status == 0)
    #expect(
      try repository.meshphase("diff old.yaml -", input: Self.map(1, status: 2)).status == 0)
    #expect(try repository.meshphase("diff old.yaml new.yaml --no-ignore-file").status == 1)
    #expect(try repository.meshphase("diff old.yaml folder").status == 1)
    #expect(
      try repository.meshphase("diff old.yaml folder --ignore-file .meshphase-ignore")
        .text.contains("status") == false)
  }

  @Test func `can be another file's, which has to be there`() throws {
    let repository = try repository("/data\n")
    try repository.write("/status\n", to: "rules")
    #expect(try repository.meshphase("diff HEAD~1 HEAD --ignore-file rules").status == 0)
    let missing = try repository.meshphase("diff HEAD~1 HEAD --ignore-file nowhere")
    #expect(missing.status == 2)
    #expect(missing.messageText.contains("the file nowhere cannot be read"))
    #expect(
      try repository.meshphase("diff HEAD~1 HEAD --ignore-file rules --no-ignore-file").status
        == 64)
  }

  @Test func `refuse with a place, also as JSON`() throws {
    let repository = try repository("/status/\n")
    let outcome = try repository.meshphase("diff HEAD~1 HEAD -o json")
    #expect(outcome.status == 2)
    #expect(
      outcome.messageText.hasPrefix("HEAD:.meshphase-ignore:1:9: error MP212: found an empty step"))
    #expect(outcome.text.contains("\"MP212\""))
  }

  @Test func `have to be UTF-8 text, in a file`() throws {
    let repository = try repository()
    _ = try repository.shell(#"printf '/status # \377\n' > .meshphase-ignore; cp -r maps other"#)
    let bytes = try repository.meshphase("diff maps/a.yaml other/a.yaml")
    #expect(bytes.status == 2)
    #expect(
      bytes.messageText.hasPrefix(
        ".meshphase-ignore:1:11: error MP212: a byte that is not UTF-8 text\n"),
      "\(bytes.messageText)")
    _ = try repository.shell(
      "rm .meshphase-ignore; mkdir -p .meshphase-ignore && : > .meshphase-ignore/x")
    try repository.commitAll()
    for (sides, name) in [
      ("maps/a.yaml other/a.yaml", ""), ("HEAD .", ""), (". HEAD", "HEAD:"),
      ("HEAD~1 HEAD", "HEAD:"),
    ] {
      let outcome = try repository.meshphase("diff \(sides)")
      #expect(outcome.status == 2)
      #expect(
        outcome.messageText.hasPrefix("error MP212: \(name).meshphase-ignore is no file"),
        "\(sides): \(outcome.messageText)")
      #expect(try repository.meshphase("diff --no-ignore-file -q \(sides)").status < 2)
    }
  }
}
