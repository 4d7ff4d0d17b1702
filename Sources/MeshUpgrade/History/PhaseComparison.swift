internal import Files
internal import Kubernetes
internal import YAML

/// The documents that a phase changes, as the phase has them and as they are in another state of the
/// repository, wherever they stand there.
struct PhaseComparison {
  let phase: PlannedPhase
  let today: MeshRepository
  /// Files of the phase that are in that state just as it leaves them, by path.
  private(set) var unchanged: Set<RepositoryPath> = []
  /// Files that are just as they were before it.
  private(set) var restored: Set<RepositoryPath> = []
  private(set) var documents: [ComparedDocument] = []
  /// Files that are no YAML and neither as before nor as after.
  private(set) var plainConflicts: [RepositoryPath] = []

  /// Compares a phase with a state.
  init(_ phase: PlannedPhase, with today: MeshRepository) throws(Refusal) {
    self.phase = phase
    self.today = today
    var search = ObjectSearch(phase: phase, today: today)
    for edit in phase.phase.edits {
      let path = edit.path
      let old = phase.before.contents[path]
      let new = phase.after.contents[path]
      let current = today.contents[path]
      if current == new { unchanged.insert(path) } else if current == old { restored.insert(path) }
      guard RepositoryFiles.isManifestName(path.name) else {
        if current != new, current != old { plainConflicts.append(path) }
        continue
      }
      try compare(path, old, new, &search)
    }
  }

  private mutating func compare(
    _ path: RepositoryPath, _ old: [UInt8]?, _ new: [UInt8]?, _ search: inout ObjectSearch
  ) throws(Refusal) {
    let before = try old.map { (bytes) throws(Refusal) in try DocumentFile(path, bytes) }
    let after = try new.map { (bytes) throws(Refusal) in try DocumentFile(path, bytes) }
    let keys = (before?.documents ?? []).map(\.key)
    let added = (after?.documents ?? []).map(\.key).filter { before?[$0] == nil }
    for key in keys + added {
      let (one, other) = (before?[key], after?[key])
      guard one?.value != other?.value || one == nil || other == nil else { continue }
      documents.append(
        ComparedDocument(
          object: (other ?? one)?.object, file: path, before: one, after: other,
          today: try search.today(key, path, new ?? old)))
    }
  }
}

extension PhaseComparison {
  /// Where the objects of a file are in that state, when that is one other file.
  func renamed(_ path: RepositoryPath) -> RepositoryPath? {
    let keys = Set((phase.after.file(path)?.objects ?? []).map(\.key))
    let texts = today.paths.filter { phase.after.contents[$0] == nil }
    let found = texts.filter { candidate in
      (today.file(candidate)?.objects ?? []).contains { keys.contains($0.key) }
        || today.contents[candidate] == phase.after.contents[path]
    }
    return found.count == 1 ? found.first : nil
  }

  /// Where the files are that stood beside one, when that is one folder.
  func movedFolder(of path: RepositoryPath) -> RepositoryPath? {
    let siblings = phase.after.paths.filter { $0.folder == path.folder }
    let folders = Set(siblings.compactMap { renamed($0)?.folder })
    return folders.count == 1 ? folders.first : nil
  }

  /// Whether nothing but what the phase removed stood in a file's folder.
  func isFolderOwn(_ path: RepositoryPath) -> Bool {
    !phase.after.paths.contains { $0.folder == path.folder }
  }
}

/// Finds documents of a phase in another state of the repository, in files that were moved as well.
private struct ObjectSearch {
  let phase: PlannedPhase
  let today: MeshRepository
  private var files: [RepositoryPath: DocumentFile] = [:]
  private var elsewhere: [ObjectKey: [RepositoryPath]]?

  init(phase: PlannedPhase, today: MeshRepository) {
    self.phase = phase
    self.today = today
  }

  /// The document of a key as it is in that state: in its own file, else in the one file that has
  /// it only since.
  mutating func today(
    _ key: DocumentKey, _ path: RepositoryPath, _ text: [UInt8]?
  ) throws(Refusal) -> DocumentVersion? {
    if let own = try file(path), let found = own[key] {
      guard own.repeated.contains(key) else { return found }
      throw Refusal(
        Finding(
          .definedTwice, in: own.source, at: found.node.range, object: found.object,
          message: "\(found.object?.description ?? "the document") stands twice in the file"))
    }
    switch key {
    case .object(let object):
      if let bare = object.withoutNamespace, let found = try file(path)?[.object(bare)] {
        return found
      }
      var candidates = newPlaces(of: object)
      if candidates.isEmpty, let bare = object.withoutNamespace {
        let places = newPlaces(of: bare)
        if places.count == 1, let only = places.first { return try file(only)?[.object(bare)] }
      }
      if candidates.count > 1 {
        // A patch of an object defines none.
        let patches = KustomizationGraph(today).patchFiles
        candidates.removeAll(where: patches.contains)
      }
      guard let only = candidates.first else { return nil }
      guard candidates.count == 1 else {
        throw Refusal(
          Finding(
            .definedTwice, place: Place(file: only.description, line: 1, column: 1),
            message: "\(object) of \(path) is now in several files: "
              + candidates.map(\.description).joined(separator: ", "),
            hint: "leave one definition, or take the phase back by hand"))
      }
      return try file(only)?[key]
    case .other:
      guard try file(path) == nil, let text else { return nil }
      let new = today.paths.filter { phase.after.contents[$0] == nil && $0.name == path.name }
      let moved = new.filter { today.contents[$0] == text }
      if let only = moved.first, moved.count == 1 { return try file(only)?[key] }
      var alike: [RepositoryPath] = []
      for candidate in new where try isAlike(candidate, text, at: path) { alike.append(candidate) }
      guard let only = alike.first, alike.count == 1 else { return nil }
      return try file(only)?[key]
    }
  }

  /// Whether a kustomization has a resource of another one, so that it may be the same elsewhere.
  private mutating func isAlike(
    _ candidate: RepositoryPath, _ text: [UInt8], at path: RepositoryPath
  ) throws(Refusal) -> Bool {
    func resources(_ file: DocumentFile?) -> Set<String> {
      Set((file?[.other(0)]?.node["resources"]?.items ?? []).compactMap(\.text))
    }
    return !resources(try file(candidate)).isDisjoint(with: resources(try DocumentFile(path, text)))
  }

  private mutating func file(_ path: RepositoryPath) throws(Refusal) -> DocumentFile? {
    if let known = files[path] { return known }
    guard let bytes = today.contents[path] else { return nil }
    let file = try DocumentFile(path, bytes)
    files[path] = file
    return file
  }

  /// The files that hold an object today and did not when the phase was made.
  private mutating func newPlaces(of key: ObjectKey) -> [RepositoryPath] {
    if elsewhere == nil {
      var index: [ObjectKey: [RepositoryPath]] = [:]
      for path in today.paths {
        guard today.contents[path] != phase.after.contents[path] else { continue }
        let known = Set((phase.after.file(path)?.objects ?? []).map(\.key))
        for object in today.file(path)?.objects ?? []
        where !known.contains(object.key) {
          index[object.key, default: []].append(path)
        }
      }
      elsewhere = index
    }
    return elsewhere?[key] ?? []
  }
}

extension ObjectKey {
  /// The same object where a kustomization gives it its namespace; nil where it has none.
  fileprivate var withoutNamespace: ObjectKey? {
    namespace == nil ? nil : ObjectKey(group: group, kind: kind, namespace: nil, name: name)
  }
}
