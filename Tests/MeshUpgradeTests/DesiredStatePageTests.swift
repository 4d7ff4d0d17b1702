import Foundation
import Kubernetes
import TestSupport
import Testing

@testable import MeshUpgrade

/// Documentation/meshphase-yaml.md: what it shows is what is read.
@Suite struct `the page about meshphase.yaml` {
  private static func page() throws -> String {
    let file = SharedData.repository.appendingPathComponent("Documentation/meshphase-yaml.md")
    return try String(contentsOf: file, encoding: .utf8)
  }

  @Test func `has examples that are read without a word`() throws {
    let examples = try Self.page().components(separatedBy: "```yaml\n").dropFirst()
      .map { $0.components(separatedBy: "```")[0] }
    #expect(examples.count >= 2)
    for example in examples where example.contains("kind: MeshUpgrade") {
      let decoded = try DesiredState.decode(
        SourceFile(name: "meshphase.yaml", bytes: Array(example.utf8)))
      #expect(decoded.warnings.isEmpty)
      #expect(decoded.state.name == "prod")
    }
  }

  @Test func `names every key of spec`() throws {
    // An unknown key is refused with those that may stand there.
    let text = """
      apiVersion: meshphase.io/v1alpha1
      kind: MeshUpgrade
      metadata: {name: prod}
      spec: {to: {revision: asm-1140-0}, namespaces: [shop], nothing: 1}

      """
    let refusal = try #require(throws: Refusal.self) {
      try DesiredState.decode(SourceFile(name: "meshphase.yaml", bytes: Array(text.utf8)))
    }
    let message = try #require(refusal.findings.first?.message)
    let keys = try #require(message.components(separatedBy: "expected ").last)
      .replacingOccurrences(of: " or ", with: ", ").components(separatedBy: ", ")
    #expect(keys.count > 10)
    let page = try Self.page()
    for key in keys { #expect(page.contains("`\(key)"), "\(key)") }
  }
}
