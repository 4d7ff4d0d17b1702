/// Lines, columns and gaps: the geometry of the text.
extension TextPlan {
  /// The column of an offset, from 0, in code points.
  func column(of offset: Int) -> Int {
    SourceText.position(of: offset, in: source).column - 1
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
    for (position, line) in lines.enumerated() {
      if next.lacksBreak { text += lineBreak }
      text += line.utf8
      if !next.lacksBreak, position < lines.count { text += lineBreak }
    }
    return TextEdit(next.offset..<next.offset, text)
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
    return TextEdit(lower..<next.offset, [])
  }

  /// The offset right after the `:` that follows a key.
  func afterColon(of key: Node) -> Int {
    var offset = key.range.upperBound
    while offset < source.count, source[offset] != UInt8(ascii: ":") { offset += 1 }
    return min(offset + 1, source.count)
  }

  /// The first offset from `offset` on that holds no blank.
  func skipBlanks(from offset: Int) -> Int {
    var offset = offset
    while offset < source.count, SourceText.isBlank(source[offset]) { offset += 1 }
    return offset
  }

  /// Whether only blanks and a comment stand between an offset and its line's end.
  func endsLine(_ offset: Int) -> Bool {
    let next = skipBlanks(from: offset)
    return next == source.count || SourceText.isBreak(source[next])
      || source[next] == UInt8(ascii: "#")
  }

  /// How many spaces the text indents a mapping below a key: as a neighbour does, else 2.
  func indentationStep(near location: Location) -> Int {
    for container in location.containers.reversed() where container.kind == .mapping {
      for pair in container.pairs where pair.value.kind == .mapping && pair.value.style == .block {
        guard let inner = pair.value.pairs.first, container.style == .block else { continue }
        let step =
          column(of: inner.key.range.lowerBound) - column(of: pair.key.range.lowerBound)
        if step > 0 { return step }
      }
    }
    return 2
  }
}
