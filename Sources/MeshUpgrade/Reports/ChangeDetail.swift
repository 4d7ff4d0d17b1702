internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// One side of two documents that are compared: the way to places, and what is secret.
struct ComparedSide {
  let root: Node
  let mask: DocumentMask
  /// Where an offset of the document's source stands in the file.
  let locate: EmbeddedText.Locator

  init(_ root: Node, _ mask: SecretMask, in locate: @escaping EmbeddedText.Locator) {
    self.root = root
    self.mask = mask.document(root)
    self.locate = locate
  }

  /// Where the node at a path stands: an entry at its key, an item and the root where they start.
  func place(of node: Node, at path: Path) -> Place? {
    guard case .key(let key) = path.steps.last else { return locate(node.range.lowerBound) }
    return locate((node.ownKey(key) ?? nearest(to: path)).range.lowerBound)
  }

  /// The key or item at a path, followed from the root; the nearest one that is there.
  private func nearest(to path: Path) -> Node {
    var node = root
    for (depth, step) in path.steps.enumerated() {
      switch step {
      case .key(let key):
        guard let pair = node.ownPair(key) else { return node }
        if depth == path.steps.count - 1 { return pair.key }
        node = pair.value.resolved
      case .index(let position):
        guard let item = node[position] else { return node }
        node = item
      }
    }
    return node
  }
}

/// Reports the changes between two documents, and what differs inside their strings.
struct ChangeReporter {
  let old: ComparedSide
  let new: ComparedSide
  /// How many equal lines are told around changed ones.
  let context: Int
  /// How many strings hold what is compared.
  var depth = 0

  /// How deep strings in strings are followed.
  private static let depthLimit = 8

  func report(_ change: NodeChange) throws(ParseError) -> ReportedChange {
    let value = try change.value()
    let oldPath = value.oldPath ?? value.path
    let masked = ValueChange(
      value.kind, path: value.path, oldPath: value.oldPath, keyedPath: value.keyedPath,
      from: value.from.map { old.mask.masked($0, at: oldPath) },
      to: value.to.map { new.mask.masked($0, at: value.path) })
    return ReportedChange(
      value: masked, from: change.from.flatMap { old.place(of: $0, at: oldPath) },
      to: change.to.flatMap { new.place(of: $0, at: value.path) },
      detail: detail(change, value, isMasked: masked != value),
      isMasked: masked.kind != .moved && masked != value)
  }

  private func detail(
    _ change: NodeChange, _ value: ValueChange, isMasked: Bool
  ) -> ChangeDetail? {
    guard value.kind == .changed, depth < Self.depthLimit, let from = change.from,
      let to = change.to, case .string(let oldText)? = value.from,
      case .string(let newText)? = value.to,
      !old.mask.isHidden(value.oldPath ?? value.path), !new.mask.isHidden(value.path)
    else { return nil }
    let one = EmbeddedText(from, text: oldText, in: old.locate)
    let other = EmbeddedText(to, text: newText, in: new.locate)
    func lines() -> TextChange {
      TextChange(
        diff: LineDiff(from: oldText, to: newText, context: context), from: one.firstLine,
        to: other.firstLine)
    }
    if let changes = inside(one, other, areSecrets: isMasked) {
      return changes.isEmpty ? .style(isMasked ? nil : lines()) : .inside(changes)
    }
    return !isMasked && (Self.hasLines(one) || Self.hasLines(other)) ? .lines(lines()) : nil
  }

  /// Whether a text has more than one line.
  private static func hasLines(_ text: EmbeddedText) -> Bool {
    text.bytes.dropLast().contains { $0 == 0x0A || $0 == 0x0D }
  }

  // MARK: Data in strings

  /// The changes of the data that both strings hold; nil when they hold none.
  ///
  /// Where the strings are not shown because they hold a Secret, each must be one, so that its
  /// secrets are known.
  private func inside(
    _ one: EmbeddedText, _ other: EmbeddedText, areSecrets: Bool
  ) -> [ReportedChange]? {
    guard Self.looksLikeData(one) || Self.looksLikeData(other), let from = Self.root(one),
      let to = Self.root(other), from.kind == to.kind
    else { return nil }
    let changes = NodeDiff.changes(
      from: from, to: to, schema: DocumentRules.kubernetes.schema(to))
    // That all of it differs says less than the lines do.
    if changes.contains(where: { $0.path.steps.isEmpty }) { return nil }
    let reporter = ChangeReporter(
      old: ComparedSide(from, old.mask.mask, in: one.place),
      new: ComparedSide(to, new.mask.mask, in: other.place), context: context, depth: depth + 1)
    if areSecrets, !SecretMask.holdsSecret(from) || !SecretMask.holdsSecret(to) { return nil }
    do throws(ParseError) {
      var reported: [ReportedChange] = []
      for change in changes { reported.append(try reporter.report(change)) }
      return reported
    } catch { return nil }
  }

  /// Whether a text may be more than a word that YAML takes for data: `Note: this`.
  private static func looksLikeData(_ text: EmbeddedText) -> Bool {
    let first = text.bytes.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    return hasLines(text) || first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  private static func root(_ text: EmbeddedText) -> Node? {
    guard let root = (try? Document.parseSingle(text.bytes))??.root,
      root.kind == .mapping || root.kind == .sequence, (try? root.value()) != nil
    else { return nil }
    return root
  }
}
