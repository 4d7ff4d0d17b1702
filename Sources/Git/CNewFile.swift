internal import Glibc

/// A file on its way into a folder of the repository: written under a name of its own, and given
/// its real one once all of it has reached the disk.
///
/// Until then nothing of it stays unless the process is killed; `git gc` takes away what such a
/// process left, as the name begins with `tmp_` (git-prune). From then on it is never taken away:
/// another process that writes the same may count on it.
struct NewFile: ~Copyable {
  private let folder: String
  private let path: String
  private let descriptor: Int32
  private let operation: String
  private var isNamed = false

  /// Makes the file, for reading only once it is closed, as all that is in Git's object database
  /// (`open`).
  init(in folder: String, kind: String, operation: String) throws(GitError) {
    self.folder = folder
    self.operation = operation
    let name = String(UInt64.random(in: 0...(.max)), radix: 36)
    let path = "\(folder)/tmp_\(kind)_\(name)"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    descriptor = Int32(
      try checkSystem(path, operation) { unsafe Int(open(path, flags, 0o444)) })
    self.path = path
  }

  deinit {
    close(descriptor)
    if !isNamed { unsafe unlink(path) }
  }

  /// Adds bytes at the end (`write`).
  func append(_ bytes: [UInt8]) throws(GitError) {
    var start = 0
    while start < bytes.count {
      start += try checkSystem(path, operation) {
        unsafe bytes[start...].withUnsafeBytes {
          unsafe write(descriptor, $0.baseAddress, $0.count)
        }
      }
    }
  }

  /// Has all bytes reach the disk (`fsync`).
  func synchronize() throws(GitError) {
    try checkSystem(path, operation) { Int(fsync(descriptor)) }
  }

  /// Gives the file its name, over one that has it already (`rename`).
  mutating func rename(to name: String) throws(GitError) {
    let target = "\(folder)/\(name)"
    try checkSystem(target, operation) { Int(unsafe Glibc.rename(path, target)) }
    isNamed = true
  }

  /// Has the names that a folder holds reach the disk (`open`, `fsync`).
  static func synchronize(folder: String, operation: String) throws(GitError) {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    let file = try checkSystem(folder, operation) { unsafe Int(open(folder, flags)) }
    defer { close(Int32(file)) }
    try checkSystem(folder, operation) { Int(fsync(Int32(file))) }
  }
}

/// Makes a system call, again where a signal came between, and turns -1 into an error with the path
/// and the reason (`errno`, `strerror_r`).
@discardableResult
private func checkSystem(
  _ path: String, _ operation: String, _ call: () -> Int
) throws(GitError) -> Int {
  #if DEBUG
    if let status = FaultInjector.current?.nextStatus() {
      throw GitError(
        operation: operation, category: .other, code: status,
        message: "\(path): a fault injected by a test")
    }
  #endif
  var status = call()
  while status < 0, errno == EINTR { status = call() }
  guard status < 0 else { return status }
  let code = errno
  let reason = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
    guard let start = buffer.baseAddress,
      unsafe strerror_r(code, start, buffer.count) == 0
    else { return "error \(code)" }
    return unsafe String(cString: start)
  }
  let message = "\(path): \(reason)"
  throw GitError(
    operation: operation, category: GitError.category(of: -1, message: message), code: code,
    message: message, path: path)
}
