import Files
import Testing
import YAML

@testable import MeshUpgrade

/// What the action Baseline promises, over seeded random dumps of a cluster.
@Suite struct `The laws of Baseline` {
  private static let seeds = Array(UInt64(1)...150)

  /// A dump's objects by the paths of their files, and the plan that puts them into Git.
  private static func adopt(_ seed: UInt64) throws -> (live: [String: Value], fixture: PlanFixture)
  {
    var dump = RandomDump(seed: seed)
    let (name, text) = dump.file()
    var live: [String: Value] = [:]
    for object in dump.objects {
      let prefix = object["kind"] == "Namespace" ? "namespace-" : ""
      live["mesh/prod/\(prefix)\(object["metadata"]?["name"]?.string ?? "").yaml"] = object
    }
    let fixture = PlanFixture.upgrade(
      dump.namespaces.joined(separator: ", "),
      "distribution: ASM\ntags: [default]\ncontrolPlane: {clusterObjects: \(name)}",
      files: [name: text])
    return (live, fixture)
  }

  @Test(arguments: seeds)
  func `a written manifest, with what the server writes put back, is the live object`(
    seed: UInt64
  ) throws {
    let (live, fixture) = try Self.adopt(seed)
    let phase = try #require(try fixture.plan().phases.first)
    #expect(phase.name == "baseline" && phase.actions == ["Baseline"])
    #expect(phase.edits.map(\.path.description) == live.keys.sorted())
    for edit in phase.edits {
      guard case .write(let path, let bytes) = edit else { continue }
      let manifest = try #require(try Document.parseSingle(bytes)).root.value()
      let object = try #require(live[path.description])
      #expect(Self.restored(manifest, from: object) == object, "\(path)")
      for key in [["metadata", "labels"], ["metadata", "name"], ["spec", "selector"]] {
        #expect(manifest[Path(keys: key)] == object[Path(keys: key)], "\(path)")
      }
      let options = manifest["metadata"]?["annotations"]?[LiveManifest.syncOptions]?.string
      #expect(options?.hasSuffix("Prune=false,Delete=false") == true)
    }
  }

  @Test(arguments: seeds.prefix(60))
  func `the phases that are done leave nothing to do, and keep their places`(seed: UInt64) throws {
    var (_, fixture) = try Self.adopt(seed)
    let plan = try fixture.plan()
    #expect(plan.phases[0].rollback.isEmpty && !plan.phases[0].changes.isEmpty)
    let edits = plan.phases.flatMap(\.edits)
    // The dump stays as it was before the upgrade.
    for case .write(let path, let bytes) in edits {
      fixture.files[path.description] = String(decoding: bytes, as: UTF8.self)
    }
    let again = try fixture.plan().phases
    #expect(again.map(\.name) == plan.phases.map(\.name))
    #expect(again.flatMap(\.edits).isEmpty)
  }

  @Test func `the random dumps have something of everything`() throws {
    var seen: Set<String> = []
    for seed in Self.seeds {
      let (live, fixture) = try Self.adopt(seed)
      for object in live.values {
        seen.formUnion(object["metadata"]?.mapping?.keys ?? [])
        seen.formUnion(object["metadata"]?["annotations"]?.mapping?.keys ?? [])
        seen.formUnion(object["spec"]?.mapping?.keys ?? [])
      }
      let name = try #require(fixture.files.keys.first)
      let text = try #require(fixture.files[name])
      seen.insert(name.hasSuffix(".json") ? "JSON" : text.contains("---") ? "documents" : "list")
      if text.contains("caBundle") { seen.insert("caBundle") }
    }
    let wanted = Self.serverFields.compactMap(\.last).filter { $0 != "status" }
    #expect(Set(wanted + ["JSON", "documents", "list", "caBundle"]).subtracting(seen).isEmpty)
  }

  // MARK: Putting back

  /// What may differ between a manifest and the live object, said here once more on purpose.
  private static let serverFields: [[String]] =
    ["status", "spec/finalizers", "spec/clusterIP", "spec/clusterIPs"].map(split)
    + [
      "uid", "resourceVersion", "creationTimestamp", "generation", "selfLink", "managedFields",
      "ownerReferences", "finalizers",
    ].map { ["metadata", $0] }
    + [
      "kubectl.kubernetes.io/last-applied-configuration", "argocd.argoproj.io/tracking-id",
      "argocd.argoproj.io/installation-id", "argocd.argoproj.io/sync-options",
    ].map { ["metadata", "annotations", $0] }

  private static func split(_ path: String) -> [String] {
    path.split(separator: "/").map(String.init)
  }

  private static func restored(_ manifest: Value, from live: Value) -> Value {
    var result = manifest
    for path in serverFields { result = copying(path[...], from: live, to: result) }
    guard let old = live["webhooks"]?.sequence, let new = result["webhooks"]?.sequence,
      old.count == new.count, var root = result.mapping
    else { return result }
    root["webhooks"] = .sequence(
      zip(old, new).map { copying(["clientConfig", "caBundle"], from: $0, to: $1) })
    return .mapping(root)
  }

  /// A value whose field is as it is in another, or as absent.
  private static func copying(
    _ path: ArraySlice<String>, from live: Value?, to value: Value?
  ) -> Value {
    guard let key = path.first else { return live ?? .null }
    var mapping = value?.mapping ?? Mapping()
    let rest = path.dropFirst()
    let source = live?[key]
    guard rest.isEmpty else {
      let inner = copying(rest, from: source, to: mapping[key])
      let isEmpty = inner.mapping?.isEmpty == true
      mapping[key] = isEmpty ? source.map { _ in inner } : inner
      return .mapping(mapping)
    }
    mapping[key] = source
    return .mapping(mapping)
  }
}
