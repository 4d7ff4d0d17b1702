import Foundation
import Testing

/// `meshphase explain`.
@Suite struct `Explaining a rule` {
  private func run(_ arguments: String) throws -> Sandbox.Outcome {
    // No repository is needed.
    let repository = try TestRepository(Small.files)
    return try repository.meshphase("explain \(arguments) -C '\(repository.sandbox.home)'")
  }

  private func page(_ code: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(
      contentsOf: root.appending(path: "Documentation/rules/\(code).md"), encoding: .utf8)
  }

  @Test(arguments: ["MP005", "MP103", "MP212"]) func `as text it is its page`(code: String) throws {
    let outcome = try run(code)
    #expect(outcome.status == 0)
    #expect(outcome.text == (try page(code)))
    #expect(outcome.messages.isEmpty)
  }

  @Test func `as JSON it has title and text`() throws {
    let outcome = try run("MP005 -o json")
    let json = try JSON(outcome.output)
    #expect(outcome.status == 0)
    #expect(json.keys == ["formatVersion", "rule", "title", "text"])
    #expect(json["formatVersion"].text == "1")
    #expect(json["rule"].text == "MP005")
    #expect(json["title"].text == "A webhook or validator calls a Service that does not exist")
    #expect(json["text"].text == (try page("MP005")))
  }

  @Test(arguments: [
    ("MP05", "there is no rule MP05", "did you mean MP005?"),
    ("MP999", "there is no rule MP999", "the rules are MP001 and on"),
    ("mp005", "there is no namespace and no rule mp005", "did you mean MP005?"),
    ("shop", "is not in a Git repository", "-C"),
  ])
  func `anything else is refused`(subject: String, message: String, hint: String) throws {
    let outcome = try run(subject)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.messageText.contains(message), "\(outcome.messageText)")
    #expect(outcome.messageText.contains(hint), "\(outcome.messageText)")
    let json = try run("\(subject) -o json")
    #expect(json.status == 2)
    try JSONShape.checkRefusal(try JSON(json.output))
  }

  @Test func `without a rule it is wrong usage`() throws { #expect(try run("").status == 64) }
}
