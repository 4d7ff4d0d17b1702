internal import ArgumentParser
internal import Kubernetes
internal import MeshUpgrade
internal import YAMLDiff

/// What `meshphase diff` leaves out; `Documentation/ignore.md` describes the rules.
struct IgnoreOptions: ParsableArguments {
  /// The file that is read where no option names another.
  static let fileName = ".meshphase-ignore"

  @Option(
    name: .customLong("ignore"),
    help: ArgumentHelp(
      "Leave out what a rule says: /status, 'Deployment: /spec/replicas', 'added ConfigMap *'.",
      discussion: "May be given more than once; Documentation/ignore.md has the grammar.",
      valueName: "rule"))
  var rules: [String] = []

  @Option(
    name: .customLong("preset"),
    help: ArgumentHelp(
      "Leave out what controllers write: \(IgnorePresets.names.joined(separator: ", ")).",
      valueName: "name"))
  var presets: [String] = []

  @Option(
    help: ArgumentHelp(
      "Rules to read in place of \(fileName) of the new side.", valueName: "file"))
  var ignoreFile: String?

  @Flag(name: .customLong("no-ignore-file"), help: "Do not read \(fileName).")
  var readsNoFile = false

  @Flag(help: "Leave out what Applications of the new side state in ignoreDifferences.")
  var ignoreDifferences = false

  func validate() throws {
    if readsNoFile, ignoreFile != nil {
      throw ValidationError("--ignore-file and --no-ignore-file contradict each other")
    }
  }

  /// Refuses rules where the output has to be exact.
  func checkNone(for output: String) throws {
    let isGiven = !rules.isEmpty || !presets.isEmpty || ignoreFile != nil || ignoreDifferences
    if isGiven {
      throw ValidationError("\(output) turns A into B, so nothing can be ignored")
    }
  }

  /// Every rule that is asked for, or that the new side brings.
  func list(
    from old: DiffInput, to new: DiffInput, _ console: Console
  ) throws(Refusal) -> IgnoreList {
    var texts = rules.map { SourceFile(name: "--ignore", bytes: Array($0.utf8)) }
    texts += presets.map { name in
      let name = name.hasPrefix("@") ? name : "@" + name
      return SourceFile(name: "--preset", bytes: Array(name.utf8))
    }
    if let file = try file(for: new) { texts.append(file) }
    var result: [IgnoreRule] = []
    var findings: [Finding] = []
    for text in texts {
      let read = IgnoreText(text.bytes)
      result += read.rules
      findings += read.problems.map { Self.finding($0, .error, in: text) }
    }
    guard findings.isEmpty else { throw Refusal(findings) }
    var warnings = fileWarnings(old, new)
    if ignoreDifferences {
      let stated = IgnoreDifferences(new.sources)
      result += stated.rules
      warnings += stated.warnings.map { Self.finding($0.problem, .warning, in: $0.file) }
    }
    var text = StyledText()
    for warning in warnings { text.add(warning) }
    console.message(text)
    return IgnoreList(result)
  }

  /// Whoever changes the rules together with what they hide is noticed.
  private func fileWarnings(_ old: DiffInput, _ new: DiffInput) -> [Finding] {
    guard !readsNoFile, ignoreFile == nil, let file = new.ignoreFile,
      file.bytes != old.ignoreFile?.bytes, old.ignoreFile != nil || (old.isCommit && new.isCommit)
    else { return [] }
    return [
      Finding(
        .ignoring, .warning, in: file, at: 0..<0,
        message: "\(Self.fileName) is not the same on both sides; the new side's rules are used",
        hint: "--ignore-file names other rules, --no-ignore-file none")
    ]
  }

  private func file(for new: DiffInput) throws(Refusal) -> SourceFile? {
    if readsNoFile { return nil }
    guard let ignoreFile else {
      if let obstacle = new.ignoreObstacle { throw Self.noFile(obstacle) }
      // A file and standard input bring no rules of their own.
      return new.isStream ? try Self.read(Self.fileName) : new.ignoreFile
    }
    guard let bytes = DesiredStateFile.read(ignoreFile) else { throw Self.unreadable(ignoreFile) }
    return SourceFile(name: ignoreFile, bytes: bytes)
  }

  /// Something else stands where rules are read from: they are not to be passed over in silence.
  private static func noFile(_ path: String) -> Refusal {
    Refusal(
      Finding(
        .ignoring, message: "\(path) is no file, expected one with rules",
        hint: "give it another name, or pass --no-ignore-file"))
  }

  /// The rules at a path; nil where there is nothing.
  static func read(_ path: String) throws(Refusal) -> SourceFile? {
    guard let kind = FileReading.kind(of: path) else { return nil }
    guard kind == .file else { throw noFile(path) }
    guard let bytes = DesiredStateFile.read(path) else { throw unreadable(path) }
    return SourceFile(name: path, bytes: bytes)
  }

  private static func unreadable(_ path: String) -> Refusal {
    Refusal(Finding(.notFound, message: "the file \(path) cannot be read"))
  }

  private static func finding(
    _ problem: NodeProblem, _ severity: Finding.Severity, in file: SourceFile
  ) -> Finding {
    Finding(
      .ignoring, severity, in: file, at: problem.range, message: problem.message,
      hint: problem.hint)
  }
}
