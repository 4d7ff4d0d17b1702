internal import Glibc

/// What has to be known of files before libgit2 may open them.
enum FileSystem {
  /// What is at a path.
  struct Status {
    /// A file, a folder, or neither.
    let isFile, isFolder: Bool
    /// The user that owns it.
    let owner: UInt32
    /// The file system that it is on.
    let device: UInt64
  }

  /// What a path leads to; nil when nothing is there.
  ///
  /// The C functions are `stat` and `lstat`.
  static func status(of path: String, followingLinks: Bool = true) -> Status? {
    guard !path.utf8.contains(0) else { return nil }
    var status = stat()
    let result =
      unsafe followingLinks ? stat(path, &status) : lstat(path, &status)
    guard result == 0 else { return nil }
    let kind = status.st_mode & S_IFMT
    return Status(
      isFile: kind == S_IFREG, isFolder: kind == S_IFDIR, owner: status.st_uid,
      device: UInt64(status.st_dev))
  }

  /// Whether a file is there and may be read.
  ///
  /// The C function is `access`.
  static func isReadable(_ path: String) -> Bool {
    unsafe !path.utf8.contains(0) && access(path, R_OK) == 0
  }

  /// The path without links and dots; nil when nothing is there.
  ///
  /// The C function is `realpath`.
  static func realPath(_ path: String) -> String? {
    guard !path.isEmpty, !path.utf8.contains(0), let real = unsafe realpath(path, nil) else {
      return nil
    }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// The same, where the last part of the path need not exist.
  static func realPathOfParent(_ path: String) -> String? {
    if let real = realPath(path) { return real }
    let parts = path.split(separator: "/")
    guard path.hasPrefix("/"), let name = parts.last, name != "..", name != ".",
      let parent = realPath("/" + parts.dropLast().joined(separator: "/"))
    else { return nil }
    return parent == "/" ? "/\(name)" : "\(parent)/\(name)"
  }

  /// A small file's text; nil when it cannot be read or is no UTF-8.
  ///
  /// The C function is `fopen`.
  static func text(of path: String, limit: Int = 1 << 20) -> String? {
    guard status(of: path)?.isFile == true, let file = unsafe fopen(path, "re") else { return nil }
    defer { unsafe fclose(file) }
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      count = unsafe fread(buffer.baseAddress, 1, limit, file)
    }
    return bytes.count < limit ? String(validating: bytes, as: UTF8.self) : nil
  }

  /// The user that this process acts for.
  ///
  /// The C function is `geteuid`.
  static var user: UInt32 { geteuid() }

  /// The home folder of a user by name.
  ///
  /// The C function is `getpwnam_r`.
  static func home(ofUser name: String) -> String? {
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>? = nil
    var buffer = [CChar](repeating: 0, count: 16384)
    guard unsafe getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0,
      unsafe found != nil, let folder = unsafe entry.pw_dir
    else { return nil }
    return unsafe String(cString: folder)
  }

  /// Lets some time pass.
  ///
  /// The C function is `usleep`.
  static func pause(milliseconds: Int) { _ = usleep(UInt32(milliseconds) * 1000) }
}
