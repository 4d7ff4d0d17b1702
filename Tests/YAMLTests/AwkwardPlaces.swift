import YAML

/// The places of a document that are hard to edit, and the edits to try there.
struct AwkwardPlaces {
  private let document: Document
  private var leaves: [(path: Path, node: Node)] = []
  private var mappings: [(path: Path, node: Node)] = []
  private var lists: [(path: Path, node: Node)] = []

  init(_ document: Document) {
    self.document = document
    visit(document.root, at: Path())
  }

  private mutating func visit(_ node: Node, at path: Path) {
    switch node.kind {
    case .mapping:
      mappings.append((path, node))
      for pair in node.pairs {
        guard let key = pair.key.resolved.text else { continue }
        visit(pair.value, at: path.appending(key))
      }
    case .sequence:
      lists.append((path, node))
      for (index, item) in node.items.enumerated() {
        visit(item, at: path.appending(.index(index)))
      }
    case .scalar, .alias: leaves.append((path, node))
    }
  }

  /// The edits: at the deepest, first and last values; where aliases, anchors, tags, quotes, `|`,
  /// `>`, flow, empty values, comments and labels are; at most `limit` of each kind of place.
  func operations(limit: Int) -> [EditOperation] {
    let deepest = leaves.map(\.path.steps.count).max() ?? 0
    let kinds: [(Node, Path) -> Bool] = [
      { _, path in path.steps.count == deepest },
      { node, _ in node.kind == .alias || node.anchor != nil || node.tag != nil },
      { node, _ in node.style == .literal || node.style == .folded },
      { node, _ in node.style == .singleQuoted || node.style == .doubleQuoted },
      { node, _ in node.range.isEmpty },
      { node, _ in hasCommentBehind(node) },
      { node, _ in node.range.count > 300 },
    ]
    var chosen = leaves.prefix(1).map(\.path) + leaves.suffix(1).map(\.path)
    for kind in kinds {
      let found = leaves.filter { kind($0.node, $0.path) }.map(\.path)
      chosen += found.prefix(limit) + found.suffix(1)
    }
    var seen: Set<Path> = []
    chosen = chosen.filter { !$0.steps.isEmpty && seen.insert($0).inserted }
    return chosen.flatMap { [.set($0, "asm-1140-0"), .set($0, ["a": [1]]), .remove($0)] }
      + insertions(limit: limit) + [.set(["metadata", "labels", "istio.io/rev"], "asm-1140-0")]
  }

  private func insertions(limit: Int) -> [EditOperation] {
    let labels: Set<PathStep> = [.key("labels"), .key("annotations"), .key("matchLabels")]
    var places = mappings.filter { $0.path.steps.last.map(labels.contains) ?? false }.prefix(limit)
    places += mappings.prefix(1) + mappings.suffix(1)
    places += mappings.filter { $0.node.style == .flow }.prefix(limit)
    var operations = places.flatMap { place -> [EditOperation] in
      let first = place.node.pairs.first?.key.text
      return [
        .set(place.path.appending("istio.io/new"), "x"),
        .set(place.path.appending("istio.io/new"), "x", after: first),
      ]
    }
    let longest = lists.filter { $0.node.style == .flow }.prefix(limit)
    for list in lists.prefix(limit) + lists.suffix(1) + longest {
      for index in [0, list.node.items.count] {
        operations.append(.insertItem(list.path.appending(.index(index)), "new"))
      }
    }
    return operations
  }

  private func hasCommentBehind(_ node: Node) -> Bool {
    let line = SourceText.line(at: node.range.upperBound, in: document.source)
    return document.source[min(node.range.upperBound, line.upperBound)..<line.upperBound]
      .contains(UInt8(ascii: "#"))
  }
}
