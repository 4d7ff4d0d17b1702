/// Removing and renaming keys, removing and inserting items.
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
      case .key(let key): container.pairs.firstIndex { $0.key.text == key }
      case .index(let index): index
      }
    guard let position, elements.indices.contains(position) else {
      throw EditError(.noSuchPath(operation.path), at: container.range)
    }
    if container.style == .flow { return [[removeFromFlow(position, of: elements)]] }
    if elements.count == 1 { return [removeLast(elements[0], at: place)] }
    let element = elements[position]
    if startsLine(element.lowerBound) {
      return [[removalOfLines(from: element.lowerBound, to: element.upperBound)]]
    }
    // The first key of a list item stands on the item's own line: the next one moves up.
    guard position + 1 < elements.count else { return [] }
    return [[TextEdit(element.lowerBound..<elements[position + 1].lowerBound, [])]]
  }

  private func removeFromFlow(_ position: Int, of elements: [Range<Int>]) -> TextEdit {
    let element = elements[position]
    if position + 1 < elements.count {
      return TextEdit(element.lowerBound..<elements[position + 1].lowerBound, [])
    }
    if position > 0 {
      return TextEdit(elements[position - 1].upperBound..<element.upperBound, [])
    }
    return TextEdit(element, [])
  }

  /// Removes the only element of a block collection, which becomes `{}` or `[]`.
  private func removeLast(_ element: Range<Int>, at place: Location) -> [TextEdit] {
    let empty = place.container.kind == .mapping ? "{}" : "[]"
    guard let outer = place.outer, case .key(let name)? = place.entering,
      let pair = outer.ownPair(name), startsLine(element.lowerBound)
    else { return [TextEdit(element, empty.utf8)] }
    let colon = afterColon(of: pair.key)
    return [
      TextEdit(colon..<colon, " \(empty)".utf8),
      removalOfLines(from: element.lowerBound, to: element.upperBound),
    ]
  }

  /// The text of each entry or item, from its key or dash to the end of its value.
  func elements(of container: Node) -> [Range<Int>] {
    if container.kind == .mapping {
      return container.pairs.map {
        $0.key.range.lowerBound..<max(afterColon(of: $0.key), $0.value.range.upperBound)
      }
    }
    guard container.style == .block else { return container.items.map(\.range) }
    return container.items.map { dash(before: $0)..<$0.range.upperBound }
  }

  /// Where the `-` of a block sequence's item stands.
  private func dash(before item: Node) -> Int {
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

  // MARK: Inserting items

  func insertItem(_ value: Value, at path: Path) throws(EditError) -> [[TextEdit]] {
    guard case .index(let index)? = path.steps.last else {
      throw EditError(.noSuchPath(path), at: document.root.range)
    }
    let outer = Path(path.steps.dropLast())
    guard let list = document.root[outer], list.kind == .sequence else {
      throw EditError(.noSuchPath(path), at: document.root[existing: outer].range)
    }
    // Following the path refuses shared anchors on the way; the list itself is checked below.
    let place: Location
    if outer.steps.isEmpty {
      place = Location(containers: [list], steps: [.index(index)], missing: [])
    } else {
      var found = try locate(outer, createsParents: false)
      found.containers.append(list)
      found.steps.append(.index(index))
      place = found
    }
    let items = list.items
    if list.style == .flow { return [insertIntoFlow(value, at: index, of: list, place: place)] }
    guard index <= items.count, let first = items.first else { return [] }
    let elements = elements(of: list)
    let column = column(of: dash(before: first))
    let lines = CanonicalEmitter.lines(of: .sequence([value]), indentation: column)
    if index > 0 { return [[insertion(of: lines, afterLineOf: elements[index - 1].upperBound)]] }
    let lineStart = SourceText.lineStart(before: elements[0].lowerBound, in: source)
    let text = lines.flatMap { Array($0.utf8) + lineBreak(near: lineStart) }
    return [[TextEdit(lineStart..<lineStart, text)]]
  }

  private func insertIntoFlow(
    _ value: Value, at index: Int, of list: Node, place: Location
  ) -> [TextEdit] {
    let isJSON = isJSON(near: place) || list.items.contains { $0.style == .doubleQuoted }
    let text = CanonicalEmitter.flow(value, isJSON: isJSON)
    let items = list.items
    guard let first = items.first else { return [fillEmptyFlow(list, with: text)] }
    if index == 0 {
      return [TextEdit(first.range.lowerBound..<first.range.lowerBound, (text + ", ").utf8)]
    }
    return addToFlow(text, after: items[index - 1], startingAt: items[index - 1].range.lowerBound)
  }
}
