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

  @Test func `a state is one, and few names are not hidden`() throws {
    func state(_ count: Int) -> String {
      (1...count).map {
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: n\($0), labels: {istio.io/rev: nope}}\n"
      }.joined(separator: "---\n")
    }
    let text = String(decoding: try run(state(6)).output, as: UTF8.self)
    #expect(text.contains("\nn1, n2, n3, n4, n5, n6  none\n"), "\(text)")
    #expect(text.contains("does not hold: 12 errors; meshphase explain RULE"))
    #expect(!text.contains(" \n"))
    let more = String(decoding: try run(state(7)).output, as: UTF8.self)
    #expect(more.contains("\nn1, n2, n3, n4, n5 and 2 more  none\n"), "\(more)")
    let fine = "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n"
    let holds = String(decoding: try run(fine).output, as: UTF8.self)
    #expect(holds.contains("holds: the state breaks no rule\n"), "\(holds)")
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
