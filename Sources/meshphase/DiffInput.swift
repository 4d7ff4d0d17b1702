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
  /// What stands where the rules would and holds none: a folder, or something else that is no file.
  var ignoreObstacle: String?
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

  /// The files of a folder that a commit of it would have: no links, which Git does not follow
  /// either, no pipes and no devices.
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
      let place = place(of: path, in: name)
      guard [.file, .executable].contains(FileReading.mode(of: place)) else { continue }
      guard let bytes = FileReading.bytes(of: place) else {
        throw Refusal(Finding(.notFound, message: "the file \(place) cannot be read"))
      }
      sources.append(StreamSource(name: path, bytes: bytes, place: place))
    }
    let rules = place(of: IgnoreOptions.fileName, in: name)
    var input = DiffInput(sources: sources, isStream: false)
    if let kind = FileReading.kind(of: rules), kind != .file {
      input.ignoreObstacle = rules
    } else {
      input.ignoreFile = try IgnoreOptions.read(rules)
    }
    return input
  }

  /// How a file of a folder is reached.
  private static func place(of path: String, in folder: String) -> String {
    folder == "." ? path : folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
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
        StreamSource(
          name: entry.path.description, bytes: bytes, place: "\(name):\(entry.path)")
      }
      let ignoreFile = try rules.first.map { (entry) throws(GitError) in
        SourceFile(
          name: "\(name):\(IgnoreOptions.fileName)",
          bytes: try loaded.repository.content(of: entry.content))
      }
      let obstacle = loaded.tree.entries.contains {
        $0.path.description.hasPrefix(IgnoreOptions.fileName + "/")
      }
      return DiffInput(
        sources: sources, isStream: false, ignoreFile: ignoreFile,
        ignoreObstacle: obstacle ? "\(name):\(IgnoreOptions.fileName)" : nil, isCommit: true)
    } catch {
      throw Refusal(
        GitFinding.make(error, reading: entries + rules, in: loaded.repository))
    }
  }
}
