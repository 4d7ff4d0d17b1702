internal import Files
internal import Git
internal import Kubernetes
internal import MeshUpgrade
internal import YAMLDiff

/// One side of `meshphase diff`: a file, a folder, a commit, or standard input.
struct DiffInput {
  let sources: [StreamSource]
  /// Whether it is one stream, whose order of documents is data.
  let isStream: Bool
  /// The rules at the top of a folder or commit about what to leave out.
  var ignoreFile: SourceFile?
  /// Whether it is a commit, which someone may be about to review.
  var isCommit = false

  /// Reads what an argument names: `-`, a path, else a commit-ish of the repository.
  static func load(
    _ name: String, repository: String, paths: [String]
  ) throws(Refusal) -> DiffInput {
    if name == "-" {
      guard let bytes = StandardInput.readToEnd() else {
        throw Refusal(Finding(.notFound, message: "standard input cannot be read"))
      }
      return DiffInput(sources: [StreamSource(name: "-", bytes: bytes)], isStream: true)
    }
    return switch FileReading.kind(of: name) {
    case .folder?: try folder(name, paths: paths)
    case .file?, .other?: try file(name)
    case nil: try commit(name, repository: repository, paths: paths)
    }
  }

  private static func file(_ name: String) throws(Refusal) -> DiffInput {
    guard let bytes = DesiredStateFile.read(name) else {
      throw Refusal(Finding(.notFound, message: "the file \(name) cannot be read"))
    }
    return DiffInput(sources: [StreamSource(name: name, bytes: bytes)], isStream: true)
  }

  private static func folder(_ name: String, paths: [String]) throws(Refusal) -> DiffInput {
    guard let names = FileReading.files(below: name, leaving: { $0 == ".git" }) else {
      throw Refusal(Finding(.notFound, message: "the folder \(name) cannot be read"))
    }
    let folders = try folders(paths)
    let wanted = names.filter { path in
      [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
        && isInside(path, folders)
    }
    var sources: [StreamSource] = []
    for path in wanted.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      guard let bytes = FileReading.bytes(of: "\(name)/\(path)") else {
        // A link that leads to no file has nothing to compare.
        guard FileReading.kind(of: "\(name)/\(path)") == .file else { continue }
        throw Refusal(Finding(.notFound, message: "the file \(name)/\(path) cannot be read"))
      }
      sources.append(StreamSource(name: path, bytes: bytes))
    }
    return DiffInput(
      sources: sources, isStream: false,
      ignoreFile: try IgnoreOptions.read("\(name)/\(IgnoreOptions.fileName)"))
  }

  /// The folders and files that are wanted, seen from the top of a side; none for everything.
  private static func folders(_ paths: [String]) throws(Refusal) -> [RepositoryPath] {
    var folders: [RepositoryPath] = []
    for path in paths {
      if path.split(separator: "/").allSatisfy({ $0 == "." }), !path.hasPrefix("/") { return [] }
      guard let folder = RepositoryPath.resolve(path, from: nil) else {
        throw Refusal(
          Finding(
            .notFound, message: "the path \(path) leads out of what is compared",
            hint: "paths are those of files or folders, seen from the top of each side"))
      }
      folders.append(folder)
    }
    return folders
  }

  /// How many files there are at a path.
  func count(at path: String) -> Int {
    let folders = (try? Self.folders([path])) ?? []
    return sources.count { Self.isInside($0.name, folders) }
  }

  private static func isInside(_ path: String, _ folders: [RepositoryPath]) -> Bool {
    folders.isEmpty
      || folders.contains { folder in
        path == folder.description || path.hasPrefix(folder.description + "/")
      }
  }

  static func commit(
    _ name: String, repository path: String, paths: [String]
  ) throws(Refusal) -> DiffInput {
    let folders = try folders(paths)
    let loaded = try CommitArgument.open(path, name)
    let entries = loaded.tree.entries.filter { entry in
      RepositoryFiles.mayHoldManifests(entry) && isInside(entry.path.description, folders)
    }
    let rules = loaded.tree.entries.filter { entry in
      entry.path.description == IgnoreOptions.fileName && entry.mode != .symbolicLink
        && entry.mode != .submodule
    }
    do throws(GitError) {
      let contents = try loaded.repository.contents(of: entries.map(\.content))
      let sources = zip(entries, contents).map { entry, bytes in
        StreamSource(name: entry.path.description, bytes: bytes)
      }
      let ignoreFile = try rules.first.map { (entry) throws(GitError) in
        SourceFile(
          name: IgnoreOptions.fileName, bytes: try loaded.repository.content(of: entry.content))
      }
      return DiffInput(
        sources: sources, isStream: false, ignoreFile: ignoreFile, isCommit: true)
    } catch {
      throw Refusal(
        GitFinding.make(error, reading: entries + rules, in: loaded.repository))
    }
  }
}
