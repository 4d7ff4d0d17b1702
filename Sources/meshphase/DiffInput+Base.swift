internal import Files
internal import FoundationEssentials
internal import Git
internal import MeshUpgrade
internal import YAMLDiff

extension DiffInput {
  /// Both sides of `--base REV B`.
  ///
  /// A folder or file of the work tree is compared with what the commit has at its path, and
  /// called by it; anything else with the whole commit.
  static func load(
    base: String, _ name: String, repository: String, paths: [String]
  ) throws(Refusal) -> (old: DiffInput, new: DiffInput) {
    guard let place = pathInWorkTree(name, repository: repository) else {
      let new = try load(name, repository: repository, paths: paths)
      return (try commit(base, repository: repository, paths: paths), new)
    }
    let new = try load(name, repository: repository, paths: [])
    let prefix = place.isEmpty ? "" : place + "/"
    let sources = new.sources.map { source in
      StreamSource(
        name: new.isStream ? place : prefix + source.name, bytes: source.bytes,
        place: source.place)
    }
    let folders = (paths.isEmpty ? [place] : paths).compactMap {
      RepositoryPath.resolve($0, from: nil)
    }
    let old = try commit(base, repository: repository, paths: folders.map(\.description))
    return (
      DiffInput(sources: old.sources.filter { isInside($0, place) }, isStream: new.isStream),
      DiffInput(
        sources: paths.isEmpty
          ? sources : sources.filter { source in folders.contains { isInside(source, "\($0)") } },
        isStream: new.isStream)
    )
  }

  private static func isInside(_ source: StreamSource, _ folder: String) -> Bool {
    folder.isEmpty || source.name == folder || source.name.hasPrefix(folder + "/")
  }

  /// The path in the repository of what exists in its work tree; empty for the work tree itself.
  private static func pathInWorkTree(_ name: String, repository path: String) -> String? {
    guard name != "-", FileManager.default.fileExists(atPath: name),
      let repository = try? LoadedRepository.open(path), let root = repository.workTree
    else { return nil }
    func resolved(_ path: String) -> String {
      let path = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path()
      return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
    let (place, top) = (resolved(name), resolved(root))
    if place == top { return "" }
    return place.hasPrefix(top + "/") ? String(place.dropFirst(top.count + 1)) : nil
  }
}
