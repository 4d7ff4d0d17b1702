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
    ("MP999", "there is no rule MP999", "`meshphase explain rules` lists them"),
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

  @Test func `all rules are listed`() throws {
    let listed = try run("rules")
    #expect(listed.status == 0 && listed.messages.isEmpty)
    let lines = listed.text.split(separator: "\n")
    #expect(lines.first?.hasPrefix("MP001  ") == true && lines.count > 40)
    #expect(lines.contains("MP005  A webhook or validator calls a Service that does not exist"))
    let json = try JSON(try run("rules -o json").output)
    #expect(json.keys == ["formatVersion", "rules"])
    let told = json["rules"].items.map { "\($0["rule"].text ?? "")  \($0["title"].text ?? "")" }
    #expect(told == lines.map(String.init))
  }

  @Test func `a namespace may be called rules`() throws {
    let repository = try TestRepository([
      "ns.yaml": Small.namespace.replacing("name: shop", with: "name: rules")
    ])
    let text = try repository.meshphase("explain rules").text
    #expect(text.contains("rules") && !text.contains("MP001"), "\(text)")
  }

  @Test func `without a rule it is wrong usage`() throws { #expect(try run("").status == 64) }
}
