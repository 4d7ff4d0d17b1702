import Foundation
import Testing

/// `meshphase verify` of a single state: its exit statuses, and what it refuses.
struct VerifyCommandTests {
  private func run(_ text: String, _ arguments: String = "") throws -> (
    status: Int, output: [UInt8]
  ) {
    let repository = try TestRepository(Small.files)
    let path = repository.sandbox.path + "/state.yaml"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let outcome = try repository.meshphase("verify '\(path)' \(arguments)")
    return (Int(outcome.status), outcome.output)
  }

  @Test(arguments: [
    ("apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n", 0),
    ("apiVersion: v1\nkind: Namespace\nmetadata: {name: x, labels: {istio.io/rev: nope}}\n", 1),
    ("apiVersion: v1\nkind: Namespace\nmetadata: {name: x\n", 2), ("", 2), ("a: b\n", 2),
  ])
  func `it holds, does not, or cannot be judged`(text: String, status: Int) throws {
    #expect(try run(text).status == status)
    let json = try JSON(try run(text, "-o json").output)
    #expect(json["formatVersion"].text == "1")
    #expect(json["errors"].isMissing == (status < 2))
  }
}
