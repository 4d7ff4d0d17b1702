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
    if let found = try file(path)?[key] { return found }
    switch key {
    case .object(let object):
      let candidates = newPlaces(of: object)
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
      let moved = today.paths.filter {
        today.contents[$0] == text && phase.after.contents[$0] == nil
      }
      guard let only = moved.first, moved.count == 1 else { return nil }
      return try file(only)?[key]
    }
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
        where object.itemPath.steps.isEmpty && !known.contains(object.key) {
          index[object.key, default: []].append(path)
        }
      }
      elsewhere = index
    }
    return elsewhere?[key] ?? []
  }
}
