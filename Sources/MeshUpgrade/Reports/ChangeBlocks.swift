internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// The changes of a phase as Markdown, a block for each object.
struct ChangeBlocks {
  let blocks: [String]

  init(_ changes: [Change]) {
    var blocks: [String] = []
    var rest = changes[...]
    while let first = rest.first {
      let same = rest.prefix { $0.object == first.object && Self.file($0) == Self.file(first) }
      blocks.append(Self.block(first, Array(same)))
      rest = rest.dropFirst(same.count)
    }
    self.blocks = blocks
  }

  private static func file(_ change: Change) -> String? {
    (change.toPlace ?? change.fromPlace)?.file
  }

  private static func block(_ first: Change, _ changes: [Change]) -> String {
    var heading = MarkdownText.code(first.object.description)
    if let place = first.toPlace ?? first.fromPlace {
      heading += " " + MarkdownText.code("\(place.file):\(place.line)")
    }
    // What a Secret holds is nothing for a pull request.
    let isSecret = first.object.key.kind == "Secret"
    let lines = changes.flatMap { change -> [String] in
      if change.value.path.steps.isEmpty, isSecret || change.value.kind == .removed {
        return [change.value.kind == .added ? "+ (new)" : "- (removed)"]
      }
      return isSecret ? ["@@ \(ChangeText.path(of: change.value)) @@"] : Self.lines(change)
    }
    return "\(heading)\n\n" + MarkdownText.block(lines, language: "diff") + "\n"
  }

  private static func lines(_ change: Change) -> [String] {
    let reported = ReportedChange(
      value: change.value, from: change.fromPlace, to: change.toPlace, detail: nil, isMasked: false)
    let lines = ChangeTeller(isFull: true).told(reported).flatMap(DiffMarkdown.lines)
    return change.value.path.steps.isEmpty ? Array(lines.dropFirst()) : lines
  }
}
