internal import ArgumentParser
internal import Kubernetes
internal import MeshUpgrade
internal import YAML
internal import YAMLDiff

/// `meshphase diff A B`: the structural difference of files, folders or commits.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show how files, folders or commits differ, object by object.",
    usage: """
      meshphase diff [options] A B [-- path ...]
      meshphase diff [options] --base REV B [-- path ...]
      GIT_EXTERNAL_DIFF='meshphase diff [options] --' git diff
      """,
    discussion: """
      Objects are matched by group, kind, namespace and name, across files; lists by the keys of \
      their items. Key order, quotes, comments and other style are no difference. Strings that \
      hold YAML or JSON are compared as data, texts line by line. What Secrets keep is not shown.

      Examples:
        meshphase diff old.yaml new.yaml
        meshphase diff main~3 main -- apps
        kustomize build . | meshphase diff rendered.yaml -
        git config diff.external 'meshphase diff --'

      Exit status: 0 no difference, 1 differences, 2 refused, 64 wrong usage. Run by git, as \
      its external diff, it is always 0, and files that are no YAML or JSON are compared by lines.
      """)

  @Argument(
    help: ArgumentHelp(
      "The old and the new side: file, folder, commit, or -. Then folders or files of commits.",
      valueName: "A B path"))
  var arguments: [String] = []

  @OptionGroup var options: DiffOptions

  @OptionGroup var ignoring: IgnoreOptions

  @Option(
    name: .customLong("rename"),
    help: ArgumentHelp(
      "What was OLD is NEW now: '[KIND ][NAMESPACE/]OLD=[NAMESPACE/]NEW'. "
        + "Each * of NEW is what the one with its number stands for in OLD.",
      valueName: "OLD=NEW"))
  var renames: [DeclaredRename] = []

  @Option(
    name: [.customShort("C"), .customLong("repo")],
    help: ArgumentHelp("The repository that commits are looked up in.", valueName: "dir"))
  var repo = "."

  @Option(
    help: ArgumentHelp(
      "The commit to compare B with; of a folder or file of the work tree, its part.",
      valueName: "rev"))
  var base: String?

  func validate() throws {
    if options.output == .jsonPatch { try ignoring.checkNone(for: "a JSON Patch") }
    guard GitDiffCall(arguments) == nil else { return try GitDiffDriver.check(options) }
    let sides = base == nil ? 2 : 1
    guard arguments.count >= sides else {
      throw ValidationError(
        base == nil ? "Name two sides: A and B." : "Name what to compare with the base: B.")
    }
    if base == nil, arguments[0] == "-", arguments[1] == "-" {
      throw ValidationError("Only one of A and B can be -.")
    }
  }

  func run() throws {
    if let call = GitDiffCall(arguments) {
      return GitDiffDriver(call: call, options: options).run()
    }
    try checkSurplus()
    let console = Console(color: options.color)
    let differs = try CommandRun.refusing(console, isJSON: options.output.isJSON) {
      () throws(Refusal) in try compare(console)
    }
    if differs { throw ExitCode(1) }
  }

  private func compare(_ console: Console) throws(Refusal) -> Bool {
    let (old, new) = try inputs()
    try checkPaths(old, new, console)
    if options.output == .jsonPatch {
      return try JSONPatchOutput.write(old, new, options.isQuiet ? nil : console)
    }
    let ignored = try ignoring.list(from: old, to: new, console)
    do throws(StreamError) {
      let outcome = try options.outcome(
        old.sources, new.sources, ordersCount: old.isStream && new.isStream
      ) { $0.renaming(renames).ignoring(ignored) }
      if options.isQuiet { return !outcome.changes.isEmpty }
      var told = options.report
      told.ordersCount = old.isStream && new.isStream
      let report = DiffReport(outcome, from: old.sources, to: new.sources, options: told)
      warn(report.findings + unused(outcome, ignored), console)
      try options.write(report, console)
      return !report.isEmpty
    } catch { throw Refusal(Self.finding(error)) }
  }

  private func inputs() throws(Refusal) -> (old: DiffInput, new: DiffInput) {
    if let base {
      return try DiffInput.load(
        base: base, arguments[0], repository: repo, paths: paths)
    }
    let old = try DiffInput.load(arguments[0], repository: repo, paths: paths)
    let new = try DiffInput.load(arguments[1], repository: repo, paths: paths)
    return (old, new)
  }

  /// The folders and files that are asked for on both sides.
  private var paths: [String] { Array(arguments.dropFirst(base == nil ? 2 : 1)) }

  /// Refuses paths that are on neither side, and warns of those that are on one.
  private func checkPaths(
    _ old: DiffInput, _ new: DiffInput, _ console: Console
  ) throws(Refusal) {
    guard !paths.isEmpty else { return }
    let hint =
      base == nil
      ? "paths are those of files or folders, seen from the top of each side"
      : "paths are those of files or folders, seen from the top of the repository"
    if old.sources.isEmpty, new.sources.isEmpty {
      throw Refusal(
        Finding(
          .notFound,
          message: "neither side has a YAML or JSON file at \(paths.joined(separator: ", "))",
          hint: hint))
    }
    guard !options.isQuiet, !old.isStream, !new.isStream else { return }
    let sides = (base ?? arguments[0], base == nil ? arguments[1] : arguments[0])
    warn(
      paths.flatMap { path -> [Finding] in
        let counts = (old.count(at: path), new.count(at: path))
        guard (counts.0 == 0) != (counts.1 == 0) else { return [] }
        let (none, some) = counts.0 == 0 ? (sides.0, sides.1) : (sides.1, sides.0)
        let files = max(counts.0, counts.1) == 1 ? "a file" : "\(max(counts.0, counts.1)) files"
        return [
          Finding(
            .notFound, .warning,
            message: "\(none) has no YAML or JSON file at \(path), where \(some) has \(files)",
            hint: hint)
        ]
      }, console)
  }

  /// Refuses more arguments than two files take.
  private func checkSurplus() throws {
    func isFile(_ name: String) -> Bool {
      name == "-" || [.file, .other].contains(FileReading.kind(of: name))
    }
    guard base == nil, let surplus = paths.first, arguments.prefix(2).allSatisfy(isFile) else {
      return
    }
    throw ValidationError(
      "A and B are files, so \(surplus) is one too many: paths say what of folders and commits to compare."
    )
  }

  private func warn(_ findings: [Finding], _ console: Console) {
    var warnings = StyledText()
    for finding in findings { warnings.add(finding) }
    console.message(warnings)
  }

  /// The renames that nothing was found for; where rules leave something out, that is not known.
  private func unused(_ outcome: StreamDiff.Outcome, _ ignored: IgnoreList) -> [Finding] {
    guard ignored.rules.isEmpty else { return [] }
    return renames.filter { rename in
      !outcome.changes.contains { change in
        guard let from = change.from?.identity, let to = change.to?.identity else { return false }
        return rename.renamed(from) == to
      }
    }.map {
      Finding(
        .notFound, .warning, message: "--rename '\($0.text)' fits no object that differs",
        hint:
          "it is '[KIND ][NAMESPACE/]OLD=[NAMESPACE/]NEW', with both names as they stand in A and B"
      )
    }
  }

  /// What is wrong with a side, as a finding with its place.
  static func finding(_ error: StreamError) -> Finding {
    let file = SourceFile(name: error.source.place, bytes: error.source.bytes)
    return Finding(
      .unreadableFile, in: file, at: error.error.range, message: error.error.message,
      hint: error.error.hint)
  }
}

extension DeclaredRename: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}
