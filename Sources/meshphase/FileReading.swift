internal import Files
internal import Glibc

/// Reads files and folders as they are: the only place that does.
///
/// Foundation's own functions copy each file twice and look at each path several times, which is
/// most of what a comparison of ten thousand files would take.
enum FileReading {
  /// What a path leads to, links followed.
  enum Kind {
    case file
    case folder
    case other
  }

  /// What is at a path; nil when there is nothing.
  ///
  /// The C function is `stat`.
  static func kind(of path: String) -> Kind? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .other
    }
  }

  /// What Git would store a path as, links not followed; nil where nothing is, and for a folder, a
  /// pipe or a device.
  ///
  /// The C function is `lstat`.
  static func mode(of path: String) -> FileMode? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: status.st_mode & S_IXUSR == 0 ? .file : .executable
    case S_IFLNK: .symbolicLink
    default: nil
    }
  }

  /// Whether a path is a folder itself, and no link to one.
  ///
  /// The C function is `lstat`.
  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Every byte of a file, a pipe or a device; nil when it cannot be read.
  ///
  /// The C functions are `open`, `fstat` and `read`.
  static func bytes(of path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    // One byte more than the size shows whether there is more.
    let size = Int(status.st_size)
    guard var bytes = readOnce(descriptor, upTo: size + 1) else { return nil }
    if status.st_mode & S_IFMT == S_IFREG, size > 0, bytes.count <= size { return bytes }
    while !bytes.isEmpty, let more = readOnce(descriptor, upTo: 1 << 16) {
      if more.isEmpty { return bytes }
      bytes += more
    }
    return bytes.isEmpty ? bytes : nil
  }

  /// Asks for large pages behind a large buffer: filling small ones costs as much as the reading.
  ///
  /// The C function is `madvise`; where it does nothing, nothing is lost.
  private static func useLargePages(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
    guard buffer.count >= 4 << 20, let base = buffer.baseAddress else { return }
    let page = 4096
    let skipped = (page - Int(bitPattern: base) % page) % page
    _ = unsafe madvise(base + skipped, buffer.count - skipped, 14 /* MADV_HUGEPAGE */)
  }

  /// What one read gives, empty at the end; nil when it fails.
  private static func readOnce(_ descriptor: Int32, upTo capacity: Int) -> [UInt8]? {
    var hasFailed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      unsafe useLargePages(buffer)
      var result = unsafe read(descriptor, buffer.baseAddress, capacity)
      while result < 0, errno == EINTR {
        result = unsafe read(descriptor, buffer.baseAddress, capacity)
      }
      hasFailed = result < 0
      count = max(0, result)
    }
    return hasFailed ? nil : bytes
  }

  /// The paths below a folder of everything that is no folder, in no order; nil when the folder,
  /// or one inside it, cannot be read.
  ///
  /// Links to folders are not followed. The C functions are `opendir` and `readdir`.
  static func files(below folder: String, leaving isLeft: (String) -> Bool) -> [String]? {
    var files: [String] = []
    var folders = [""]
    while let inner = folders.popLast() {
      guard let entries = entries(of: "\(folder)/\(inner)") else { return nil }
      for entry in entries where !isLeft(entry.name) {
        if entry.isFolder {
          folders.append("\(inner)\(entry.name)/")
        } else {
          files.append("\(inner)\(entry.name)")
        }
      }
    }
    return files
  }

  private static func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    guard let stream = unsafe opendir(folder) else { return nil }
    defer { unsafe closedir(stream) }
    var entries: [(name: String, isFolder: Bool)] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name == "." || name == ".." { continue }
      let type = unsafe Int(entry.pointee.d_type)
      // Some file systems do not tell.
      let isFolder =
        type == DT_DIR || (type == DT_UNKNOWN && isFolder("\(folder)/\(name)"))
      entries.append((name, isFolder))
    }
    return entries
  }
}
