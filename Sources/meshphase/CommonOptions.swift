internal import ArgumentParser

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Option(
    name: [.customShort("C"), .customLong("repo")],
    help: ArgumentHelp("The Git repository, or a folder inside it.", valueName: "dir"))
  var repo = "."

  @Option(
    help: ArgumentHelp("The commit to plan on: a branch, tag or any commit-ish.", valueName: "rev"))
  var base = "HEAD"

  @Option(
    name: [.customShort("f"), .customLong("file")],
    help: ArgumentHelp(
      "The desired state: PATH, :PATH in the base commit, or - for standard input.",
      discussion: "Without it, meshphase.yaml at the root of the base commit.", valueName: "path"))
  var file: String?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The output's format: text or json.", valueName: "format"))
  var output = OutputFormat.text

  @Option(help: ArgumentHelp("When to use colour: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto

  @Option(
    help: ArgumentHelp("Templates to use in place of the built-in ones.", valueName: "dir"))
  var templates: String?

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Print errors only.")
  var isQuiet = false

  @Flag(name: [.customShort("v"), .customLong("verbose")], help: "Show everything there is.")
  var isVerbose = false
}

/// How results are written to standard output.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}

/// When a terminal's colours are used.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto
  case always
  case never
}
