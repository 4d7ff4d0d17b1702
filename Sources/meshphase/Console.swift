internal import Glibc
internal import MeshUpgrade
internal import YAML

/// Writes to standard output and standard error: the only place that does.
struct Console {
  private let colorsOutput: Bool
  private let colorsErrors: Bool

  /// Decides about colour: on terminals only, unless it is asked for; never with `NO_COLOR`
  /// (no-color.org) or on a dumb terminal.
  ///
  /// `isPaged` says that what is not a terminal is a pager, which shows colour too.
  init(color: ColorChoice, isPaged: Bool = false) {
    func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
    let isPlain =
      Self.environment("NO_COLOR")?.isEmpty == false || Self.environment("TERM") == "dumb"
    switch color {
    case .always: (colorsOutput, colorsErrors) = (true, true)
    case .never: (colorsOutput, colorsErrors) = (false, false)
    case .auto:
      colorsOutput = !isPlain && (isPaged || isTerminal(STDOUT_FILENO))
      colorsErrors = !isPlain && isTerminal(STDERR_FILENO)
    }
    // A reader that goes away ends the output, not the tool's exit status.
    signal(SIGPIPE, SIG_IGN)
  }

  /// How many characters a line of standard output may have; 0 where it is no terminal.
  ///
  /// The C function is `ioctl`.
  static var width: Int {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1,
      unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    else { return 0 }
    return Int(size.ws_col)
  }

  static func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// Writes data to standard output.
  func output(_ text: StyledText) { Self.write(render(text, colorsOutput), to: STDOUT_FILENO) }

  /// Writes plain text to standard output.
  func output(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

  /// Writes one JSON document to standard output.
  func output(_ value: Value) { Self.write(value.jsonBytes() + [0x0A], to: STDOUT_FILENO) }

  /// Writes a file's bytes to standard output.
  func output(_ bytes: [UInt8]) { Self.write(bytes, to: STDOUT_FILENO) }

  /// Writes a message to standard error.
  func message(_ text: StyledText) { Self.write(render(text, colorsErrors), to: STDERR_FILENO) }

  /// Text as it is written to standard output.
  func rendered(_ text: StyledText) -> String { render(text, colorsOutput) }

  private func render(_ text: StyledText, _ hasColor: Bool) -> String {
    guard hasColor else { return text.plain }
    return text.parts.map { Self.colored($0.text, $0.style) }.joined()
  }

  /// The text between the codes of its style (ECMA-48, Select Graphic Rendition).
  private static func colored(_ text: String, _ style: StyledText.Style) -> String {
    let code: String? =
      switch style {
      case .plain: nil
      case .heading: "1"
      case .name: "36"
      case .added: "32"
      case .removed: "31"
      case .dim: "2"
      case .command: "34"
      case .error: "1;31"
      case .warning: "1;33"
      case .hint: "1;32"
      }
    return code.map { "\u{1B}[\($0)m\(text)\u{1B}[0m" } ?? text
  }

  /// Opens what was closed of the standard streams, so that no file of the repository can become one
  /// of them, as Git does (`fcntl`, `open`); to be called before anything is opened.
  static func openStandardStreams() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is given, which is this one.
      _ = unsafe open("/dev/null", O_RDWR)
    }
  }

  private static func write(_ text: String, to descriptor: Int32) {
    write(Array(text.utf8), to: descriptor)
  }

  /// Writes every byte; stops quietly when the reader has gone, and ends the tool with exit status
  /// 2 when the output is lost otherwise, as on a full disk.
  private static func write(_ text: [UInt8], to descriptor: Int32) {
    var bytes = text[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      let code = errno
      if count < 0, code == EINTR { continue }
      guard count > 0 else {
        if code != EPIPE, descriptor == STDOUT_FILENO { lostOutput(code) }
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }

  private static func lostOutput(_ code: Int32) -> Never {
    let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    write("meshphase: standard output cannot be written: \(reason)\n", to: STDERR_FILENO)
    exit(2)
  }
}
