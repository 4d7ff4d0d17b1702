/// Decides which node a comment belongs to, while the text is read from its start to its end.
///
/// - A comment after something on its line is **beside** the entry or item that this something is
///   part of: a key, its colon or value, a dash, a bracket, the comma after a value, an anchor, a
///   block scalar's header. On the `---` line it is beside the root.
/// - A comment on its own line is **above** the entry or item that comes next, be that after blank
///   lines; between a key and its value, above that entry. Before the first entry of a document
///   only the lines that touch the entry are its own, others are above the root: a licence is not
///   about `apiVersion`.
/// - It is **below** a node when nothing follows in the node's brackets or in the document, or when
///   it is indented deeper than what follows: then below the innermost entry or item that ends here
///   and is indented less than the comment. At the end of the document that may be the root.
struct CommentPlacing {
  private(set) var cursor: OutlineCursor
  private let source: [UInt8]
  /// Where a comment that shares its line with something is.
  private var beside = NodeComment.Position.beside
  /// Lines with a comment alone, which belong to what the text reaches next.
  private var waiting: [CommentLine] = []
  private var placed: [PlacedComment] = []
  /// The line on which the last of ``placed`` ends, when it has that line for itself.
  private var lastLine: Int?

  init(document: Document, outline: DocumentOutline) {
    cursor = OutlineCursor(document: document, outline: outline)
    source = document.source
  }

  // MARK: What the text holds, in its order

  /// Takes a comment that has its line for itself.
  mutating func addLine(_ line: CommentLine) { waiting.append(line) }

  /// Takes a comment that shares its line with something.
  mutating func addBeside(_ range: Range<Int>) {
    add(range, to: cursor.innermost, beside)
    lastLine = nil
  }

  /// Comes to a scalar or alias, or after its anchor or tag.
  mutating func reachLeaf(column: Int, line: Int) {
    placeWaiting(column: column, line: line)
    cursor.reachLeaf(column: column)
  }

  /// Leaves a scalar or alias behind.
  mutating func passLeaf() { cursor.passLeaf() }

  /// Comes to the `---` of the document, or a directive before it: earlier comments are the root's.
  mutating func reachStart(isMarker: Bool) {
    for line in waiting { add(line, to: 0, .above) }
    waiting = []
    beside = isMarker ? .beside : .above
  }

  /// Comes to the `...` of the document.
  mutating func reachEnd(line: Int) {
    placeWaiting(column: 0, line: line)
    cursor.reachEnd()
    beside = .below
  }

  /// Comes to anything else between values.
  mutating func reachToken(_ byte: UInt8, at position: Int, column: Int, line: Int) {
    placeWaiting(column: column, line: line)
    cursor.reachToken(byte, at: position, column: column)
  }

  /// The comments, once the end of the text has been reached.
  mutating func finish(line: Int) -> [PlacedComment] {
    placeWaiting(column: 0, line: line)
    return placed
  }

  // MARK: Lines of their own

  /// Places the comments that waited for a token, which starts at a column of a line.
  private mutating func placeWaiting(column: Int, line: Int) {
    guard let first = waiting.first else { return }
    let lines = waiting
    waiting = []
    let (following, ending) = cursor.following(first.range.lowerBound)
    switch following {
    case .element(let element, let isInFlow):
      let own = cursor.isAtStart ? Self.firstTouching(line, lines) : 0
      for line in lines[..<own] { add(line, to: 0, .above) }
      placeAbove(element, lines[own...], column: isInFlow ? Int.max : column, ending: ending)
    case .value: for line in lines { add(line, to: cursor.innermost, .above) }
    case .closingBracket:
      let element = cursor.open.dropLast(ending).last?.element ?? 0
      for line in lines { add(line, to: element, .below) }
    case .end: for line in lines { add(line, to: holder(of: line, ending) ?? 0, .below) }
    }
  }

  /// Comments before an element are above it, once one of them is not indented deeper.
  private mutating func placeAbove(
    _ element: Int, _ lines: ArraySlice<CommentLine>, column: Int, ending: Int
  ) {
    var isAbove = false
    for line in lines {
      if !isAbove, line.column > column, let holder = holder(of: line, ending) {
        add(line, to: holder, .below)
      } else {
        isAbove = true
        add(line, to: element, .above)
      }
    }
  }

  /// The innermost of the open elements that end here and that start left of a comment.
  private func holder(of line: CommentLine, _ ending: Int) -> Int? {
    cursor.open.suffix(ending).last { $0.column < line.column }?.element
  }

  /// The position of the first of those last lines that touch each other and the next token's line.
  private static func firstTouching(_ line: Int, _ lines: [CommentLine]) -> Int {
    var line = line
    var index = lines.count
    while index > 0, lines[index - 1].number == line - 1 {
      index -= 1
      line -= 1
    }
    return index
  }

  // MARK: Results

  /// Adds a line to the comment it continues, else as one of its own.
  private mutating func add(
    _ line: CommentLine, to element: Int, _ position: NodeComment.Position
  ) {
    if let last = placed.indices.last, lastLine == line.number - 1,
      placed[last].element == element, placed[last].position == position
    {
      placed[last].range = placed[last].range.lowerBound..<line.range.upperBound
      placed[last].text += "\n" + text(line.range)
    } else {
      add(line.range, to: element, position)
    }
    lastLine = line.number
  }

  private mutating func add(
    _ range: Range<Int>, to element: Int, _ position: NodeComment.Position
  ) {
    placed.append(
      PlacedComment(range: range, text: text(range), element: element, position: position))
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: source[range], as: UTF8.self)
  }
}

/// A line that holds a comment and nothing else.
struct CommentLine {
  let range: Range<Int>
  let column: Int
  /// The number of the line, from 0 at the start of the document.
  let number: Int
}
