internal import ArgumentParser
internal import MeshUpgrade
internal import YAML
internal import YAMLDiff

/// `meshphase diff` as git's external diff: one file, two versions.
///
/// It never fails, because git would stop at the first file that does: what is no YAML or JSON, or
/// cannot be read as such, is compared line by line.
struct GitDiffDriver {
  let call: GitDiffCall
  let options: DiffOptions

  /// Refuses an output that git's files cannot have.
  ///
  /// A JSON Patch names no file, and git asks for every file that differs: new ones, those with
  /// several documents, and those that are no YAML.
  static func check(_ options: DiffOptions) throws {
    guard options.output == .jsonPatch else { return }
    throw ValidationError(
      "A JSON Patch is for two single documents and names no file: as git's diff use -o json, or"
        + " compare two files.")
  }

  func run() {
    if options.isQuiet { return }
    let isPaged = ["true", "1", "yes", "on"].contains(Console.environment("GIT_PAGER_IN_USE") ?? "")
    let console = Console(color: options.color, isPaged: isPaged)
    guard let sides = call.sides else {
      console.output(heading("has conflicts that are not settled"))
      return
    }
    let old = content(sides.old)
    let new = content(sides.new)
    if old == new { return console.output(heading(words(for: sides))) }
    if hasManifests(sides) {
      do throws(StreamError) { return try compare(old, new, console) } catch {
        console.output(
          heading("compared by lines: it cannot be read (\(error.error.message))"))
      }
    } else {
      console.output(heading(nil))
    }
    console.output(
      FileLines.text(
        from: old, to: new, isFull: options.isVerbose, options: options.report
      ).cut(to: options.width ?? Console.width))
  }

  private func content(_ side: GitDiffCall.Side) -> [UInt8] {
    side.isMissing ? [] : DesiredStateFile.read(side.file) ?? []
  }

  /// What there is to say about a file whose content is the same.
  private func words(for sides: (old: GitDiffCall.Side, new: GitDiffCall.Side)) -> String? {
    if sides.old.isMissing { return "new and empty" }
    if sides.new.isMissing { return "was empty and is gone" }
    return sides.old.mode == sides.new.mode
      ? nil : "mode \(sides.old.mode) → \(sides.new.mode)"
  }

  /// Whether both versions are plain files that are YAML or JSON by their name.
  private func hasManifests(_ sides: (old: GitDiffCall.Side, new: GitDiffCall.Side)) -> Bool {
    [(sides.old, call.path), (sides.new, call.newPath)].allSatisfy { side, path in
      side.isMissing || (side.mode.hasPrefix("100") && RepositoryFiles.isManifestName(path))
    }
  }

  private func compare(
    _ old: [UInt8], _ new: [UInt8], _ console: Console
  ) throws(StreamError) {
    let from = [StreamSource(name: call.path, bytes: old)]
    let to = [StreamSource(name: call.newPath, bytes: new)]
    let outcome = try options.outcome(from, to, ordersCount: true)
    var told = options.report
    told.ordersCount = true
    let report = DiffReport(outcome, from: from, to: to, options: told)
    if options.output == .text, !options.isNames {
      console.output(heading(report.isEmpty ? "same data, written differently" : nil))
    }
    try options.write(report, console)
  }

  /// The line above a file's differences.
  private func heading(_ words: String?) -> StyledText {
    var text = StyledText()
    text.add(
      call.path == call.newPath ? call.path : "\(call.path) → \(call.newPath)", .heading)
    if let words { text.add(": \(words)") }
    text.endLine()
    return text
  }
}
