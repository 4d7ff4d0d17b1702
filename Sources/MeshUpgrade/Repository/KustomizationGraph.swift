internal import Files
internal import Kubernetes
internal import YAML

/// Which kustomizations reach which files.
struct KustomizationGraph: Sendable {
  /// Every kustomization that can be read, in path order.
  let kustomizations: [Kustomization]
  /// The files that are patches, not definitions.
  let patchFiles: Set<RepositoryPath>
  /// The kustomizations that cannot be read, in path order.
  let unreadable: [(path: RepositoryPath, source: SourceFile, error: ParseError)]
  /// For a file or folder, the kustomizations that take it in; nil is the repository's root.
  let parents: [RepositoryPath?: [Int]]
  /// The kustomization of a folder, by its position.
  let byFolder: [RepositoryPath?: Int]
  /// The names of workloads that some kustomization says the replicas of.
  private let scaledNames: Set<String>

  init(_ repository: MeshRepository) {
    var kustomizations: [Kustomization] = []
    var unreadable: [(path: RepositoryPath, source: SourceFile, error: ParseError)] = []
    for path in repository.paths where Kustomization.fileNames.contains(where: path.isNamed) {
      guard let bytes = repository.contents[path] else { continue }
      do throws(ParseError) {
        if let read = try Kustomization(path: path, bytes: bytes) { kustomizations.append(read) }
      } catch {
        unreadable.append((path, SourceFile(name: path.description, bytes: bytes), error))
      }
    }
    self.kustomizations = kustomizations
    self.unreadable = unreadable
    patchFiles = Set(kustomizations.flatMap(\.patchFiles))
    var parents: [RepositoryPath?: [Int]] = [:]
    var byFolder: [RepositoryPath?: Int] = [:]
    for (index, kustomization) in kustomizations.enumerated() {
      byFolder[kustomization.path.folder] = index
      for resource in kustomization.resources {
        parents[resource.target, default: []].append(index)
      }
    }
    scaledNames = Set(kustomizations.flatMap(\.replicas.keys))
    self.parents = parents
    self.byFolder = byFolder
  }

  /// The kustomization of a folder.
  func kustomization(in folder: RepositoryPath?) -> Kustomization? {
    byFolder[folder].map { kustomizations[$0] }
  }

  /// The kustomizations that reach a file, by however many steps, nearest first.
  func reaching(_ file: RepositoryPath) -> [Kustomization] {
    var seen: Set<Int> = []
    var queue = parents[file] ?? []
    var result: [Kustomization] = []
    while !queue.isEmpty {
      let level = queue.filter { seen.insert($0).inserted }
      result += level.map { kustomizations[$0] }
      queue = level.flatMap { parents[kustomizations[$0].path.folder] ?? [] }
    }
    return result
  }

  /// A way up from a file: the kustomization that it ends at, and the last namespace on it, which
  /// is the one that counts.
  struct Way {
    let last: Kustomization
    let override: NamespaceOverride?
  }

  /// The ways up from a file, each to a kustomization that no other takes in, or that is built by
  /// itself as well.
  func ways(from file: RepositoryPath, endingAt isBuilt: (RepositoryPath?) -> Bool) -> [Way] {
    struct Step: Hashable {
      let index: Int
      let override: NamespaceOverride?
    }
    var seen: Set<Step> = []
    var queue = (parents[file] ?? []).map { Step(index: $0, override: nil) }
    var ways: [Way] = []
    while let step = queue.popLast() {
      let kustomization = kustomizations[step.index]
      let override = kustomization.namespaceOverride ?? step.override
      guard seen.insert(Step(index: step.index, override: override)).inserted else { continue }
      let outer = parents[kustomization.path.folder] ?? []
      if outer.isEmpty || isBuilt(kustomization.path.folder) {
        ways.append(Way(last: kustomization, override: override))
      }
      queue += outer.map { Step(index: $0, override: override) }
    }
    return ways
  }

  /// The kinds whose `replicas` a kustomization sets (kustomize, filters/replicacount and the field
  /// specs of its transformer).
  private static let scaled: Set<String> = [
    "Deployment", "StatefulSet", "ReplicaSet", "ReplicationController",
  ]

  /// How many Pods the kustomizations that reach a workload's file give it.
  ///
  /// On each way up the last one that says something counts. Nil where none does, or several say different things.
  func replicas(of object: ManifestObject) -> Int? {
    guard scaledNames.contains(object.key.name), Self.scaled.contains(object.key.kind) else {
      return nil
    }
    let counts = replicas(of: object.key.name, above: object.file, seen: []).compactMap { $0 }
    return counts.count == 1 ? counts.first : nil
  }

  /// What the ways up from a file or folder say; nil for one that says nothing.
  private func replicas(
    of name: String, above target: RepositoryPath?, seen: Set<Int>
  ) -> Set<Int?> {
    let above = (parents[target] ?? []).filter { !seen.contains($0) }
    guard !above.isEmpty else { return [nil] }
    return above.reduce(into: []) { result, index in
      let kustomization = kustomizations[index]
      let later = replicas(
        of: name, above: kustomization.path.folder, seen: seen.union([index]))
      result.formUnion(later.map { $0 ?? kustomization.replicas[name] })
    }
  }
}
