internal import ArgumentParser
internal import Kubernetes
internal import MeshUpgrade
internal import YAML
internal import YAMLDiff

/// `meshphase diff A B`: the structural difference of files, folders or commits.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show how files, folders or commits differ, object by object.",
    discussion: """
      Objects are matched by group, kind, namespace and name, across files; lists by the keys of
      their items. Key order, quotes, comments and other style are no difference.

      Examples:
        meshphase diff old.yaml new.yaml
        meshphase diff main~3 main -- apps
        kustomize build . | meshphase diff rendered.yaml -

      Exit status: 0 no difference, 1 differences, 2 refused, 64 wrong usage.
      """)

  @Argument(help: ArgumentHelp("The old side: file, folder, commit, or -.", valueName: "A"))
  var from: String

  @Argument(help: ArgumentHelp("The new side.", valueName: "B"))
  var to: String

  @Argument(help: ArgumentHelp("Folders or files of commits to compare.", valueName: "path"))
  var paths: [String] = []

  @Flag(name: .customLong("brief"), help: "Tell which objects differ, not how.")
  var isBrief = false

  @Flag(
    name: .customLong("kubernetes"),
    help: "Take quantities (1, 1000m) and int-or-string fields (80, \"80\") by what they mean.")
  var comparesMeanings = false

  @Flag(name: .customLong("show-secrets"), help: "Show the values of Secrets.")
  var showsSecrets = false

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "text, json, or json-patch (RFC 6902, two single documents).",
      valueName: "format"))
  var output = DiffFormat.text

  @OptionGroup var ignoring: IgnoreOptions

  @Option(
    name: [.customShort("C"), .customLong("repo")],
    help: ArgumentHelp("The repository that commits are looked up in.", valueName: "dir"))
  var repo = "."

  @Option(help: ArgumentHelp("When to use colour: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto

  func validate() throws {
    if output == .jsonPatch { try ignoring.checkNone(for: "a JSON Patch") }
  }

  func run() throws {
    let console = Console(color: color)
    let differs = try CommandRun.refusing(console, isJSON: output != .text) {
      () throws(Refusal) in try compare(console)
    }
    if differs { throw ExitCode(1) }
  }

  private func compare(_ console: Console) throws(Refusal) -> Bool {
    let old = try DiffInput.load(from, repository: repo, paths: paths)
    let new = try DiffInput.load(to, repository: repo, paths: paths)
    if output == .jsonPatch { return try JSONPatchOutput.write(old, new, console) }
    let schemas = KnownSchemas(
      meanings: comparesMeanings, definitions: CustomResourceSchemas(old.sources + new.sources))
    let ignored = try ignoring.list(from: old, to: new, console)
    do throws(StreamError) {
      let outcome = try StreamDiff.compare(
        from: old.sources, to: new.sources, rules: .kubernetes(schemas: schemas).ignoring(ignored),
        ordersCount: old.isStream && new.isStream)
      let report = DiffReport(
        outcome, from: old.sources, to: new.sources, showsSecrets: showsSecrets)
      return try write(report, console)
    } catch { throw Refusal(Self.finding(error)) }
  }

  private func write(_ report: DiffReport, _ console: Console) throws(StreamError) -> Bool {
    var warnings = StyledText()
    for warning in report.warnings {
      warnings.add("warning", .warning)
      warnings.line(": \(warning)")
    }
    console.message(warnings)
    do throws(ParseError) {
      switch output {
      case .text: console.output(try report.text(isBrief: isBrief))
      case .json, .jsonPatch: console.output(try report.json())
      }
    } catch {
      throw StreamError(source: StreamSource(name: "", bytes: []), error: error)
    }
    return !report.isEmpty
  }

  /// What is wrong with a side, as a finding with its place.
  static func finding(_ error: StreamError) -> Finding {
    let file = SourceFile(name: error.source.name, bytes: error.source.bytes)
    return Finding(
      .unreadableFile, in: file, at: error.error.range, message: error.error.message,
      hint: error.error.hint)
  }
}

/// How `meshphase diff` writes its result.
enum DiffFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case jsonPatch = "json-patch"
}
