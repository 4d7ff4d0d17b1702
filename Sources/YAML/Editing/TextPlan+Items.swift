/// Inserting items into lists.
extension TextPlan {
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
    guard index <= items.count, !items.isEmpty else { return [] }
    let elements = elements(of: list)
    let start = elements[0].lowerBound
    let column = column(of: start)
    let lines = CanonicalEmitter.lines(
      of: .sequence([value]), indentation: column, step: indentationStep(near: place))
    if index > 0 {
      let end = elements[index - 1].upperBound
      let insertion = insertion(of: lines, afterLineOf: end)
      // Text in `|` that lacks its final line end would get one, unless its mark says otherwise.
      guard nextLine(after: end).lacksBreak, let strip = stripOfLastText() else {
        return [[insertion]]
      }
      return [[insertion], [strip, insertion]]
    }
    return [[insertion(of: lines, before: start, column: column)]]
  }

  /// The edit that makes the document's last node, if that is `|` or `>` text, one without a
  /// final line end: `|-`.
  private func stripOfLastText() -> TextEdit? {
    guard let last = document.lastNode, last.style == .literal || last.style == .folded else {
      return nil
    }
    let start = properties(of: last).content + 1
    let old = source[start...].prefix { $0 != 0x20 && !SourceText.isBreak($0) }
    let indentation = old.filter { Number.isDigit($0) }
    return TextEdit(old.startIndex..<old.endIndex, "-".utf8 + indentation)
  }

  private func insertIntoFlow(
    _ value: Value, at index: Int, of list: Node, place: Location
  ) -> [TextEdit] {
    let isJSON = isJSON(near: place) || list.items.contains { $0.style == .doubleQuoted }
    let text = CanonicalEmitter.flow(value, isJSON: isJSON)
    let items = list.items
    guard let first = items.first else { return [fillEmptyFlow(list, with: text)] }
    if index == 0 { return addToFlow(text, before: first.range.lowerBound) }
    return addToFlow(text, after: items[index - 1], startingAt: items[index - 1].range.lowerBound)
  }
}
