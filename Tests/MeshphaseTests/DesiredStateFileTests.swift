import Foundation
import Testing

@Suite struct `Where the desired state is read` {
  @Test func `standard input, the file system and the base commit give the same plan`() throws {
    let repository = try TestRepository(Small.files)
    let plan = try repository.meshphase("plan -o json").text
    try #require(!plan.isEmpty)
    let home = repository.sandbox.home
    try Data(Small.desiredState.utf8).write(to: URL(fileURLWithPath: home + "/state.yaml"))
    #expect(try repository.meshphase("plan -o json -f :meshphase.yaml").text == plan)
    #expect(try repository.meshphase("plan -o json -f '\(home)/state.yaml'").text == plan)
    #expect(try repository.meshphase("plan -o json -f -", input: Small.desiredState).text == plan)
    #expect(try repository.meshphase("plan -o json -f ./meshphase.yaml").text == plan)
  }

  @Test func `the work tree has no part in what the base commit says`() throws {
    let repository = try TestRepository(Small.files)
    let plan = try repository.meshphase("plan -o json").text
    try repository.write("not: a desired state", to: "meshphase.yaml")
    try repository.write("not a manifest", to: "shop.yaml")
    try repository.git("add --all")
    #expect(try repository.meshphase("plan -o json").text == plan)
  }

  @Test func `a folder inside the repository will do`() throws {
    let repository = try TestRepository(Small.files)
    let plan = try repository.meshphase("plan -o json").text
    let outcome = try repository.shell("mkdir -p a/b; cd a/b; \"$MESHPHASE\" plan -o json")
    #expect(outcome.text == plan)
  }

  @Test func `a desired state that is only in the work tree is refused with a hint`() throws {
    let repository = try TestRepository(["shop.yaml": Small.namespace])
    try repository.write(Small.desiredState, to: "meshphase.yaml")
    let outcome = try repository.meshphase("plan")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("has no meshphase.yaml"))
    #expect(
      outcome.messageText.contains(
        "hint: it is in the work tree: commit it, or read it from there with -f meshphase.yaml"))
    #expect(try repository.meshphase("plan -f meshphase.yaml").status == 0)
  }

  @Test func `a desired state that is nowhere is refused with a hint`() throws {
    let repository = try TestRepository(["shop.yaml": Small.namespace])
    let outcome = try repository.meshphase("plan")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("hint: write meshphase.yaml (see examples/)"))
  }

  @Test(arguments: [":nowhere.yaml", ":../meshphase.yaml", "nowhere.yaml", "/", ":", "."])
  func `a file that cannot be read is named`(name: String) throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.meshphase("plan -f '\(name)'")
    #expect(outcome.status == 2)
    let text = name == ":" ? "has no" : name.drop { $0 == ":" }
    #expect(outcome.messageText.contains(text), "\(outcome.messageText)")
  }

  @Test func `standard input is read byte for byte`() throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.shell("printf 'a: \\377\\n' | \"$MESHPHASE\" plan -f -")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.hasPrefix("-:1:"), "\(outcome.messageText)")
    #expect(outcome.messageText.contains("UTF-8"), "\(outcome.messageText)")
    #expect(try repository.meshphase("plan -f -", input: "").status == 2)
  }
}
