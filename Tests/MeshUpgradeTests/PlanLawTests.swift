import Files
import HistoryLaws
import Kubernetes
import Testing
import YAML
import YAMLDiff

@testable import MeshUpgrade

/// What a change list promises, over seeded random repositories.
@Suite struct `The laws of plans` {
  private static let seeds = Array(UInt64(1)...120)

  @Test(arguments: seeds)
  func `changes lead from before to after, and rollbacks back, as data and as text`(
    seed: UInt64
  ) throws {
    let mesh = RandomMesh(seed: seed)
    var contents = mesh.repositoryFiles.contents
    for phase in try mesh.plan().phases {
      let before = contents
      for edit in phase.edits {
        switch edit {
        case .write(let path, let bytes): contents[path] = bytes
        case .remove(let path): contents[path] = nil
        }
      }
      try Self.check(phase.changes, from: before, to: contents)
      try Self.check(phase.rollback, from: contents, to: before)
    }
  }

  @Test(arguments: seeds.prefix(25))
  func `the same inputs give the same plan`(seed: UInt64) throws {
    let base = BaseCommit(ref: "refs/heads/main", commit: "0")
    let plans = try (0..<2).map { _ in
      let plan = try RandomMesh(seed: seed).plan()
      return plan.json(base: base, commits: plan.phases.map { _ in nil })
    }
    #expect(plans[0] == plans[1])
  }

  @Test(arguments: seeds.prefix(60))
  func `the phases that are done leave nothing to do`(seed: UInt64) throws {
    var mesh = RandomMesh(seed: seed)
    for edit in try mesh.plan().phases.flatMap(\.edits) { mesh.apply(edit) }
    let again = try mesh.plan().phases
    #expect(again.flatMap(\.edits).map(\.path.description) == [])
    #expect(again.allSatisfy { $0.changes.isEmpty && $0.rollback.isEmpty })
  }

  @Test func `the random repositories have something of everything`() throws {
    var seen: Set<String> = []
    for seed in Self.seeds.prefix(60) {
      for phase in try RandomMesh(seed: seed).plan().phases {
        for change in phase.changes {
          let isWhole = change.value.path.steps.isEmpty
          seen.insert("\(change.object.key.kind) \(isWhole ? "whole " : "")\(change.value.kind)")
        }
      }
    }
    let wanted: Set<String> = [
      "Namespace added", "Namespace changed", "Namespace removed", "Deployment added",
      "Deployment changed", "Rollout added", "Service changed", "Service whole added",
      "MutatingWebhookConfiguration changed", "MutatingWebhookConfiguration whole added",
      "Kustomization added", "Kustomization removed", "ConfigMap whole removed",
    ]
    #expect(wanted.subtracting(seen).sorted() == [])
  }

  // MARK: One change list

  /// Applies a change list, object by object, to data and to text.
  static func check(
    _ changes: [Change], from before: [RepositoryPath: [UInt8]], to after: [RepositoryPath: [UInt8]]
  ) throws {
    for (object, changes) in Dictionary(grouping: changes, by: \.object) {
      let values = changes.map(\.value)
      let old = try find(
        object, at: changes[0].fromPlace?.file ?? changes[0].toPlace?.file, in: before)
      let new = try find(
        object, at: changes[0].toPlace?.file ?? changes[0].fromPlace?.file, in: after)
      guard let old else {
        #expect(values.map(\.kind) == [.added])
        #expect(values[0].to == new?.value)
        continue
      }
      guard let new else {
        #expect(values.map(\.kind) == [.removed])
        #expect(values[0].from == old.value)
        continue
      }
      #expect(ValueChange.apply(values, to: old.value) == new.value, "\(object)")
      let operations = ValueChange.operations(for: values).map { $0.prefixed(by: old.itemPath) }
      let text = try DocumentEditor.apply(operations, to: old.text, position: old.position)
      let document = try Document.parse(text, chunk: 0..<text.count)[old.position]
      let node = try #require(document.root[old.itemPath])
      #expect(try node.value() == new.value, "\(object)")
    }
  }

  /// An object's data, and the text of the chunk that holds it.
  private struct Version {
    let value: Value
    let text: [UInt8]
    let position: Int
    let itemPath: Path
  }

  private static func find(
    _ object: ObjectReference, at name: String?, in contents: [RepositoryPath: [UInt8]]
  ) throws -> Version? {
    let path = try #require(name.flatMap { RepositoryPath($0) })
    guard let bytes = contents[path] else { return nil }
    if object.key.kind == "Kustomization" {
      let document = try #require(try Document.parseSingle(bytes))
      return Version(
        value: try document.root.value(), text: Array(bytes[document.chunk]), position: 0,
        itemPath: Path())
    }
    let file = ManifestFile(path: path, bytes: bytes, filter: DocumentFilter(names: ["kind"]))
    return try file.objects.first {
      $0.key.kind == object.key.kind && $0.key.name == object.key.name
    }.map {
      Version(
        value: try $0.node.value(), text: file.bytes(of: $0.chunk), position: $0.position,
        itemPath: $0.itemPath)
    }
  }
}
