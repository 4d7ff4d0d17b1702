internal import ArgumentParser
internal import Kubernetes
internal import MeshUpgrade
internal import YAML
internal import YAMLDiff

/// `meshphase patch FILE PATCH`: applies a JSON Patch or a merge patch, keeping the text.
struct PatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "patch", abstract: "Apply a patch to a YAML or JSON file, keeping its comments.",
    discussion: """
      PATCH is what `meshphase diff -o json` writes of two files: a report (an \
      object with a formatVersion), for files with any number of documents. Each \
      change must find what it expects, or nothing is written. --reverse takes the \
      changes back.

      PATCH may also be a JSON Patch (RFC 6902: a list of operations, as \
      `meshphase diff -o json-patch` writes it) or a JSON Merge Patch (RFC 7386:
      any other object), for a file with one document. All in JSON or YAML.

      Only the lines that have to change do. The result is written to standard \
      output, or to the file with --in-place: to the one that a link leads to, and \
      with its mode.

      Examples:
        meshphase diff -o json old.yaml new.yaml > changes.json
        meshphase patch old.yaml changes.json
        meshphase patch -R -i new.yaml changes.json
        meshphase diff -o json --show-secrets a.yaml b.yaml | meshphase patch a.yaml -

      Exit status: 0 done, 2 refused, 64 wrong usage.
      """)

  @Argument(help: ArgumentHelp("The file to change, or -.", valueName: "FILE"))
  var file: String

  @Argument(help: ArgumentHelp("The file with the patch, or -.", valueName: "PATCH"))
  var patch: String

  @Flag(
    name: [.customShort("R"), .customLong("reverse")],
    help: "Take the changes of a report back: make the old file of the new one.")
  var isReverse = false

  @Flag(
    name: .customLong("merge-patch"),
    help: "Take an object for a merge patch, also one with a formatVersion.")
  var isMergePatch = false

  @Flag(name: [.customShort("i"), .customLong("in-place")], help: "Write the file itself.")
  var isInPlace = false

  @Option(help: ArgumentHelp("When to use colour: auto, always or never.", valueName: "when"))
  var color = ColorChoice.auto

  func validate() throws {
    if file == "-", patch == "-" { throw ValidationError("Only one of FILE and PATCH can be -.") }
    if isInPlace, file == "-" { throw ValidationError("--in-place needs a file.") }
    if isReverse, isMergePatch { throw ValidationError(Self.reverseNeedsReport) }
  }

  /// Patches do not say what was there before.
  private static let reverseNeedsReport =
    "--reverse needs a report of `meshphase diff -o json`: other patches tell no old values."

  func run() throws {
    let console = Console(color: color)
    let isDone = try CommandRun.refusing(console, isJSON: false) { () throws(Refusal) in
      let source = try Self.read(file)
      let patch = try Self.read(patch)
      let root = try Self.single(patch).root
      let bytes: [UInt8]
      if !isMergePatch, ReportedPatch.isReport(root) {
        bytes = try ReportPatching(report: patch, isReverse: isReverse)
          .patched(source, by: root, console)
      } else {
        if isReverse { return false }
        bytes = try patched(source, by: root, of: patch)
      }
      try write(bytes, of: source, console)
      return true
    }
    guard isDone else { throw ValidationError(Self.reverseNeedsReport) }
  }

  private func write(
    _ bytes: [UInt8], of source: SourceFile, _ console: Console
  ) throws(Refusal) {
    guard isInPlace else { return console.output(bytes) }
    guard bytes != source.bytes else { return }
    do throws(FileWriting.Failure) { try FileWriting.write(bytes, to: file) } catch {
      throw Refusal(
        Finding(.notFound, message: "the file \(file) cannot be written: \(error.reason)"))
    }
  }

  static func read(_ name: String) throws(Refusal) -> SourceFile {
    let bytes = name == "-" ? StandardInput.readToEnd() : DesiredStateFile.read(name)
    guard let bytes else {
      throw Refusal(Finding(.notFound, message: "the file \(name) cannot be read"))
    }
    return SourceFile(name: name, bytes: bytes)
  }

  private func patched(
    _ source: SourceFile, by root: Node, of patch: SourceFile
  ) throws(Refusal) -> [UInt8] {
    let document = try Self.single(source)
    let old = try Self.value(of: document.root, in: source)
    let new = try Self.apply(root, of: patch, to: old)
    let chunk = document.chunk
    do throws(EditError) {
      let text = try DocumentPatch.rewrite(
        Array(source.bytes[chunk]), to: new,
        schema: KnownSchemas.schema(of: document.root))
      return Array(source.bytes[..<chunk.lowerBound]) + text
        + Array(source.bytes[chunk.upperBound...])
    } catch {
      let error = error.moved(by: chunk.lowerBound)
      throw Refusal(
        Finding(
          .unsafeEdit, in: source, at: error.range, message: error.message, hint: error.hint))
    }
  }

  private static func apply(
    _ root: Node, of source: SourceFile, to value: Value
  ) throws(Refusal) -> Value {
    let patch = try Self.value(of: root, in: source)
    if patch.mapping == nil, patch.sequence == nil {
      throw Refusal(
        Finding(
          .unreadableFile, in: source, at: 0..<0,
          message: "found no patch, expected a report of `meshphase diff -o json`, a list of"
            + " operations (JSON Patch) or an object (merge patch)"))
    }
    if patch.mapping != nil { return MergePatch.apply(patch, to: value) }
    do throws(JSONPatch.Problem) {
      return try JSONPatch(patch).applied(to: value)
    } catch {
      let operation = root.resolved.items.dropFirst(error.position).first
      throw Refusal(
        Finding(
          .unsafeEdit, in: source, at: operation?.range ?? root.range,
          message: "operation \(error.position + 1) cannot be made: \(error.message)",
          hint: "nothing of the patch was applied"))
    }
  }

  private static func single(_ source: SourceFile) throws(Refusal) -> Document {
    let documents: [Document]
    do throws(ParseError) { documents = try Document.parseAll(source.bytes) } catch {
      throw Refusal(unreadable(error, in: source))
    }
    guard documents.count == 1, let document = documents.first else {
      throw Refusal(
        Finding(
          .unreadableFile, in: source, at: 0..<0,
          message: "found \(documents.count) documents, expected one"))
    }
    return document
  }

  private static func value(of node: Node, in source: SourceFile) throws(Refusal) -> Value {
    do throws(ParseError) { return try node.value() } catch {
      throw Refusal(unreadable(error, in: source))
    }
  }

  private static func unreadable(_ error: ParseError, in source: SourceFile) -> Finding {
    Finding(
      .unreadableFile, in: source, at: error.range, message: error.message, hint: error.hint)
  }
}
