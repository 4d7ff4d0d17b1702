internal import Kubernetes
internal import MeshUpgrade
internal import YAML
internal import YAMLDiff

/// Applies a report of `meshphase diff -o json` to a file, all of it or nothing.
struct ReportPatching {
  /// The file with the report.
  let report: SourceFile
  /// Whether the changes are taken back.
  let isReverse: Bool

  func patched(
    _ source: SourceFile, by root: Node, _ console: Console
  ) throws(Refusal) -> [UInt8] {
    let reported = try read(root)
    if reported.comments > 0 {
      let count = reported.comments == 1 ? "1 change" : "\(reported.comments) changes"
      var note = StyledText()
      note.add("warning", .warning)
      note.line(": \(report.name) tells \(count) of comments, which patch does not make")
      console.message(note)
    }
    let patch = isReverse ? reported.patch.inverse : reported.patch
    let stream = StreamSource(name: source.name, bytes: source.bytes)
    do throws(StreamPatch.Problem) {
      return try patch.applied(
        to: stream,
        rules: .kubernetes(schemas: KnownSchemas(definitions: CustomResourceSchemas([stream]))))
    } catch {
      throw Refusal(reported.finding(error, in: source, report: report.name))
    }
  }

  private func read(_ root: Node) throws(Refusal) -> ReportedPatch {
    do throws(ReportedPatch.Problem) { return try ReportedPatch(root) } catch {
      throw Refusal(
        Finding(
          .unreadableFile, in: report, at: error.range, message: error.message, hint: error.hint))
    }
  }
}
