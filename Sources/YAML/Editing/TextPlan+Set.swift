/// Setting a value: replacing what is there, or adding a key.
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
    if container.style == .flow { return addToFlow(key, nested, at: place, after: after) }
    return addToBlock(key, nested, at: place, after: after)
  }

  // MARK: Adding a key

  private func addToBlock(
    _ key: String, _ value: Value, at place: Location, after: String?
  ) -> [[TextEdit]] {
    let pairs = place.container.pairs
    guard let first = pairs.first, let last = pairs.last else { return [] }
    let anchor = after.flatMap { after in pairs.first { $0.key.text == after } } ?? last
    let column = column(of: first.key.range.lowerBound)
    let lines = entryLines(key, value, column: column, place: place, siblings: pairs)
    let start = first.key.range.lowerBound
    let atTop: TextEdit
    if startsLine(start) {
      let lineStart = SourceText.lineStart(before: start, in: source)
      let text = lines.flatMap { Array($0.utf8) + lineBreak(near: start) }
      atTop = TextEdit(lineStart..<lineStart, text)
    } else {
      let pad = [UInt8](repeating: 0x20, count: column)
      let text = lines.map { Array($0.utf8) }.joined(separator: lineBreak(near: start))
      atTop = TextEdit(
        start..<start, Array(text).dropFirst(column) + lineBreak(near: start) + pad)
    }
    // At the top where the bottom will not do: after a `|` text that lacks its final line end.
    return [[insertion(of: lines, afterLineOf: anchor.value.range.upperBound)], [atTop]]
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

  /// Turns a null value (`labels:`, `labels: ~`) into a mapping with one key.
  private func fillNull(with key: String, _ value: Value, at place: Location) -> [[TextEdit]] {
    let null = place.container
    let mapping = Value.mapping(Mapping([(key, value)]))
    guard let outer = place.outer, case .key(let name)? = place.entering,
      let pair = outer.ownPair(name)
    else { return [[TextEdit(null.range, flow(mapping, near: place).utf8)]] }
    guard outer.style == .block else {
      let space = null.range.isEmpty ? " " : ""
      return [[TextEdit(null.range, (space + flow(mapping, near: place)).utf8)]]
    }
    let column = column(of: pair.key.range.lowerBound) + indentationStep(near: place)
    let lines = CanonicalEmitter.lines(
      of: mapping, indentation: column, step: indentationStep(near: place))
    var edits = [insertion(of: lines, afterLineOf: null.range.upperBound)]
    if !null.range.isEmpty {
      edits.append(TextEdit(afterColon(of: pair.key)..<null.range.upperBound, []))
    }
    return [edits]
  }

  private func addToFlow(
    _ key: String, _ value: Value, at place: Location, after: String?
  ) -> [[TextEdit]] {
    let mapping = place.container
    let isJSON = isJSON(near: place)
    let entry = flowKey(key, isJSON: isJSON) + ": " + CanonicalEmitter.flow(value, isJSON: isJSON)
    let pairs = mapping.pairs
    let anchor = after.flatMap { after in pairs.first { $0.key.text == after } } ?? pairs.last
    guard let anchor else { return [[fillEmptyFlow(mapping, with: entry)]] }
    return [addToFlow(entry, after: anchor.value, startingAt: anchor.key.range.lowerBound)]
  }

  /// Adds an entry or item to a flow collection, on a line of its own where its neighbour has one.
  func addToFlow(_ entry: String, after value: Node, startingAt start: Int) -> [TextEdit] {
    let end = value.range.upperBound
    let next = skipBlanks(from: end)
    let hasComma = next < source.count && source[next] == UInt8(ascii: ",")
    let tail = hasComma ? next + 1 : end
    guard startsLine(start), endsLine(tail) else {
      let text = hasComma ? " \(entry)," : ", \(entry)"
      return [TextEdit(tail..<tail, text.utf8)]
    }
    let lineStart = SourceText.lineStart(before: start, in: source)
    let lineEnd = SourceText.lineEnd(after: tail, in: source)
    let line = lineBreak(near: start) + source[lineStart..<start] + entry.utf8
    if hasComma { return [TextEdit(lineEnd..<lineEnd, line + ",".utf8)] }
    if lineEnd == end { return [TextEdit(end..<end, ",".utf8 + line)] }
    return [TextEdit(end..<end, ",".utf8), TextEdit(lineEnd..<lineEnd, line)]
  }

  /// Puts the first entry into `{}` or `[]`.
  func fillEmptyFlow(_ collection: Node, with entry: String) -> TextEdit {
    let inside = openBracket(of: collection) + 1
    let close = collection.range.upperBound - 1
    let isBlank = source[inside..<close].allSatisfy(SourceText.isBlank)
    return TextEdit(inside..<(isBlank ? close : inside), entry.utf8)
  }

  /// Where a flow collection's `{` or `[` stands, after its anchor and tag.
  private func openBracket(of collection: Node) -> Int {
    var offset = collection.range.lowerBound
    let bracket = UInt8(ascii: collection.kind == .mapping ? "{" : "[")
    while offset < source.count, source[offset] != bracket { offset += 1 }
    return offset
  }

  // MARK: Replacing a value

  private func replace(_ value: Value, at place: Location) throws(EditError) -> [[TextEdit]] {
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

  func replace(_ old: Node, with value: Value, key: Node?, in place: Location) -> [[TextEdit]] {
    let inFlow = place.container.style == .flow
    let isScalar = value.isScalar
    if isScalar, old.kind == .scalar {
      let text = scalar(value, like: old, inFlow: inFlow, isJSON: isJSON(near: place))
      let content = contentStart(of: old)
      let space = old.range.isEmpty ? " " : ""
      return [
        [TextEdit(content..<max(content, old.range.upperBound), (space + text).utf8)],
        [TextEdit(old.range, (space + text).utf8)],
      ]
    }
    let oneLine = isScalar || inFlow || value == .mapping(Mapping()) || value == .sequence([])
    if oneLine || key == nil {
      let start = key.map { afterColon(of: $0) } ?? old.range.lowerBound
      let text = (key == nil ? "" : " ") + flow(value, near: place)
      return [[TextEdit(start..<max(start, old.range.upperBound), text.utf8)]]
    }
    guard let key else { return [] }
    let column = column(of: key.range.lowerBound)
    let step = value.mapping == nil ? 0 : indentationStep(near: place)
    let lines = CanonicalEmitter.lines(
      of: value, indentation: column + step, step: indentationStep(near: place))
    let lineBreak = lineBreak(near: key.range.lowerBound)
    let start = afterColon(of: key)
    return [
      [
        TextEdit(
          start..<max(start, old.range.upperBound), lines.flatMap { lineBreak + Array($0.utf8) })
      ]
    ]
  }

  /// Where a scalar itself starts, after its anchor and tag.
  private func contentStart(of node: Node) -> Int {
    var offset = node.range.lowerBound
    while offset < node.range.upperBound,
      source[offset] == UInt8(ascii: "&") || source[offset] == UInt8(ascii: "!")
    {
      while offset < node.range.upperBound, !SourceText.isBlank(source[offset]),
        !SourceText.isBreak(source[offset])
      { offset += 1 }
      while offset < node.range.upperBound,
        SourceText.isBlank(source[offset]) || SourceText.isBreak(source[offset])
      { offset += 1 }
    }
    return offset
  }

  // MARK: Style

  /// A scalar's new text in the quotes the old one has.
  func scalar(_ value: Value, like old: Node, inFlow: Bool, isJSON: Bool) -> String {
    guard case .string(let text) = value else { return CanonicalEmitter.scalar(value) }
    switch old.style {
    case .doubleQuoted: return ScalarText.doubleQuoted(text, forJSON: isJSON)
    case .singleQuoted: return ScalarText.singleQuoted(text) ?? ScalarText.doubleQuoted(text)
    default:
      return isJSON
        ? ScalarText.doubleQuoted(text, forJSON: true)
        : ScalarText.canonical(text, inFlow: inFlow)
    }
  }

  func flow(_ value: Value, near place: Location) -> String {
    let text = CanonicalEmitter.flow(value, isJSON: isJSON(near: place))
    return place.containers.contains { $0.style == .flow } || !value.isScalar
      ? text : CanonicalEmitter.scalar(value)
  }

  func flowKey(_ key: String, isJSON: Bool) -> String {
    isJSON
      ? ScalarText.doubleQuoted(key, forJSON: true) : ScalarText.canonical(key, inFlow: true)
  }

  /// Whether the text around is JSON: a flow mapping on the way has a key in double quotes.
  func isJSON(near place: Location) -> Bool {
    for container in place.containers.reversed() where container.style == .flow {
      if let key = container.pairs.first?.key { return key.style == .doubleQuoted }
    }
    return false
  }
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
