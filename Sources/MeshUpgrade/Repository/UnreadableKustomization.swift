internal import Files
internal import Kubernetes
internal import YAML

/// A kustomization that is no YAML, such as a template, as far as its lines tell what it does.
struct UnreadableKustomization: Sendable {
  let folder: RepositoryPath?
  /// The mesh label that it names.
  let carrier: LabelCarrier
  /// What the items of its lists would be as resources.
  let resources: [RepositoryPath]

  /// Takes one that names a mesh label outside of comments; nil for any other.
  init?(_ path: RepositoryPath, _ source: SourceFile) {
    var label: Range<Int>?
    var resources: [RepositoryPath] = []
    var line = 0
    while line < source.bytes.count {
      let end = SourceText.lineEnd(after: line, in: source.bytes)
      let text = RevisionMatcher.withoutComment(
        String(decoding: source.bytes[line..<end], as: UTF8.self))
      let bare = line..<(line + text.utf8.count)
      if label == nil, bare.upperBound <= end {
        label = KustomizeLayer.labelRange(in: source.bytes, within: bare)
      }
      resources += Self.items(of: text).compactMap {
        RepositoryPath.resolve($0, from: path.folder)
      }
      line = max(SourceText.afterBreak(end, in: source.bytes), line + 1)
    }
    guard let label else { return nil }
    folder = path.folder
    carrier = LabelCarrier(kind: .unreadableKustomization, source: source, range: label)
    self.resources = resources
  }

  /// The items of a line: `- ../base`, or `[../base, x.yaml]`.
  private static func items(of line: String) -> [String] {
    let bare = line.drop { $0 == " " }
    var text = bare.dropFirst(0)
    if bare.hasPrefix("- ") {
      text = bare.dropFirst(2)
    } else if let open = bare.firstIndex(of: "["), let close = bare.lastIndex(of: "]"), open < close
    {
      text = bare[bare.index(after: open)..<close]
    } else {
      return []
    }
    return text.split(separator: ",").map { String($0.filter { !" \"'".contains($0) }) }
  }
}
