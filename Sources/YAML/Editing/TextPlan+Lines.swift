/// Lines, columns and gaps: the geometry of the text.
extension TextPlan {
  /// The column of an offset, from 0, in code points.
  func column(of offset: Int) -> Int {
    let start = SourceText.lineStart(before: offset, in: source)
    return source[start..<max(start, offset)].count { $0 & 0xC0 != 0x80 }
  }

  /// Whether only blanks stand before an offset on its line.
  func startsLine(_ offset: Int) -> Bool {
    let start = SourceText.lineStart(before: offset, in: source)
    return source[start..<offset].allSatisfy(SourceText.isBlank)
  }

  /// The line end to write near an offset.
  func lineBreak(near offset: Int) -> [UInt8] {
    let hasBreak = source.contains(where: SourceText.isBreak)
    return hasBreak ? SourceText.lineBreak(near: offset, in: source) : defaultLineBreak
  }

  /// Where a line put after the one that `end` lies on would start, and whether that is at the end
  /// of a text without a final line end.
  ///
  /// A block scalar that keeps its line ends (`|+`) ends at a line's start already.
  func nextLine(after end: Int) -> (offset: Int, lacksBreak: Bool) {
    if end > 0, end <= source.count, SourceText.isBreak(source[end - 1]) { return (end, false) }
    let lineEnd = SourceText.lineEnd(after: end, in: source)
    return (SourceText.afterBreak(lineEnd, in: source), lineEnd == source.count)
  }

  /// The edit that puts whole lines after the line on which `end` lies.
  func insertion(of lines: [String], afterLineOf end: Int) -> TextEdit {
    let lineBreak = lineBreak(near: max(0, end - 1))
    let next = nextLine(after: end)
    var text: [UInt8] = []
    for line in lines {
      if next.lacksBreak { text += lineBreak }
      text += line.utf8
      if !next.lacksBreak { text += lineBreak }
    }
    return TextEdit(next.offset..<next.offset, text)
  }

  /// The edit that puts lines, indented by `column`, before the element that starts at `start`.
  ///
  /// Where that is not at a line's start (`- a: b`) they take its place on the line.
  func insertion(of lines: [String], before start: Int, column: Int) -> TextEdit {
    let lineBreak = lineBreak(near: start)
    if startsLine(start) {
      let lineStart = SourceText.lineStart(before: start, in: source)
      return TextEdit(lineStart..<lineStart, lines.flatMap { Array($0.utf8) + lineBreak })
    }
    let text = lines.flatMap { Array($0.utf8) + lineBreak }.dropFirst(column)
    return TextEdit(start..<start, text + [UInt8](repeating: 0x20, count: column))
  }

  /// The edit that removes every line from the one of `start` to the one of `end`.
  ///
  /// At the end of a text without a final line end the line end before goes instead, so that
  /// there is none afterwards either.
  func removalOfLines(from start: Int, to end: Int) -> TextEdit {
    var lower = SourceText.lineStart(before: start, in: source)
    let next = nextLine(after: end)
    if next.lacksBreak, lower > 0 {
      lower -= 1
      if lower > 0, source[lower] == 0x0A, source[lower - 1] == 0x0D { lower -= 1 }
    }
    return TextEdit(lower..<max(lower, next.offset), [])
  }

  /// The offset right after the `:` that follows a key; nil when there is none (`? a`, `{a}`).
  func colon(after key: Node) -> Int? {
    let offset = skipGap(from: key.range.upperBound)
    guard offset < source.count, source[offset] == UInt8(ascii: ":") else { return nil }
    return offset + 1
  }

  /// The offset of the comma that follows a flow collection's element; nil when there is none.
  func comma(after end: Int) -> Int? {
    let offset = skipGap(from: end)
    guard offset < source.count, source[offset] == UInt8(ascii: ",") else { return nil }
    return offset
  }

  /// The first offset from `offset` on that holds no blank.
  func skipBlanks(from offset: Int) -> Int {
    var offset = offset
    while offset < source.count, SourceText.isBlank(source[offset]) { offset += 1 }
    return offset
  }

  /// The first offset from `offset` on that holds no blank, line end or comment.
  private func skipGap(from offset: Int) -> Int {
    var offset = offset
    while offset < source.count {
      if source[offset] == UInt8(ascii: "#") {
        offset = SourceText.lineEnd(after: offset, in: source)
      } else if SourceText.isBlank(source[offset]) || SourceText.isBreak(source[offset]) {
        offset += 1
      } else {
        break
      }
    }
    return offset
  }

  /// Whether only blanks and a comment stand between an offset and its line's end.
  func endsLine(_ offset: Int) -> Bool {
    let next = skipBlanks(from: offset)
    return next == source.count || SourceText.isBreak(source[next])
      || source[next] == UInt8(ascii: "#")
  }

  /// Where the comment of a line starts, blanks before it included; the line's end without one.
  func commentStart(from offset: Int) -> Int {
    let lineEnd = SourceText.lineEnd(after: offset, in: source)
    var end = offset
    while end < lineEnd {
      let isBlank = SourceText.isBlank(source[end])
      if isBlank, endsLine(end) { return end }
      end += 1
    }
    return lineEnd
  }

  /// Where a key's entry starts: at its `?` when it has one.
  func entryStart(of key: Node) -> Int {
    var offset = key.range.lowerBound
    while offset > 0, SourceText.isBlank(source[offset - 1]) { offset -= 1 }
    guard offset < key.range.lowerBound, offset > 0, source[offset - 1] == UInt8(ascii: "?") else {
      return key.range.lowerBound
    }
    return offset - 1
  }

  /// Where a node's anchor and tag end and where what follows them on the line starts; both are
  /// the node's start when it has neither.
  func properties(of node: Node) -> (end: Int, content: Int) {
    let upper = node.range.upperBound
    var end = node.range.lowerBound
    var content = end
    guard node.anchor != nil || node.tag != nil else { return (end, content) }
    while content < upper,
      source[content] == UInt8(ascii: "&") || source[content] == UInt8(ascii: "!")
    {
      end = content
      while end < upper, !SourceText.isBlank(source[end]), !SourceText.isBreak(source[end]) {
        end += 1
      }
      content = end
      while content < upper,
        SourceText.isBlank(source[content]) || SourceText.isBreak(source[content])
      { content += 1 }
    }
    return (end, content)
  }

  /// How many spaces the text indents a mapping below a key: as a neighbour does, else 2.
  func indentationStep(near location: Location) -> Int {
    for container in location.containers.reversed() where container.kind == .mapping {
      for pair in container.pairs where pair.value.kind == .mapping && pair.value.style == .block {
        guard let inner = pair.value.pairs.first, container.style == .block else { continue }
        let step = column(of: entryStart(of: inner.key)) - column(of: entryStart(of: pair.key))
        if step > 0 { return step }
      }
    }
    return 2
  }
}
