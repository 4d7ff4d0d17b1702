internal import ArgumentParser
internal import Kubernetes
internal import MeshUpgrade
internal import YAML
internal import YAMLDiff

/// `meshphase merge BASE OURS THEIRS`: the structural three-way merge of files.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Merge two versions of a file, object by object.",
    discussion: """
      The merged text is written to standard output: OURS, with the lines changed that THEIRS \
      changed. Where both changed the same field in different ways it keeps what is ours, and the \
      conflict is told with all three values. What Secrets keep is not shown there.

      Exit status: 0 merged, 1 conflicts, 2 refused, 64 wrong usage.
      """)

  @Argument(help: ArgumentHelp("The version both come from.", valueName: "BASE"))
  var base: String

  @Argument(help: ArgumentHelp("The version whose text is kept.", valueName: "OURS"))
  var ours: String

  @Argument(help: ArgumentHelp("The other version.", valueName: "THEIRS"))
  var theirs: String

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("text, or json: conflicts and result as one document.", valueName: "format"))
  var output = OutputFormat.text

  @Flag(name: .customLong("show-secrets"), help: "Show the values of Secrets in conflicts.")
  var showsSecrets = false

  @Option(help: ArgumentHelp("When to use colour: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto

  func validate() throws {
    if [base, ours, theirs].count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Only one of BASE, OURS and THEIRS can be -.")
    }
  }

  func run() throws {
    let console = Console(color: color)
    let merged = try CommandRun.refusing(console, isJSON: output == .json) {
      () throws(Refusal) in try merge()
    }
    let conflicts = merged.conflicts.map { ShownMergeConflict($0, showsSecrets: showsSecrets) }
    switch output {
    case .text: console.output(merged.text)
    case .json:
      console.output([
        "formatVersion": "1", "conflicts": .sequence(conflicts.map(\.json)),
        "result": .string(String(decoding: merged.text, as: UTF8.self)),
      ])
    }
    console.message(Self.text(conflicts))
    if !merged.conflicts.isEmpty { throw ExitCode(1) }
  }

  private func merge() throws(Refusal) -> StreamMerge {
    let base = try PatchCommand.read(base)
    let ours = try PatchCommand.read(ours)
    let theirs = try PatchCommand.read(theirs)
    do throws(StreamMerge.Problem) {
      return try StreamMerge(base: base, ours: ours, theirs: theirs)
    } catch {
      throw Refusal(
        Finding(
          .unreadableFile, in: error.source, at: error.range, message: error.message,
          hint: error.hint))
    }
  }

  private static func text(_ conflicts: [ShownMergeConflict]) -> StyledText {
    var text = StyledText()
    for shown in conflicts {
      let conflict = shown.conflict
      text.add("conflict", .error)
      // The path of a whole document is empty.
      let pointer = conflict.conflict.path.pointer
      let object = conflict.object.map { " in \($0)" } ?? (pointer.isEmpty ? " in a document" : "")
      text.line(object + (pointer.isEmpty ? "" : " at \(pointer)"))
      for (name, value) in [
        ("base", shown.base), ("ours", shown.ours), ("theirs", shown.theirs),
      ] {
        text.add("  \(name)\(String(repeating: " ", count: 7 - name.count))", .dim)
        text.line(value.map { shown.text(of: $0) } ?? "(nothing)")
      }
    }
    return text
  }
}
