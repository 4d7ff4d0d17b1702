import CLibGit2
import Files

extension Repository {
  /// The bytes of an object that must be of the given kind (`git_odb_read`).
  func object(_ id: ObjectID, kind: ObjectKind) throws(GitError) -> [UInt8] {
    let operation = "read \(kind) \(id)"
    let database = try unsafe objectDatabase(operation: operation)
    defer { unsafe git_odb_free(database) }
    var name = id.cValue
    var object: OpaquePointer? = nil
    try check(unsafe git_odb_read(&object, database, &name), operation: operation)
    defer { unsafe git_odb_object_free(object) }
    guard unsafe git_odb_object_type(object) == kind.cValue else {
      throw GitError(operation: operation, category: .invalid, message: "object is no \(kind)")
    }
    return unsafe [UInt8](
      UnsafeRawBufferPointer(
        start: git_odb_object_data(object), count: git_odb_object_size(object)))
  }

  /// Checks that an object exists, and is of the given kind unless nil (`git_odb_read_header`).
  func checkExists(_ id: ObjectID, kind: ObjectKind?, operation: String) throws(GitError) {
    let database = try unsafe objectDatabase(operation: operation)
    defer { unsafe git_odb_free(database) }
    var name = id.cValue
    var size = 0
    var found = GIT_OBJECT_INVALID
    try check(
      unsafe git_odb_read_header(&size, &found, database, &name), operation: operation)
    guard let kind, found != kind.cValue else { return }
    throw GitError(operation: operation, category: .invalid, message: "\(id) is no \(kind)")
  }

  /// Writes objects in the given order, as loose files (`git_odb_write`).
  ///
  /// `git_odb_write` looks first whether the object is there; if so it only renews the file's time,
  /// so that a `git gc` at the same moment does not take the object for an old one.
  func write(_ objects: [StagedObject]) throws(GitError) {
    let database = try unsafe objectDatabase(operation: "write objects")
    defer { unsafe git_odb_free(database) }
    for object in objects {
      let operation = "write \(object.kind) \(object.id)"
      var written = git_oid()
      try check(
        unsafe git_odb_write(
          &written, database, object.bytes, object.bytes.count, object.kind.cValue),
        operation: operation)
      guard ObjectID(written) == object.id else {
        throw GitError(
          operation: operation, category: .other, message: "written as \(ObjectID(written))")
      }
    }
  }

  private func objectDatabase(operation: String) throws(GitError) -> OpaquePointer {
    var database: OpaquePointer? = nil
    try check(unsafe git_repository_odb(&database, handle), operation: operation)
    guard let database = unsafe database else {
      throw GitError(operation: operation, category: .other, message: "no database came back")
    }
    return unsafe database
  }
}

extension StagedObject {
  /// Names an object by the hash of its bytes, without writing it (`git_odb_hash`).
  init(kind: ObjectKind, bytes: [UInt8]) throws(GitError) {
    var id = git_oid()
    try check(
      unsafe git_odb_hash(&id, bytes, bytes.count, kind.cValue), operation: "hash \(kind)")
    self.init(id: ObjectID(id), kind: kind, bytes: bytes)
  }
}
