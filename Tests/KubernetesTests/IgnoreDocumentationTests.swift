import Foundation
import Kubernetes
import Testing
import YAMLDiff

/// `Documentation/ignore.md` is what the tool does.
@Suite struct `Documentation of ignore rules` {
  static let text: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "Documentation/ignore.md")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }()

  @Test func `each rule of the first table is one`() throws {
    let table = try #require(Self.text.components(separatedBy: "|---|---|\n").dropFirst().first)
    let rules = table.components(separatedBy: "\n\n")[0].components(separatedBy: "\n")
      .compactMap { $0.components(separatedBy: "`").dropFirst().first }
    #expect(rules.count > 10)
    for rule in rules {
      let read = IgnoreText(Array(rule.utf8))
      #expect(read.problems.map(\.message) == [], "\(rule)")
      #expect(!read.rules.isEmpty)
    }
  }

  @Test(arguments: IgnorePresets.presets.map(\.name))
  func `each preset is written out`(name: String) throws {
    let preset = try #require(IgnorePresets.presets.first { $0.name == name })
    #expect(Self.text.contains("### `@\(name)`\n\n```\n\(preset.text)\n```\n"))
  }
}
