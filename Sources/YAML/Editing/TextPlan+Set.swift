/// Setting a value: adding a key, or filling what is null or empty.
extension TextPlan {
  func set(_ value: Value, at place: Location, after: String?) throws(EditError) -> [[TextEdit]] {
    guard let step = place.missing.first else { return try replace(value, at: place) }
    guard case .key(let key) = step else { throw unexpected(place.container, expected: "a list") }
    var nested = value
    for step in place.missing.dropFirst().reversed() {
      guard case .key(let inner) = step else {
        throw unexpected(place.container, expected: "a list")
      }
      nested = .mapping(Mapping([(inner, nested)]))
    }
    let container = place.container
    if container.kind == .scalar { return fillNull(with: key, nested, at: place) }
    if container.style == .flow { return [addToFlow(key, nested, at: place, after: after)] }
    return addToBlock(key, nested, at: place, after: after)
  }

  // MARK: Adding a key

  private func addToBlock(
    _ key: String, _ value: Value, at place: Location, after: String?
  ) -> [[TextEdit]] {
    let pairs = place.container.pairs
    guard let first = pairs.first, let last = pairs.last else { return [] }
    let anchor = after.flatMap { after in pairs.first { $0.key.isText(after) } } ?? last
    let start = entryStart(of: first.key)
    let column = column(of: start)
    let lines = entryLines(key, value, column: column, place: place, siblings: pairs)
    let end = max(colon(after: anchor.key) ?? 0, anchor.value.range.upperBound)
    // At the top where the bottom will not do: after a `|` text that lacks its final line end.
    return [
      [insertion(of: lines, afterLineOf: end)],
      [insertion(of: lines, before: start, column: column)],
    ]
  }

  private func entryLines(
    _ key: String, _ value: Value, column: Int, place: Location,
    siblings: [(key: Node, value: Node)]
  ) -> [String] {
    if case .string(let text) = value, let quoted = quotedAsSiblings(text, siblings) {
      let pad = String(repeating: " ", count: column)
      return [pad + ScalarText.canonical(key) + ": " + quoted]
    }
    return CanonicalEmitter.lines(
      of: .mapping(Mapping([(key, value)])), indentation: column,
      step: indentationStep(near: place))
  }

  /// The text in the quotes that every sibling has without needing them; nil when they have none.
  private func quotedAsSiblings(
    _ text: String, _ siblings: [(key: Node, value: Node)]
  ) -> String? {
    let values = siblings.map(\.value).filter {
      $0.kind == .scalar && ScalarText.isSafePlain($0.text ?? "", inFlow: false)
    }
    guard let style = values.first?.style, values.allSatisfy({ $0.style == style }) else {
      return nil
    }
    switch style {
    case .doubleQuoted: return ScalarText.doubleQuoted(text)
    case .singleQuoted: return ScalarText.singleQuoted(text)
    default: return nil
    }
  }

  // MARK: Filling what is null

  /// Turns a null value (`labels:`, `labels: ~`) into a mapping with one key.
  private func fillNull(with key: String, _ value: Value, at place: Location) -> [[TextEdit]] {
    let null = place.container
    let mapping = Value.mapping(Mapping([(key, value)]))
    guard let outer = place.outer, let entering = place.entering else {
      return [fillRoot(null, with: mapping)]
    }
    let step = indentationStep(near: place)
    guard case .key(let name) = entering, outer.style == .block else {
      let separator = separator(before: null, in: outer, entering: entering)
      let text = flow(mapping, near: place)
      var candidates = [[TextEdit(null.range, (separator + text).utf8)]]
      if outer.style == .block {
        let lines = CanonicalEmitter.lines(of: mapping, indentation: 0, step: step)
        let entry = separator + lines[0]
        if lines.count == 1 { candidates.insert([TextEdit(null.range, entry.utf8)], at: 0) }
      }
      return candidates
    }
    guard let pair = outer.ownPair(name), let colon = colon(after: pair.key) else { return [] }
    let lines = CanonicalEmitter.lines(
      of: mapping, indentation: column(of: entryStart(of: pair.key)) + step, step: step)
    return [rewrite(null, after: colon, head: "", lines: lines)]
  }

  /// Gives a document without content, or with `~` alone, its first lines.
  private func fillRoot(_ null: Node, with mapping: Value) -> [TextEdit] {
    let lines = CanonicalEmitter.lines(of: mapping, indentation: 0)
    if null.range.isEmpty || !startsLine(null.range.lowerBound) {
      return rewrite(null, after: null.range.lowerBound, head: "", lines: lines)
    }
    let lineBreak = lineBreak(near: null.range.lowerBound)
    return [TextEdit(null.range, lines.map { Array($0.utf8) }.joined(separator: lineBreak))]
  }

  /// What must stand between a null that has no text of its own and the text it gets.
  func separator(before null: Node, in outer: Node, entering: PathStep?) -> String {
    guard null.range.isEmpty else { return "" }
    if case .key(let name)? = entering, let pair = outer.ownPair(name),
      colon(after: pair.key) == nil
    {
      return ": "
    }
    let lower = null.range.lowerBound
    return lower > 0 && SourceText.isBlank(source[lower - 1]) ? "" : " "
  }
}
