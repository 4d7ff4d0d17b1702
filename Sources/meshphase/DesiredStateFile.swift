internal import Files
internal import FoundationEssentials
internal import Git
internal import Kubernetes
internal import MeshUpgrade

/// Finds and reads the desired state, from wherever `-f` says.
enum DesiredStateFile {
  /// The file's name where `-f` does not give one.
  static let defaultName = "meshphase.yaml"

  /// Whether a commit has a desired state where it is looked for without `-f`.
  static func isThere(in tree: FileTree) -> Bool {
    RepositoryPath(defaultName).flatMap { tree[$0] } != nil
  }

  /// The text with its name, and its path in the base commit if it is there.
  static func load(
    _ options: CommonOptions, from repository: borrowing LoadedRepository
  ) throws(Refusal) -> (file: SourceFile, path: RepositoryPath?) {
    guard let name = options.file else {
      return try fromBase(defaultName, repository, isDefault: true)
    }
    if name == "-" {
      guard let bytes = StandardInput.readToEnd() else {
        throw Refusal(
          Finding(.notFound, message: "the desired state cannot be read from standard input"))
      }
      return (SourceFile(name: "-", bytes: bytes), nil)
    }
    if name.hasPrefix(":") {
      return try fromBase(String(name.dropFirst()), repository, isDefault: false)
    }
    guard let bytes = read(name) else {
      throw Refusal(
        Finding(
          .notFound, message: "the desired state \(name) cannot be read",
          hint: "-f PATH reads the file system, -f :PATH the base commit, -f - standard input"))
    }
    return (SourceFile(name: name, bytes: bytes), inBase(name, repository))
  }

  private static func fromBase(
    _ name: String, _ repository: borrowing LoadedRepository, isDefault: Bool
  ) throws(Refusal) -> (file: SourceFile, path: RepositoryPath?) {
    if let path = RepositoryPath.resolve(name, from: nil),
      let bytes = try repository.content(of: path)
    {
      return (SourceFile(name: path.description, bytes: bytes), path)
    }
    let workTree = repository.repository.workTree.map { "\($0)/\(name)" }
    let isInWorkTree = workTree.map { FileManager.default.fileExists(atPath: $0) } ?? false
    let hint =
      isInWorkTree
      ? "it is in the work tree: commit it, or read it from there with -f \(ShellWord.path(name))"
      : isDefault
        ? "write \(name) (see examples/), or name another file with -f" : nil
    throw Refusal(
      Finding(
        .notFound,
        message: "the base commit \(repository.base.id.description.prefix(12)) has no \(name)",
        hint: hint))
  }

  /// The path in the repository of a file of its work tree.
  private static func inBase(
    _ name: String, _ repository: borrowing LoadedRepository
  ) -> RepositoryPath? {
    guard let workTree = repository.repository.workTree else { return nil }
    let absolute =
      name.hasPrefix("/") ? name : FileManager.default.currentDirectoryPath + "/" + name
    let file = URL(filePath: absolute).standardizedFileURL.path()
    let root = URL(filePath: workTree).standardizedFileURL.path()
    guard file.hasPrefix(root) else { return nil }
    return RepositoryPath.resolve(String(file.dropFirst(root.count).drop { $0 == "/" }), from: nil)
  }

  static func read(_ path: String) -> [UInt8]? {
    FileReading.bytes(of: path)
  }
}
