internal import Glibc

/// Writes files whole or not at all: the only place that does.
///
/// The new content is written under a name of its own beside the file and then given the file's
/// name. What is at that name keeps its mode and, where the system lets it, its owner and group;
/// Foundation's own atomic writing keeps neither, and puts a file in the place of a link.
enum FileWriting {
  /// What a write failed with, as the system numbers it (`errno`).
  struct Failure: Error {
    let code: Int32

    /// The reason in words, for those that users meet.
    var reason: String {
      switch code {
      case ENOTDIR: "a file stands where a folder is needed"
      case EACCES, EPERM: "permission denied"
      case ENOSPC, EDQUOT: "no space left"
      case EROFS: "the file system is read-only"
      case EINVAL: "it is no regular file"
      default: "the system's error \(code)"
      }
    }
  }

  /// Writes a file; one that is there, or that a link leads to, is replaced.
  ///
  /// The C functions are `realpath`, `stat`, `open`, `fchown`, `fchmod`, `write`, `fsync` and
  /// `rename`.
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let target = resolved(path) ?? path
    var status = stat()
    let isThere = unsafe stat(target, &status) == 0
    if isThere, status.st_mode & S_IFMT != S_IFREG { throw Failure(code: EINVAL) }
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
    let name = String(UInt64.random(in: 0...(.max)), radix: 36)
    let temporary = "\(folder).meshphase-\(name)"
    // Nobody else reads what may be a secret before the mode is known.
    let descriptor = unsafe open(
      temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isThere ? 0o600 : 0o666)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    do throws(Failure) {
      defer { close(descriptor) }
      if isThere { try keepAccess(of: status, for: descriptor) }
      try append(bytes, to: descriptor)
      try check(fsync(descriptor))
      try check(unsafe rename(temporary, target))
    } catch {
      unsafe unlink(temporary)
      throw error
    }
  }

  /// Gives a new file the owner, group and mode of the one that it replaces.
  ///
  /// Only root may give a file away. Where the group cannot be kept, what was for it must not be
  /// for another one, so everyone's part of the mode counts for the group.
  private static func keepAccess(of old: stat, for descriptor: Int32) throws(Failure) {
    var mode = old.st_mode & 0o7777
    var new = stat()
    try check(unsafe fstat(descriptor, &new))
    if old.st_uid != new.st_uid, fchown(descriptor, old.st_uid, .max) != 0 { mode &= 0o1777 }
    if old.st_gid != new.st_gid, fchown(descriptor, .max, old.st_gid) != 0 {
      mode = mode & 0o1707 | (mode & 0o007) << 3
    }
    try check(fchmod(descriptor, mode))
  }

  private static func append(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes[start...].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Failure(code: errno) }
      start += count
    }
  }

  /// The file that a path leads to, all links followed; nil where there is none.
  private static func resolved(_ path: String) -> String? {
    guard let found = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  private static func check(_ status: Int32) throws(Failure) {
    guard status == 0 else { throw Failure(code: errno) }
  }
}
