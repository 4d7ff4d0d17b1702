/// Finds the comments of a document by reading what stands between its values.
///
/// Scalars are skipped by their ranges, so a `#` inside one is never seen. Everything else that
/// libyaml accepts between them is a bracket, a comma, a colon, a dash, a `?`, an anchor, a tag, a
/// marker or a directive, none of which holds a `#`: each one that is left starts a comment.
struct CommentScanner {
  private let document: Document
  private let end: Int
  private let lines: TextLines
  private var position: Int
  private var lineStart: Int
  private var lineNumber = 0
  /// Whether something other than blanks stands before on this line.
  private var isAfterToken = false
  private var placing: CommentPlacing

  private var source: [UInt8] { document.source }

  init(document: Document, extent: Range<Int>, outline: DocumentOutline) {
    self.document = document
    end = extent.upperBound
    lines = TextLines(source: document.source)
    position = extent.lowerBound
    lineStart = extent.lowerBound
    placing = CommentPlacing(document: document, outline: outline)
  }

  mutating func scan() -> [PlacedComment] {
    while position < end {
      let length = lines.breakLength(at: position)
      if length > 0 {
        endLine(length)
      } else if SourceText.isBlank(source[position]) {
        position += 1
      } else if source[position] == UInt8(ascii: "#") {
        readComment()
      } else {
        readToken()
      }
    }
    return placing.finish(line: lineNumber)
  }

  private mutating func endLine(_ length: Int) {
    position += length
    lineStart = position
    lineNumber += 1
    isAfterToken = false
  }

  private mutating func readComment() {
    let start = position
    position = lines.lineEnd(after: position)
    var end = position
    while SourceText.isBlank(source[end - 1]) { end -= 1 }
    if isAfterToken {
      placing.addBeside(start..<end)
    } else {
      placing.addLine(
        CommentLine(range: start..<end, column: start - lineStart, number: lineNumber))
    }
  }

  // MARK: Tokens

  private mutating func readToken() {
    let column = position - lineStart
    if placing.cursor.isLeaf(at: position) {
      placing.reachLeaf(column: column, line: lineNumber)
      readLeaf()
    } else if column > 0 || !readMarkerOrDirective() {
      placing.reachToken(source[position], at: position, column: column, line: lineNumber)
      skipToken()
    }
    isAfterToken = position > lineStart
  }

  /// Reads what only the start of a line can hold: `---`, `...`, `%YAML`.
  private mutating func readMarkerOrDirective() -> Bool {
    switch lines.content(ofLineAt: position) {
    case .documentStart:
      placing.reachStart(isMarker: true)
      position += 3
    case .documentEnd where position < document.root.range.lowerBound:
      // It ends no document: libyaml never saw it.
      placing.reachStart(isMarker: false)
      position += 3
    case .documentEnd:
      placing.reachEnd(line: lineNumber)
      position += 3
    case .directive where placing.cursor.isAtStart:
      placing.reachStart(isMarker: false)
      position = directiveEnd()
    case .directive, .nothing, .other: return false
    }
    return true
  }

  private func directiveEnd() -> Int {
    let end = lines.lineEnd(after: position)
    return source[position..<end].firstIndex(of: UInt8(ascii: "#")) ?? end
  }

  private mutating func skipToken() {
    let byte = source[position]
    position += 1
    if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") { skipProperty() }
  }

  /// Moves to the end of an anchor or a tag, which may hold brackets and dashes.
  private mutating func skipProperty() {
    let isVerbatim = position < end && source[position] == UInt8(ascii: "<")
    while position < end, !SourceText.isBlank(source[position]),
      lines.breakLength(at: position) == 0,
      isVerbatim || !",]}".utf8.contains(source[position])
    {
      position += 1
    }
  }

  // MARK: Scalars and aliases

  /// Reads an anchor or tag of a scalar, or the rest of the scalar.
  private mutating func readLeaf() {
    let leaf = placing.cursor.leaf
    let byte = source[position]
    if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") {
      skipToken()
      if position < leaf.end { return }
    } else if leaf.style == .literal || leaf.style == .folded {
      readHeader()
    }
    while position < leaf.end {
      let length = lines.breakLength(at: position)
      if length > 0 { endLine(length) } else { position += 1 }
    }
    placing.passLeaf()
  }

  /// Reads the line of a block scalar's `|` or `>`.
  private mutating func readHeader() {
    let end = lines.lineEnd(after: position)
    guard let start = source[position..<end].firstIndex(of: UInt8(ascii: "#")) else { return }
    position = start
    isAfterToken = true
    readComment()
  }
}
