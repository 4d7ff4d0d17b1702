internal import Glibc

/// Runs a program of the user's, such as git, with the user's environment.
///
/// Programs are looked for on `PATH`. Each sees standard input as meshphase does unless it is given
/// an input, and writes its messages to meshphase's standard error. The C functions are
/// `posix_spawnp`, `pipe`, `poll` and `waitpid`.
struct ChildProcess {
  /// Where a stream of the program goes.
  enum Stream {
    /// Into the outcome.
    case captured
    /// To meshphase's own standard error.
    case messages
  }

  /// The program's name, then its arguments.
  let arguments: [String]
  /// What it reads from standard input; nil for what meshphase would read.
  var input: [UInt8]?
  /// The folder that it runs in; nil for meshphase's own.
  var folder: String?
  var output = Stream.captured
  var errors = Stream.messages

  init(_ arguments: [String]) { self.arguments = arguments }

  /// How a program ended, and what of its streams was captured.
  struct Outcome {
    /// The exit status; 128 and the number of the signal that ended it, as shells have it.
    let status: Int32
    let output: [UInt8]
    let errors: [UInt8]

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }
  }

  /// A program that could not be started.
  struct Failure: Error {
    let program: String
    let code: Int32

    /// Whether there is no such program.
    var isMissing: Bool { code == ENOENT }

    /// What the system says.
    var reason: String {
      unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
  }

  /// Runs the program to its end.
  func run() throws(Failure) -> Outcome {
    // A NUL would cut an argument short.
    guard let program = arguments.first, !arguments.contains(where: { $0.utf8.contains(0) }) else {
      throw Failure(program: arguments.first ?? "", code: EINVAL)
    }
    let inputPipe = input == nil ? nil : try Pipe(for: program)
    let outputPipe = output == .captured ? try Pipe(for: program) : nil
    let errorPipe = errors == .captured ? try Pipe(for: program) : nil
    defer { for pipe in [inputPipe, outputPipe, errorPipe] { pipe?.close() } }
    let child = try spawn(
      program, input: inputPipe?.reader, output: outputPipe?.writer ?? STDERR_FILENO,
      errors: errorPipe?.writer)
    inputPipe?.closeReader()
    outputPipe?.closeWriter()
    errorPipe?.closeWriter()
    let captured = Self.exchange(
      input ?? [], into: inputPipe, from: [outputPipe, errorPipe])
    return Outcome(status: Self.wait(for: child), output: captured[0], errors: captured[1])
  }

  private func spawn(
    _ program: String, input: Int32?, output: Int32, errors: Int32?
  ) throws(Failure) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    if let input { unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    if let errors { unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO) }
    // Console ignores SIGPIPE; the program is to find it as it is by default.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var words = unsafe arguments.map { unsafe strdup($0) }
    unsafe words.append(nil)
    defer { unsafe words.forEach { unsafe free($0) } }
    var child: pid_t = 0
    // Glibc hides posix_spawn_file_actions_addchdir_np from Swift; there is one thread only.
    let here = folder == nil ? -1 : unsafe open(".", O_RDONLY | O_CLOEXEC)
    if let folder, unsafe chdir(folder) != 0 { throw Failure(program: folder, code: errno) }
    defer {
      if here >= 0 {
        _ = fchdir(here)
        close(here)
      }
    }
    let code = unsafe posix_spawnp(&child, program, &actions, &attributes, words, environ)
    guard code == 0 else { throw Failure(program: program, code: code) }
    return child
  }

  /// Writes the input and reads the streams, each as the program is ready for it.
  private static func exchange(
    _ input: [UInt8], into inputPipe: Pipe?, from pipes: [Pipe?]
  ) -> [[UInt8]] {
    var rest = input[...]
    var captured = pipes.map { _ in [UInt8]() }
    if rest.isEmpty { inputPipe?.closeWriter() }
    while true {
      var waiting: [pollfd] = []
      var streams: [Int?] = []
      if let inputPipe, let writer = inputPipe.writer {
        waiting.append(pollfd(fd: writer, events: Int16(POLLOUT), revents: 0))
        streams.append(nil)
      }
      for (index, pipe) in pipes.enumerated() {
        guard let reader = pipe?.reader else { continue }
        waiting.append(pollfd(fd: reader, events: Int16(POLLIN), revents: 0))
        streams.append(index)
      }
      if waiting.isEmpty { return captured }
      let count = unsafe poll(&waiting, nfds_t(waiting.count), -1)
      guard count >= 0 || errno == EINTR else { return captured }
      for (entry, stream) in zip(waiting, streams) where entry.revents != 0 {
        if let stream {
          let bytes = read(entry.fd)
          captured[stream] += bytes
          if bytes.isEmpty { pipes[stream]?.closeReader() }
        } else {
          rest = rest.dropFirst(write(rest, to: entry.fd))
          // The program has read all, or stopped reading: its exit status will say which.
          if rest.isEmpty || entry.revents & Int16(POLLERR) != 0 { inputPipe?.closeWriter() }
        }
      }
    }
  }

  private static func read(_ descriptor: Int32) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      return Array(buffer.prefix(max(0, count)))
    }
  }

  /// Writes as much as a pipe takes at once; the pipe is ready to take something.
  private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int {
    let part = bytes.prefix(4_096)
    let count = unsafe part.withUnsafeBytes { buffer in
      unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
    }
    return max(0, count)
  }

  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return 128 }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  /// A pipe whose ends no other program inherits; each end is closed once.
  private final class Pipe {
    private(set) var reader: Int32?
    private(set) var writer: Int32?

    init(for program: String) throws(Failure) {
      var ends: [Int32] = [-1, -1]
      guard unsafe pipe(&ends) == 0 else { throw Failure(program: program, code: errno) }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      (reader, writer) = (ends[0], ends[1])
    }

    func closeReader() {
      if let reader { Glibc.close(reader) }
      reader = nil
    }

    func closeWriter() {
      if let writer { Glibc.close(writer) }
      writer = nil
    }

    func close() {
      closeReader()
      closeWriter()
    }
  }
}
