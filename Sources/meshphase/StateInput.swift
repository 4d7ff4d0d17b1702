internal import Files
internal import Kubernetes
internal import MeshUpgrade
internal import YAML

/// One state of a repository's files: a folder, a file, standard input or a commit.
///
/// A folder is read as a commit of it would be: its symbolic links are never followed.
struct StateInput {
  let files: RepositoryFiles
  /// The commit that was read; nil for what is not in Git.
  var commit: BaseCommit?

  /// Reads what an argument names: `-`, a path, else a commit-ish of the repository of `-C`;
  /// without one, the base.
  static func load(_ name: String?, _ options: CommonOptions) throws(Refusal) -> StateInput {
    guard let name else { return try commit(try LoadedRepository.open(options)) }
    if name == "-" {
      guard let bytes = StandardInput.readToEnd() else {
        throw Refusal(Finding(.notFound, message: "standard input cannot be read"))
      }
      return StateInput(files: try file("-", bytes))
    }
    switch FileReading.kind(of: name) {
    case .folder?: return StateInput(files: try folder(name))
    case .file?, .other?:
      guard let bytes = FileReading.bytes(of: name) else { throw unreadable("file", name) }
      let own = name.split(separator: "/").last.map(String.init) ?? name
      return StateInput(files: try file(own, bytes))
    case nil: return try commit(named: name, options)
    }
  }

  private static func unreadable(_ what: String, _ name: String) -> Refusal {
    Refusal(Finding(.notFound, message: "the \(what) \(name) cannot be read"))
  }

  // MARK: Files

  /// One file: manifests, whatever it is called.
  private static func file(_ name: String, _ bytes: [UInt8]) throws(Refusal) -> RepositoryFiles {
    guard let path = RepositoryPath(name) else { throw unreadable("file", name) }
    try checkManifests(path, bytes)
    return RepositoryFiles(
      tree: FileTree(entries: [FileEntry(path: path, mode: .file, content: .zero)]),
      contents: [path: bytes], named: [path])
  }

  /// Refuses what is asked about by name and holds nothing to judge: what a failed `kustomize build`
  /// leaves must not pass for a state in which nothing is wrong.
  private static func checkManifests(
    _ path: RepositoryPath, _ bytes: [UInt8]
  ) throws(Refusal) {
    let file = ManifestFile(path: path, bytes: bytes, filter: DocumentFilter(names: [":"]))
    if let defect = file.defects.first {
      throw Refusal(
        Finding(
          .unreadableFile, in: file.source, at: defect.error.range,
          message: defect.error.message, hint: defect.error.hint))
    }
    guard file.objects.isEmpty else { return }
    throw Refusal(
      Finding(
        .notFound, message: "found no Kubernetes object in \(path), expected manifests",
        hint: "give a file, a folder or a commit that holds some"))
  }

  /// Every file below a folder, but Git's own.
  private static func folder(_ folder: String) throws(Refusal) -> RepositoryFiles {
    guard let names = FileReading.files(below: folder, leaving: { $0 == ".git" }) else {
      throw unreadable("folder", folder)
    }
    var entries: [FileEntry] = []
    var contents: [RepositoryPath: [UInt8]] = [:]
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      guard let path = RepositoryPath(name) else { continue }
      guard let mode = FileReading.mode(of: "\(folder)/\(name)") else {
        // A pipe, a socket or a device is in no commit.
        guard FileReading.kind(of: "\(folder)/\(name)") == nil,
          RepositoryFiles.isManifestName(name)
        else { continue }
        throw unreadable("file", "\(folder)/\(name)")
      }
      let entry = FileEntry(path: path, mode: mode, content: .zero)
      entries.append(entry)
      guard RepositoryFiles.mayHoldManifests(entry) else { continue }
      guard let bytes = FileReading.bytes(of: "\(folder)/\(name)") else {
        throw unreadable("file", "\(folder)/\(name)")
      }
      contents[path] = bytes
    }
    return RepositoryFiles(tree: FileTree(entries: entries), contents: contents)
  }

  // MARK: Commits

  private static func commit(
    named name: String, _ options: CommonOptions
  ) throws(Refusal) -> StateInput {
    try commit(try CommitArgument.open(options.repo, name))
  }

  private static func commit(
    _ repository: borrowing LoadedRepository
  ) throws(Refusal) -> StateInput {
    StateInput(files: try repository.files(), commit: repository.baseCommit)
  }
}
