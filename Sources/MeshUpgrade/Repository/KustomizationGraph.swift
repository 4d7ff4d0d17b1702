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
  private let parents: [RepositoryPath?: [Int]]
  private let byFolder: [RepositoryPath?: Int]

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

  /// The namespaces that the kustomizations reaching a file give its objects, nearest first: on
  /// each way up, the first one that says something.
  func namespaces(for file: RepositoryPath) -> Set<String> {
    var seen: Set<Int> = []
    var queue = parents[file] ?? []
    var answers: Set<String> = []
    while let index = queue.popLast() {
      guard seen.insert(index).inserted else { continue }
      let kustomization = kustomizations[index]
      if let namespace = kustomization.namespace {
        answers.insert(namespace)
      } else {
        queue += parents[kustomization.path.folder] ?? []
      }
    }
    return answers
  }
}
