/// Putting another value in a value's place.
extension TextPlan {
  func replace(_ value: Value, at place: Location) throws(EditError) -> [[TextEdit]] {
    guard let step = place.steps.last else { return [] }
    let container = place.container
    switch step {
    case .key(let key):
      guard let pair = container.ownPair(key) else { return [] }
      return replace(pair.value, with: value, key: pair.key, in: place)
    case .index(let index):
      return replace(container.items[index], with: value, key: nil, in: place)
    }
  }

  /// Alternatives for a value's new text; comments on its key's line stay.
  func replace(_ old: Node, with value: Value, key: Node?, in place: Location) -> [[TextEdit]] {
    // The same data: every spelling and comment stays.
    if let current = try? old.value(), current == value { return [[]] }
    if value.isScalar, old.kind == .scalar { return replaceScalar(old, with: value, in: place) }
    let isEmpty = value == .mapping(Mapping()) || value == .sequence([])
    let inFlow = place.container.style == .flow
    let lead = separator(before: old, in: place.container, entering: place.steps.last)
    guard let key, let colon = colon(after: key) else {
      let text = lead + flow(value, near: place)
      return [[TextEdit(old.range, text.utf8)]]
    }
    if inFlow {
      let text = " " + flow(value, near: place)
      return [[TextEdit(colon..<max(colon, old.range.upperBound), text.utf8)]]
    }
    if value.isScalar || isEmpty {
      return [rewrite(old, after: colon, head: " " + flow(value, near: place), lines: [])]
    }
    let step = indentationStep(near: place)
    let column = column(of: entryStart(of: key)) + (value.mapping == nil ? 0 : step)
    let lines = CanonicalEmitter.lines(of: value, indentation: column, step: step)
    return [rewrite(old, after: colon, head: "", lines: lines)]
  }

  private func replaceScalar(
    _ old: Node, with value: Value, in place: Location
  ) -> [[TextEdit]] {
    let text = scalar(
      value, like: old, inFlow: place.container.style == .flow, isJSON: isJSON(near: place))
    let upper = old.range.upperBound
    if old.style == .literal || old.style == .folded {
      let quoted = rewrite(old, after: old.range.lowerBound, head: text, lines: [])
      return [literal(old, with: value), quoted].compactMap { $0 }
    }
    guard !old.range.isEmpty else {
      let lead = separator(before: old, in: place.container, entering: place.steps.last)
      return [[TextEdit(old.range, (lead + text).utf8)]]
    }
    let content = properties(of: old).content
    // `key: &a` has properties and nothing after them.
    let space = content == upper ? " " : ""
    return [
      [TextEdit(content..<upper, (space + text).utf8)],
      [TextEdit(old.range, text.utf8)],
    ]
  }

  /// The edits that put other lines in place of those of a `|` or `>` text, as deep as they were; nil
  /// where `|` and `|-` cannot say them.
  private func literal(_ old: Node, with value: Value) -> [TextEdit]? {
    guard case .string(let text) = value, CanonicalEmitter.isLiteral(text) else { return nil }
    let body = bodyStart(of: old, after: old.range.lowerBound)
    let first = source[body..<max(body, old.range.upperBound)].firstIndex { byte in
      !SourceText.isBlank(byte) && !SourceText.isBreak(byte)
    }
    guard let first else { return nil }
    let depth = first - SourceText.lineStart(before: first, in: source)
    let (header, lines) = CanonicalEmitter.literal(text, indentation: depth)
    let properties = source[old.range.lowerBound..<self.properties(of: old).content]
    return rewrite(
      old, after: old.range.lowerBound,
      head: String(decoding: properties, as: UTF8.self) + header, lines: lines)
  }

  /// The edits that put `head` at `start`, right after a key's colon, and `lines` below that line
  /// in place of a value; comments on the line of `start` stay.
  func rewrite(_ old: Node, after start: Int, head: String, lines: [String]) -> [TextEdit] {
    let upper = max(start, old.range.upperBound)
    let lineEnd = SourceText.lineEnd(after: start, in: source)
    let isBelow = old.range.lowerBound > lineEnd || old.isBlock
    guard isBelow, lineEnd < upper else {
      let edit = TextEdit(start..<upper, head.utf8)
      return lines.isEmpty ? [edit] : [edit, insertion(of: lines, afterLineOf: upper)]
    }
    let comment = commentStart(from: start)
    let headEdit = TextEdit(start..<comment, head.utf8)
    let body = bodyStart(of: old, after: start)
    guard !lines.isEmpty else {
      let next = skipBlanks(from: upper)
      if !old.isBlock, next < source.count, source[next] == UInt8(ascii: "#") {
        return [headEdit, TextEdit(body..<next, [])]
      }
      return [headEdit, removalOfLines(from: body, to: upper)]
    }
    let lineBreak = lineBreak(near: start)
    var text = Array(lines.map { Array($0.utf8) }.joined(separator: lineBreak))
    // A value that ends with `|+` has taken its last line end along.
    let takesBreak = SourceText.isBreak(source[upper - 1])
    if takesBreak { text += lineBreak }
    // What is left of a block value's last line must not become part of new `|` text.
    let end =
      takesBreak || !old.isBlock ? upper : SourceText.lineEnd(after: upper, in: source)
    let lower = SourceText.lineStart(before: body, in: source)
    return [headEdit, TextEdit(lower..<max(lower, end), text)]
  }

  /// Where the lines of a block value start, below the line of `start`.
  private func bodyStart(of old: Node, after start: Int) -> Int {
    if old.isBlock, old.kind == .scalar {
      let keyEnd = SourceText.lineEnd(after: start, in: source)
      let content = properties(of: old).content
      // The `|` stands on a line of its own.
      if content > keyEnd { return old.range.lowerBound > keyEnd ? old.range.lowerBound : content }
      let header = SourceText.lineEnd(after: content, in: source)
      return SourceText.afterBreak(header, in: source)
    }
    guard old.anchor != nil || old.tag != nil, let first = elements(of: old).first else {
      return old.range.lowerBound
    }
    return first.lowerBound
  }

  // MARK: Style

  /// A scalar's new text in the quotes the old one has.
  func scalar(_ value: Value, like old: Node, inFlow: Bool, isJSON: Bool) -> String {
    guard case .string(let text) = value else {
      return inFlow
        ? CanonicalEmitter.flow(value, isJSON: isJSON) : CanonicalEmitter.scalar(value)
    }
    switch old.style {
    case .doubleQuoted: return ScalarText.doubleQuoted(text, forJSON: isJSON)
    case .singleQuoted: return ScalarText.singleQuoted(text) ?? ScalarText.doubleQuoted(text)
    default:
      return isJSON
        ? ScalarText.doubleQuoted(text, forJSON: true)
        : ScalarText.canonical(text, inFlow: inFlow)
    }
  }
}

extension Node {
  /// Whether the text is written over lines of its own: a block collection, `|` or `>`.
  var isBlock: Bool { kind != .alias && [.block, .literal, .folded].contains(style) }
}

extension Value {
  /// Whether this is a single value: no mapping and no list.
  var isScalar: Bool {
    switch self {
    case .mapping, .sequence: false
    default: true
    }
  }
}
