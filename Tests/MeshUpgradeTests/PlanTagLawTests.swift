import Files
import HistoryLaws
import Kubernetes
import Testing
import YAML

@testable import MeshUpgrade

/// What plans promise that move a tag, over seeded random repositories.
@Suite struct `The laws of plans that move a tag` {
  private static let seeds = Array(UInt64(1)...60)
  private static let strategies: [DesiredState.Strategy.Kind] = [.moveTag, .followDefault]

  @Test(arguments: strategies, seeds)
  func `changes lead from before to after, and rollbacks back`(
    strategy: DesiredState.Strategy.Kind, seed: UInt64
  ) throws {
    var mesh = RandomMesh(seed: seed, strategy: strategy)
    for phase in try mesh.plan().phases {
      let before = mesh.repositoryFiles.contents
      for edit in phase.edits { mesh.apply(edit) }
      let after = mesh.repositoryFiles.contents
      try `The laws of plans`.check(phase.changes, from: before, to: after)
      try `The laws of plans`.check(phase.rollback, from: after, to: before)
    }
  }

  @Test(arguments: strategies, seeds.prefix(25))
  func `whatever has landed, the rest is what was planned at first`(
    strategy: DesiredState.Strategy.Kind, seed: UInt64
  ) throws {
    var mesh = RandomMesh(seed: seed, strategy: strategy)
    let first = try mesh.plan().phases
    for (position, phase) in first.enumerated() {
      for edit in phase.edits { mesh.apply(edit) }
      let again = try mesh.plan().phases
      // Retire takes the injector along that a phase was about.
      let names = first.map(\.name).filter { $0 != "neutralise" || phase.name != "retire" }
      #expect(again.map(\.name) == names)
      let rest = first.enumerated().map { $0 <= position ? [] : $1.editLines }.filter {
        !$0.isEmpty
      }
      #expect(again.map(\.editLines).filter { !$0.isEmpty } == rest, "after \(phase.name)")
      #expect(again.flatMap(\.manualSteps).allSatisfy { !$0.text.contains("has the mark") })
    }
  }

  @Test(arguments: strategies, seeds)
  func `every namespace ends as it was, but for quotes in flow style`(
    strategy: DesiredState.Strategy.Kind, seed: UInt64
  ) throws {
    var mesh = RandomMesh(seed: seed, strategy: strategy)
    let base = Self.namespaces(of: mesh)
    #expect(!base.isEmpty)
    var left: Set<String> = []
    for phase in try mesh.plan().phases {
      for edit in phase.edits { mesh.apply(edit) }
      let now = Self.namespaces(of: mesh)
      for (name, text) in now where !Self.isAlike(text, base[name]) { left.insert(name) }
    }
    #expect(left == ["ns-0"])
    #expect(Self.namespaces(of: mesh).allSatisfy { Self.isAlike($0.value, base[$0.key]) })
  }

  /// Whether texts are the same; beside keys in double quotes a value of a flow mapping gets them.
  private static func isAlike(_ text: String, _ other: String?) -> Bool {
    text == other
      || (text.contains("{") && text.replacing("\"", with: "") == other?.replacing("\"", with: ""))
  }

  @Test(arguments: strategies, seeds)
  func `no workload restarts twice, and only the canary's before the tag`(
    strategy: DesiredState.Strategy.Kind, seed: UInt64
  ) throws {
    let phases = try RandomMesh(seed: seed, strategy: strategy).plan().phases
    let restarts = phases.flatMap(\.restarts)
    #expect(Set(restarts.map(\.object)).count == restarts.count)
    let promote = try #require(phases.firstIndex { $0.name == "promote" })
    #expect(Set(phases[..<promote].flatMap(\.restarts).map(\.namespace)).isSubset(of: ["ns-0"]))
    #expect(!phases[promote...].flatMap(\.restarts).contains { $0.namespace == "ns-0" })
  }

  /// The text of each Namespace.
  private static func namespaces(of mesh: RandomMesh) -> [String: String] {
    var texts: [String: String] = [:]
    for (path, bytes) in mesh.repositoryFiles.contents {
      let file = ManifestFile(path: path, bytes: bytes, filter: DocumentFilter(names: ["kind"]))
      for object in file.objects where object.key.kind == "Namespace" {
        texts[object.key.name] = String(decoding: bytes[object.node.range], as: UTF8.self)
      }
    }
    return texts
  }
}
