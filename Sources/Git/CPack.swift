import CLibGit2

/// A pack on its way into the object database, given away piece by piece (`git_odb_write_pack`).
///
/// libgit2 writes it under a name of its own, reads each object back, makes the index and, at the
/// end, renames both. Without ``commit()`` nothing of it stays.
@safe struct PackWriter: ~Copyable {
  private let writer: UnsafeMutablePointer<git_odb_writepack>
  private var progress = git_indexer_progress()

  /// Begins a pack in a database, which must live longer.
  init(into database: OpaquePointer, operation: String) throws(GitError) {
    var writer: UnsafeMutablePointer<git_odb_writepack>? = nil
    try check(unsafe git_odb_write_pack(&writer, database, nil, nil), operation: operation)
    guard let writer = unsafe writer else {
      throw GitError(operation: operation, category: .other, message: "no pack came back")
    }
    unsafe self.writer = unsafe writer
  }

  deinit { unsafe writer.pointee.free(writer) }

  /// Gives the next bytes of the pack.
  mutating func append(_ bytes: [UInt8], operation: String) throws(GitError) {
    try check(
      unsafe writer.pointee.append(writer, bytes, bytes.count, &progress), operation: operation)
  }

  /// Writes the index and makes both visible, once their bytes have reached the disk.
  mutating func commit(operation: String) throws(GitError) {
    try check(unsafe writer.pointee.commit(writer, &progress), operation: operation)
  }
}
