/// Flow collections and JSON: adding and removing entries and items.
extension TextPlan {
  func addToFlow(
    _ key: String, _ value: Value, at place: Location, after: String?
  ) -> [TextEdit] {
    let mapping = place.container
    let isJSON = isJSON(near: place)
    let entry = flowKey(key, isJSON: isJSON) + ": " + CanonicalEmitter.flow(value, isJSON: isJSON)
    let pairs = mapping.pairs
    let anchor = after.flatMap { after in pairs.first { $0.key.isText(after) } } ?? pairs.last
    guard let anchor else { return [fillEmptyFlow(mapping, with: entry)] }
    return addToFlow(entry, after: anchor.value, startingAt: entryStart(of: anchor.key))
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

  /// Adds an entry or item before the first one of a flow collection.
  func addToFlow(_ entry: String, before start: Int) -> [TextEdit] {
    guard startsLine(start) else { return [TextEdit(start..<start, (entry + ", ").utf8)] }
    let pad = source[SourceText.lineStart(before: start, in: source)..<start]
    return [TextEdit(start..<start, Array((entry + ",").utf8) + lineBreak(near: start) + pad)]
  }

  /// Puts the first entry into `{}` or `[]`.
  func fillEmptyFlow(_ collection: Node, with entry: String) -> TextEdit {
    let inside = inside(of: collection)
    guard source[inside].contains(UInt8(ascii: "#")) else { return TextEdit(inside, entry.utf8) }
    let isSpaced = source[inside.lowerBound] != UInt8(ascii: "#")
    return TextEdit(
      inside.lowerBound..<inside.lowerBound, (entry + (isSpaced ? "" : " ")).utf8)
  }

  /// Removes one of a flow collection's elements, and the comma it no longer needs.
  func removeFromFlow(_ position: Int, of elements: [Range<Int>], in collection: Node) -> [TextEdit]
  {
    let element = elements[position]
    let ownComma = comma(after: element.upperBound)
    let tail = ownComma.map { $0 + 1 } ?? element.upperBound
    let hasOwnLines = startsLine(element.lowerBound) && endsLine(tail)
    if elements.count == 1, !holdsComment(collection, around: element) {
      // `[a: b]` has no braces to leave.
      let inside = inside(of: collection, or: element)
      return [TextEdit(inside, (inside == element && !hasBrackets(collection) ? "{}" : "").utf8)]
    }
    var edits: [TextEdit] = []
    if position == elements.count - 1, ownComma == nil, position > 0,
      let comma = comma(after: elements[position - 1].upperBound)
    {
      if !hasOwnLines, source[comma..<element.lowerBound].allSatisfy({ !SourceText.isBreak($0) }) {
        return [TextEdit(comma..<element.upperBound, [])]
      }
      edits.append(TextEdit(comma..<(comma + 1), []))
    }
    if hasOwnLines { return edits + [removalOfLines(from: element.lowerBound, to: tail)] }
    var end = skipBlanks(from: tail)
    // Nothing but a line end or a comment follows: the blanks before it stay.
    if endsLine(tail) { end = tail }
    return edits + [TextEdit(element.lowerBound..<end, [])]
  }

  /// Whether a comment stands in a flow collection outside of its one element.
  private func holdsComment(_ collection: Node, around element: Range<Int>) -> Bool {
    let inside = inside(of: collection, or: element)
    return source[inside.lowerBound..<element.lowerBound].contains(UInt8(ascii: "#"))
      || source[element.upperBound..<inside.upperBound].contains(UInt8(ascii: "#"))
  }

  private func hasBrackets(_ collection: Node) -> Bool {
    let open = UInt8(ascii: collection.kind == .mapping ? "{" : "[")
    let start = properties(of: collection).content
    return start + 1 < collection.range.upperBound && source[start] == open
  }

  /// What stands between a flow collection's brackets; `other` for `[a: b]`, which has none.
  private func inside(of collection: Node, or other: Range<Int>? = nil) -> Range<Int> {
    let start = properties(of: collection).content
    let end = collection.range.upperBound
    guard hasBrackets(collection) else { return other ?? end..<end }
    return (start + 1)..<(end - 1)
  }

  // MARK: Style

  func flow(_ value: Value, near place: Location) -> String {
    let text = CanonicalEmitter.flow(value, isJSON: isJSON(near: place))
    return place.containers.contains { $0.style == .flow } || !value.isScalar
      ? text : CanonicalEmitter.scalar(value)
  }

  private func flowKey(_ key: String, isJSON: Bool) -> String {
    isJSON
      ? ScalarText.doubleQuoted(key, forJSON: true) : ScalarText.canonical(key, inFlow: true)
  }

  /// Whether the text around is JSON: the flow mapping on the way is, or the document as a
  /// whole.
  func isJSON(near place: Location) -> Bool {
    if document.root.style == .flow, document.root.isJSON { return true }
    for container in place.containers.reversed() where container.style == .flow {
      if !container.pairs.isEmpty { return container.isJSON }
    }
    return false
  }
}
