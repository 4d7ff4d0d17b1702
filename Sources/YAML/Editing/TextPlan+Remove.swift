/// Removing and renaming keys, removing items.
extension TextPlan {
  func rename(
    _ place: Location, to name: String, value: Value
  ) throws(EditError) -> [[TextEdit]] {
    guard case .key(let old)? = place.steps.last, let pair = place.container.ownPair(old) else {
      throw EditError(.noSuchPath(operation.path), at: document.root.range)
    }
    let inFlow = place.container.style == .flow
    let key = scalar(
      .string(name), like: pair.key, inFlow: inFlow, isJSON: isJSON(near: place))
    let keyEdit = TextEdit(pair.key.range, key.utf8)
    return replace(pair.value, with: value, key: pair.key, in: place).map { [keyEdit] + $0 }
  }

  func remove(_ place: Location) throws(EditError) -> [[TextEdit]] {
    let container = place.container
    guard let step = place.steps.last else { return [] }
    let elements = elements(of: container)
    let position: Int? =
      switch step {
      case .key(let key): container.pairs.firstIndex { $0.key.isText(key) }
      case .index(let index): index
      }
    guard let position, elements.indices.contains(position) else {
      throw EditError(.noSuchPath(operation.path), at: container.range)
    }
    if container.style == .flow { return [removeFromFlow(position, of: elements, in: container)] }
    if elements.count == 1 { return removeLast(elements[0], at: place) }
    let element = elements[position]
    if startsLine(element.lowerBound) { return removals(of: element).map { [$0] } }
    // The first key of a list item stands on the item's own line: the next one moves up.
    guard position + 1 < elements.count else { return [] }
    let next = elements[position + 1].lowerBound
    let lineEnd = SourceText.lineEnd(after: element.upperBound, in: source)
    let nextLine = SourceText.afterBreak(lineEnd, in: source)
    if nextLine <= next, source[nextLine..<next].contains(UInt8(ascii: "#")) {
      // Unless comment lines stand between: then the line of the dash stays, alone.
      var start = element.lowerBound
      while start > 0, SourceText.isBlank(source[start - 1]) { start -= 1 }
      return [[TextEdit(start..<lineEnd, [])]]
    }
    return [[TextEdit(element.lowerBound..<next, [])]]
  }

  /// Ways to remove the lines of a block collection's element, the tidiest first.
  ///
  /// The others matter beside a block scalar: it needs its last line end, or must not get blank
  /// lines that were no part of it.
  private func removals(of element: Range<Int>) -> [TextEdit] {
    let first = removalOfLines(from: element.lowerBound, to: element.upperBound)
    let lower = SourceText.lineStart(before: element.lowerBound, in: source)
    var upper = max(lower, nextLine(after: element.upperBound).offset)
    let lines = TextEdit(lower..<upper, [])
    while upper < source.count {
      let end = skipBlanks(from: upper)
      guard end < source.count, SourceText.isBreak(source[end]) else { break }
      upper = SourceText.afterBreak(end, in: source)
    }
    return [first, lines, TextEdit(lower..<upper, [])]
  }

  /// Removes the only element of a block collection, which becomes `{}` or `[]`.
  private func removeLast(_ element: Range<Int>, at place: Location) -> [[TextEdit]] {
    let collection = place.container
    let empty = collection.kind == .mapping ? "{}" : "[]"
    guard startsLine(element.lowerBound), let outer = place.outer, let entering = place.entering
    else { return [[TextEdit(element, empty.utf8)]] }
    var point: Int?
    if collection.anchor != nil || collection.tag != nil {
      point = properties(of: collection).end
    } else {
      switch entering {
      case .key(let name): point = outer.ownPair(name).flatMap { colon(after: $0.key) }
      case .index: point = dash(before: collection) + 1
      }
    }
    guard let point, point <= element.lowerBound else { return [] }
    return removals(of: element).map { [TextEdit(point..<point, " \(empty)".utf8), $0] }
      + [[TextEdit(element, empty.utf8)]]
  }

  /// The text of each entry or item, from its key or dash to the end of its value.
  func elements(of container: Node) -> [Range<Int>] {
    if container.kind == .mapping {
      return container.pairs.map {
        entryStart(
          of: $0.key)..<max(
            colon(after: $0.key) ?? $0.key.range.upperBound, $0.value.range.upperBound)
      }
    }
    guard container.style == .block else { return container.items.map(\.range) }
    return container.items.map { dash(before: $0)..<$0.range.upperBound }
  }

  /// Where the `-` of a block sequence's item stands.
  func dash(before item: Node) -> Int {
    var offset = item.range.lowerBound
    // Back over blanks, line ends and comment lines to the dash.
    while offset > 0 {
      let lineStart = SourceText.lineStart(before: offset, in: source)
      if let dash = source[lineStart..<offset].lastIndex(where: { !SourceText.isBlank($0) }),
        source[dash] == UInt8(ascii: "-")
      {
        return dash
      }
      let line = source[lineStart..<offset]
      if let first = line.firstIndex(where: { !SourceText.isBlank($0) }) {
        if source[first] == UInt8(ascii: "-") { return first }
        if source[first] != UInt8(ascii: "#") { return item.range.lowerBound }
      }
      guard lineStart > 0 else { break }
      offset = lineStart - 1
    }
    return item.range.lowerBound
  }
}
