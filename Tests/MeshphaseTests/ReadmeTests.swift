import Foundation
import Testing

/// The session in README.md is a real one.
@Suite struct `The README` {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The fenced blocks of README.md.
  static func blocks() throws -> [String] {
    let text = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let parts = text.components(separatedBy: "\n```")
    return stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
  }

  @Test(arguments: [
    "revision-to-revision/input/meshphase.yaml", "revision-to-revision/expected/1-plan.txt",
    "revision-to-revision/expected/3-commit.txt", "diff/expected/1-diff.txt",
  ])
  func `shows what the example has, with nothing but whole lines left out`(file: String) throws {
    let example = Self.root.appending(path: "examples")
    let lines = try String(contentsOf: example.appending(path: file), encoding: .utf8)
      .components(separatedBy: "\n")
    let isShown = try Self.blocks().contains { block in
      var rest = lines[...]
      let shown = block.components(separatedBy: "\n").dropFirst()
      guard shown.count > 3 else { return false }
      return shown.filter { $0 != "…" && !$0.isEmpty }.allSatisfy { line in
        guard let found = rest.firstIndex(of: line) else { return false }
        rest = rest[(found + 1)...]
        return true
      }
    }
    #expect(isShown, "no block of README.md shows \(file)")
  }
}
