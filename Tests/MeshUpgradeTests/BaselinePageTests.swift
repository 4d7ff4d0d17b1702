import Foundation
import TestSupport
import Testing
import YAML

@testable import MeshUpgrade

/// The table of Documentation/baseline.md: documentation and code are one.
@Suite struct `the page about Baseline says what is left out` {
  /// The fields of the page's table, as `Service /spec/clusterIP`.
  private static func page() throws -> [String] {
    let file = SharedData.repository.appendingPathComponent("Documentation/baseline.md")
    let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("| field |") })
    return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.flatMap { line -> [String] in
      let cell = line.components(separatedBy: " | ")[0].dropFirst(2)
      let parts = cell.components(separatedBy: "`")
      let kind = parts[0]
      return stride(from: 1, to: parts.count, by: 2).map { kind + parts[$0] }
    }
  }

  @Test func `each field of both is in the other`() throws {
    let table = Set(
      LiveManifest.serverFields.map { field in
        let kind = field.kind.map { $0.hasSuffix("WebhookConfiguration") ? "webhooks " : $0 + " " }
        return (kind ?? "") + Path(keys: field.path).pointer
      })
    let page = try Self.page()
    #expect(Set(page) == table)
    #expect(page.count == table.count)
  }
}
