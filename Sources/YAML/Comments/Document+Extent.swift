extension Document {
  /// The part of the source whose comments are the document's own.
  ///
  /// It is the text from the document's `---` line to its `...` line, else to the next `---`, and
  /// with it the comments that no other document has: before the first `---` or between `...` and
  /// `---` they are the next document's, after the last `...` the last document's. Comments between
  /// a document and the next one's `---` are the earlier one's, as with ``DocumentSplitter``.
  package var extent: Range<Int> {
    let lines = TextLines(source: source)
    return extentStart(lines)..<extentEnd(lines)
  }

  private func extentStart(_ lines: TextLines) -> Int {
    let first = SourceText.byteOrderMarkLength(source)
    let root = root.range.lowerBound
    var line = lines.lineStart(before: root)
    var isStarted = line < root && lines.content(ofLineAt: line) == .documentStart
    // As far back as the text is this document's for certain.
    var certain = line
    while line > first {
      let previous = lines.lineStart(before: line - 1)
      switch lines.content(ofLineAt: previous) {
      case .other: return certain
      case .documentStart where isStarted: return certain
      case .documentStart:
        isStarted = true
        certain = previous
      case .documentEnd:
        // It ends an earlier document, or none.
        isStarted = true
        certain = line
      case .nothing, .directive: if !isStarted { certain = previous }
      }
      line = previous
    }
    return first
  }

  private func extentEnd(_ lines: TextLines) -> Int {
    var line = root.range.upperBound
    if !lines.startsLine(line) { line = lines.nextLine(after: line) }
    var isEnded = false
    var certain = line
    while line < source.count {
      switch lines.content(ofLineAt: line) {
      case .documentStart: return certain
      case .documentEnd where !isEnded:
        isEnded = true
        line = lines.nextLine(after: line)
        certain = line
        continue
      case .documentEnd, .nothing: break
      case .directive, .other:
        if isEnded { return certain }
      }
      line = lines.nextLine(after: line)
      if !isEnded { certain = line }
    }
    return source.count
  }
}
