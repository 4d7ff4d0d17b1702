import CLibGit2
import Files
import Glibc

extension Repository {
  /// The bytes of an object that must be of the given kind (`git_odb_read`).
  func object(_ id: ObjectID, kind: ObjectKind) throws(GitError) -> [UInt8] {
    let database = try unsafe objectDatabase(operation: "read \(kind) \(id)")
    defer { unsafe git_odb_free(database) }
    var name = id.cValue
    var object: OpaquePointer? = nil
    try check(unsafe git_odb_read(&object, database, &name), operation: "read \(kind) \(id)")
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

  /// Writes objects so that each comes after those that it names.
  ///
  /// Those that are there already are renewed, so that a `git gc` at the same moment does not take
  /// them for old ones. The others become a pack, or loose files when they are few.
  func write(_ objects: [StagedObject]) throws(GitError) {
    let database = try unsafe objectDatabase(operation: "write objects")
    defer { unsafe git_odb_free(database) }
    var new: [StagedObject] = []
    for object in objects {
      if unsafe Self.has(object.id, database) {
        try unsafe Self.writeLoose(object, to: database)
      } else {
        new.append(object)
      }
    }
    guard new.count > Self.mostLoose, hasPackFolder else {
      for object in new { try unsafe Self.writeLoose(object, to: database) }
      return
    }
    try unsafe writePack(of: new, to: database)
  }

  /// How many new objects become loose files.
  ///
  /// A loose file has to reach the disk by itself, and its folder after it, which takes some
  /// milliseconds; a pack does so as a whole. But Git reads every pack, so not each run is worth one.
  static let mostLoose = 16

  /// The folder for packs.
  private var packFolder: String { commonDirectory + "/objects/pack" }

  /// Whether there is one, as `git init` makes it; libgit2 would write the pack into the current
  /// folder where there is none (`access`).
  private var hasPackFolder: Bool { unsafe access(packFolder, F_OK) == 0 }

  /// Whether an object is there, as far as is known without looking for packs that others have
  /// written since: to write it again does no harm (`git_odb_exists_ext`).
  private static func has(_ id: ObjectID, _ database: OpaquePointer) -> Bool {
    var name = id.cValue
    return unsafe git_odb_exists_ext(database, &name, GIT_ODB_LOOKUP_NO_REFRESH.rawValue) == 1
  }

  /// Writes an object as a loose file; if it is there already, only renews the time of the file
  /// that holds it (`git_odb_write`).
  private static func writeLoose(
    _ object: StagedObject, to database: OpaquePointer
  ) throws(GitError) {
    func operation() -> String { "write \(object.kind) \(object.id)" }
    var written = git_oid()
    try check(
      unsafe git_odb_write(
        &written, database, object.bytes, object.bytes.count, object.kind.cValue),
      operation: operation())
    guard ObjectID(written) == object.id else {
      throw GitError(
        operation: operation(), category: .other, message: "written as \(ObjectID(written))")
    }
  }

  private func writePack(
    of objects: [StagedObject], to database: OpaquePointer
  ) throws(GitError) {
    let operation = "write a pack of \(objects.count) objects to \(packFolder)"
    guard let count = UInt32(exactly: objects.count) else {
      throw GitError(operation: operation, category: .unsupported, message: "these are too many")
    }
    let writer = try unsafe PackWriter(into: database, operation: operation)
    var pack = try PackStream(of: count, to: writer, operation: operation)
    try pack.append(objects)
    try pack.finish()
  }

  private func objectDatabase(
    operation: @autoclosure () -> String
  ) throws(GitError) -> OpaquePointer {
    var database: OpaquePointer? = nil
    try check(unsafe git_repository_odb(&database, handle), operation: operation())
    guard let database = unsafe database else {
      throw GitError(
        operation: operation(), category: .other, message: "no database came back")
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
