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
    guard GitDiffCall(arguments) == nil else { return }
    let sides = base == nil ? 2 : 1
    guard arguments.count >= sides else {
      throw ValidationError(
        base == nil ? "Name two sides: A and B." : "Name what to compare with the base: B.")
    }
  }

  func run() throws {
    if let call = GitDiffCall(arguments) {
      return GitDiffDriver(call: call, options: options).run()
    }
    let console = Console(color: options.color)
    let differs = try CommandRun.refusing(console, isJSON: options.output.isJSON) {
      () throws(Refusal) in try compare(console)
    }
    if differs { throw ExitCode(1) }
  }

  private func compare(_ console: Console) throws(Refusal) -> Bool {
    let (old, new) = try inputs()
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
      warn(report, console)
      try options.write(report, console)
      return !report.isEmpty
    } catch { throw Refusal(Self.finding(error)) }
  }

  private func inputs() throws(Refusal) -> (old: DiffInput, new: DiffInput) {
    if let base {
      return try DiffInput.load(
        base: base, arguments[0], repository: repo, paths: Array(arguments.dropFirst()))
    }
    let paths = Array(arguments.dropFirst(2))
    let old = try DiffInput.load(arguments[0], repository: repo, paths: paths)
    let new = try DiffInput.load(arguments[1], repository: repo, paths: paths)
    if !paths.isEmpty, old.sources.isEmpty, new.sources.isEmpty {
      throw Refusal(
        Finding(
          .notFound,
          message: "neither side has a YAML or JSON file at \(paths.joined(separator: ", "))",
          hint: "paths are those of files or folders, seen from the top of each side"))
    }
    return (old, new)
  }

  private func warn(_ report: DiffReport, _ console: Console) {
    var warnings = StyledText()
    for finding in report.findings { warnings.add(finding) }
    console.message(warnings)
  }

  /// What is wrong with a side, as a finding with its place.
  static func finding(_ error: StreamError) -> Finding {
    let file = SourceFile(name: error.source.name, bytes: error.source.bytes)
    return Finding(
      .unreadableFile, in: file, at: error.error.range, message: error.error.message,
      hint: error.error.hint)
  }
}

extension DeclaredRename: ExpressibleByArgument {
  init?(argument: String) { self.init(argument) }
}
