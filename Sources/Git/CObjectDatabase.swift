import CLibGit2
import Files

/// The objects of a repository, open for reading (`git_odb`).
///
/// libgit2 lets threads share nothing of a repository, so each core that reads has one of its own.
@safe struct ObjectDatabase: ~Copyable {
  private let handle: OpaquePointer

  /// The database that a repository has open (`git_repository_odb`).
  init(
    of repository: borrowing Repository, operation: @autoclosure () -> String
  ) throws(GitError) {
    var handle: OpaquePointer? = nil
    try check(unsafe git_repository_odb(&handle, repository.handle), operation: operation())
    unsafe try self.init(handle, operation: operation())
  }

  /// The database in a folder, with the alternates that it names (`git_odb_open`).
  init(folder: String) throws(GitError) {
    var handle: OpaquePointer? = nil
    try check(unsafe git_odb_open(&handle, folder), operation: "open \(folder)")
    unsafe try self.init(handle, operation: "open \(folder)")
  }

  private init(
    _ handle: OpaquePointer?, operation: @autoclosure () -> String
  ) throws(GitError) {
    guard let handle = unsafe handle else {
      throw GitError(
        operation: operation(), category: .other, message: "no database came back")
    }
    unsafe self.handle = unsafe handle
  }

  deinit { unsafe git_odb_free(handle) }

  /// The bytes of an object that must be of the given kind (`git_odb_read`).
  func object(_ id: ObjectID, kind: ObjectKind) throws(GitError) -> [UInt8] {
    var name = id.cValue
    var object: OpaquePointer? = nil
    try check(unsafe git_odb_read(&object, handle, &name), operation: "read \(kind) \(id)")
    defer { unsafe git_odb_object_free(object) }
    guard unsafe git_odb_object_type(object) == kind.cValue else {
      throw GitError(
        operation: "read \(kind) \(id)", category: .invalid, message: "object is no \(kind)")
    }
    return unsafe [UInt8](
      UnsafeRawBufferPointer(
        start: git_odb_object_data(object), count: git_odb_object_size(object)))
  }

  /// Checks that an object exists, and is of the given kind unless nil (`git_odb_read_header`).
  func checkExists(_ id: ObjectID, kind: ObjectKind?, operation: String) throws(GitError) {
    var name = id.cValue
    var size = 0
    var found = GIT_OBJECT_INVALID
    try check(unsafe git_odb_read_header(&size, &found, handle, &name), operation: operation)
    guard let kind, found != kind.cValue else { return }
    throw GitError(operation: operation, category: .invalid, message: "\(id) is no \(kind)")
  }

  /// Whether an object is there, as far as is known without looking for packs that others have
  /// written since: to write it again does no harm (`git_odb_exists_ext`).
  func has(_ id: ObjectID) -> Bool {
    var name = id.cValue
    return unsafe git_odb_exists_ext(handle, &name, GIT_ODB_LOOKUP_NO_REFRESH.rawValue) == 1
  }

  /// Writes an object as a loose file; if it is there already, only renews the time of the file
  /// that holds it (`git_odb_write`).
  func writeLoose(_ object: StagedObject) throws(GitError) {
    func operation() -> String { "write \(object.kind) \(object.id)" }
    var written = git_oid()
    try check(
      unsafe git_odb_write(
        &written, handle, object.bytes, object.bytes.count, object.kind.cValue),
      operation: operation())
    guard ObjectID(written) == object.id else {
      throw GitError(
        operation: operation(), category: .other, message: "written as \(ObjectID(written))")
    }
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
