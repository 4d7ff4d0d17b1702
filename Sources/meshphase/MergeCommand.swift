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
      conflict is told with all three values.

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
    switch output {
    case .text: console.output(merged.text)
    case .json: console.output(Self.json(merged))
    }
    console.message(Self.text(merged.conflicts, file: ours))
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

  private static func text(_ conflicts: [StreamMerge.Conflict], file: String) -> StyledText {
    var text = StyledText()
    for conflict in conflicts {
      text.add("conflict", .error)
      // The path of a whole document is empty.
      let pointer = conflict.conflict.path.pointer
      let object = conflict.object.map { " in \($0)" } ?? (pointer.isEmpty ? " in a document" : "")
      text.line(object + (pointer.isEmpty ? "" : " at \(pointer)"))
      for (name, value) in [
        ("base", conflict.conflict.base), ("ours", conflict.conflict.ours),
        ("theirs", conflict.conflict.theirs),
      ] {
        text.add("  \(name)\(String(repeating: " ", count: 7 - name.count))", .dim)
        text.line(value == nil ? "(nothing)" : ChangeText.text(of: value))
      }
    }
    return text
  }

  private static func json(_ merged: StreamMerge) -> Value {
    let conflicts = merged.conflicts.map { conflict -> Value in
      var fields: [(key: String, value: Value)] = [
        ("object", conflict.object?.json ?? .null),
        ("path", .string(conflict.conflict.path.pointer)),
      ]
      if let base = conflict.conflict.base { fields.append(("base", base)) }
      if let ours = conflict.conflict.ours { fields.append(("ours", ours)) }
      if let theirs = conflict.conflict.theirs { fields.append(("theirs", theirs)) }
      return .mapping(Mapping(fields))
    }
    return [
      "formatVersion": "1", "conflicts": .sequence(conflicts),
      "result": .string(String(decoding: merged.text, as: UTF8.self)),
    ]
  }
}
