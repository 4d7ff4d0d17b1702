package import Files

/// A Git object with its id and its bytes, written or not.
struct StagedObject: Sendable {
  /// The hash of kind and bytes.
  let id: ObjectID
  /// Blob, tree or commit.
  let kind: ObjectKind
  /// The content, without Git's header.
  let bytes: [UInt8]
}

/// Git objects that are computed but not written yet.
///
/// Ids depend on what is passed in and on nothing else: no configuration, filter, hook, clock or
/// environment variable has a part in them. An operation that throws leaves the stage as it was.
package struct ObjectStage: Sendable {
  private var objects: [StagedObject] = []
  private var positions: [ObjectID: Int] = [:]
  private var library: Library?

  package init() {}

  /// How many objects are staged.
  package var count: Int { objects.count }

  /// Stages the content of a file and gives its id.
  package mutating func addBlob(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
    let object = try object(.blob, bytes)
    add(object)
    return object.id
  }

  /// Writes the staged objects that the repository lacks: blobs, then trees, then commits.
  ///
  /// A commit is whole as soon as it is there, at whatever moment the writing is cut off: of a
  /// pack nothing is there before all of it is.
  package func write(to repository: borrowing Repository) throws(GitError) {
    try repository.write(ObjectKind.allCases.flatMap { kind in objects.filter { $0.kind == kind } })
  }

  /// Names an object without staging it.
  mutating func object(_ kind: ObjectKind, _ bytes: [UInt8]) throws(GitError) -> StagedObject {
    if library == nil { library = try Library() }
    return try StagedObject(kind: kind, bytes: bytes)
  }

  /// Stages an object once.
  mutating func add(_ object: StagedObject) {
    guard positions[object.id] == nil else { return }
    positions[object.id] = objects.count
    objects.append(object)
  }

  /// The staged bytes of a tree, nil when it is not staged.
  func stagedTree(_ id: ObjectID) -> [UInt8]? {
    guard let position = positions[id], objects[position].kind == .tree else { return nil }
    return objects[position].bytes
  }

  /// A staged commit, nil when it is not staged.
  package func stagedCommit(_ id: ObjectID) -> RawCommit? {
    guard let position = positions[id], objects[position].kind == .commit else { return nil }
    return RawCommit(parsing: objects[position].bytes)
  }

  /// Puts a commit in the place of a staged one, and gives its id.
  package mutating func replaceCommit(
    _ id: ObjectID, with commit: RawCommit
  ) throws(GitError) -> ObjectID {
    let object = try object(.commit, commit.bytes)
    guard let position = positions.removeValue(forKey: id) else {
      add(object)
      return object.id
    }
    objects[position] = object
    positions[object.id] = position
    return object.id
  }

  /// Drops the objects staged since there were `count` of them.
  mutating func dropObjects(since count: Int) {
    for object in objects[count...] { positions[object.id] = nil }
    objects.removeSubrange(count...)
  }
}
