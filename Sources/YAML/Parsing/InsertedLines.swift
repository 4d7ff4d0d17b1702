/// Reads a document whose text is another's with lines added to one of its block mappings, without
/// parsing all of it again.
///
/// Most edits add a key. Where its lines stand between two entries of a block mapping, as deep as
/// the keys of that mapping and nothing of what is around them reaches into them, then libyaml's
/// scanner is in the same state before and after them: it reads the same events, and those of the
/// lines between. The lines are parsed by themselves. Whatever else was added has to be parsed.
struct InsertedLines {
  private let model: Document
  /// Where in the model's text the lines stand, at the start of a line.
  private let place: Int
  private let lines: [UInt8]
  /// How deep they are.
  private let column: Int

  /// The document that the text holds; nil when it has to be parsed to know.
  ///
  /// It equals what parsing the text gives. `model` is the only document of its text, and the new
  /// text is that with the edit made.
  static func read(_ source: [UInt8], like model: Document, after edit: TextEdit) -> Document? {
    // Offsets are kept in 32 bits. An alias or a directive would reach across the lines.
    guard source.count < Int32.max, edit.range.isEmpty, model.chunk == 0..<model.source.count,
      model.isSelfContained, !model.source.contains(UInt8(ascii: "%"))
    else { return nil }
    let inserted = InsertedLines(
      model: model, place: edit.range.lowerBound, lines: edit.replacement,
      column: edit.replacement.prefix { $0 == 0x20 }.count)
    guard let entries = inserted.entries() else { return nil }
    return Document(
      source: source, chunk: 0..<source.count, positionInChunk: 0, entries: NodeEntries(entries),
      extras: model.extras, hasIndentationIndicators: model.hasIndentationIndicators,
      mayHaveMerges: model.mayHaveMerges, mayHaveCollectionKeys: model.mayHaveCollectionKeys)
  }

  /// The nodes of the model with those of the lines among them.
  private func entries() -> [Document.Entry]? {
    guard isHarmless, let added = parsedLines(), let way = wayToMapping(),
      let mapping = way.last.map({ Node(document: model, index: $0) })
    else { return nil }
    let position = firstNodeAfter
    guard isBetweenEntries(of: mapping, at: position), isFollowedByLess(at: position, of: mapping),
      added.root.pairs.allSatisfy({ pair in
        pair.key.text.map { mapping.ownPair($0) == nil } ?? false
      })
    else { return nil }
    let length = Int32(lines.count)
    let count = Int32(added.entries.count - 1)
    var entries: [Document.Entry] = []
    entries.reserveCapacity(model.entries.count + Int(count))
    for index in 0..<position {
      var entry = model.entries[index]
      let isLast = Int(entry.next) == position && way.contains(index)
      // A collection around the lines ends with them, or with what it ended with before.
      if isLast { entry.end = Int32(place) + added.entries[0].end }
      if entry.end > place, !isLast { entry.end += length }
      if isLast || Int(entry.next) > position { entry.next += count }
      entries.append(entry)
    }
    for var entry in added.entries.dropFirst() {
      entry.start += Int32(place)
      entry.end += Int32(place)
      // The lines' own mapping is not there.
      entry.next += Int32(position) - 1
      entries.append(entry)
    }
    for index in position..<model.entries.count {
      var entry = model.entries[index]
      entry.start += length
      entry.end += length
      entry.next += count
      entries.append(entry)
    }
    return entries
  }

  /// Whether the lines are whole and hold only what means the same everywhere: keys and values of
  /// plain characters, mostly.
  private var isHarmless: Bool {
    guard lines.last == 0x0A, lines.count < 1000, lines.count > column,
      lines[column] != 0x0A, lines[column] != UInt8(ascii: "-")
    else { return false }
    return lines.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "\""),
        UInt8(ascii: "'"), 0x20, 0x0A:
        true
      default: false
      }
    }
  }

  /// The lines by themselves: a block mapping of scalars that are written on one line.
  private func parsedLines() -> Document? {
    guard let documents = try? Document.parse(lines, chunk: 0..<lines.count), documents.count == 1,
      documents[0].extras.isEmpty, !documents[0].mayHaveCollectionKeys,
      documents[0].root.kind == .mapping, documents[0].root.range.lowerBound == column
    else { return nil }
    return documents[0]
  }

  /// The node that comes next in the text.
  private var firstNodeAfter: Int {
    var (low, high) = (0, model.entries.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(model.entries[middle].start) < place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The collections around the place, the outermost first, down to the block mapping whose keys
  /// are as deep as the lines.
  private func wayToMapping() -> [Int]? {
    let before = firstNodeAfter - 1
    var way: [Int] = []
    var index = 0
    while index <= before {
      let entry = model.entries[index]
      guard entry.style == .block, way.count < Document.depthLimit / 2 else { return nil }
      way.append(index)
      if entry.kind == .mapping, keyColumn(of: index) == column { return way }
      var child = index + 1
      while model.entries.next(after: child) <= before { child = model.entries.next(after: child) }
      index = child
    }
    return nil
  }

  /// The column of a block mapping's first key; nil where more than blanks and dashes is before it.
  private func keyColumn(of mapping: Int) -> Int? {
    let start = Int(model.entries[mapping].start)
    let lineStart = SourceText.lineStart(before: start, in: model.source)
    let isPlain = model.source[lineStart..<start].allSatisfy {
      $0 == 0x20 || $0 == UInt8(ascii: "-")
    }
    return isPlain ? start - lineStart : nil
  }

  /// Whether an entry of the mapping ends on the line before the place, and no other is cut.
  private func isBetweenEntries(of mapping: Node, at position: Int) -> Bool {
    var key = mapping.index + 1
    let end = model.entries.next(after: mapping.index)
    while key < end {
      let value = model.entries.next(after: key)
      let next = model.entries.next(after: value)
      if next == position { return endsBefore(value, last: position - 1) }
      guard next < position else { return false }
      key = next
    }
    return false
  }

  /// Whether a value ends on the line before the place, and only a comment is between.
  private func endsBefore(_ value: Int, last: Int) -> Bool {
    let source = model.source
    let style = model.entries[last].style
    // The lines after a block scalar may be its own.
    guard style != .literal, style != .folded, place > 0, source[place - 1] == 0x0A else {
      return false
    }
    let end = max(Int(model.entries[value].end), Int(model.entries[last].end))
    guard end < place, source.firstPosition(of: 0x0A, in: end..<place) == place - 1 else {
      return false
    }
    let rest = source[end..<place - 1]
    guard let first = rest.first(where: { $0 != 0x20 }) else { return true }
    // After a null value stands nothing but what follows its colon.
    return first == UInt8(ascii: "#") && source[rest.startIndex] == 0x20
  }

  /// Whether what follows is the next key of the mapping, or less deep, or nothing.
  private func isFollowedByLess(at position: Int, of mapping: Node) -> Bool {
    let source = model.source
    var offset = place
    while true {
      let lineStart = offset
      while offset < source.count, source[offset] == 0x20 { offset += 1 }
      guard offset < source.count else { return true }
      switch source[offset] {
      case 0x0A: offset += 1
      case UInt8(ascii: "#"):
        guard let lineEnd = source.firstPosition(of: 0x0A, in: offset..<source.count) else {
          return true
        }
        offset = lineEnd + 1
      case 0x09, 0x0D: return false
      default:
        let isNextKey =
          position < model.entries.next(after: mapping.index)
          && Int(model.entries[position].start) == offset
        return offset - lineStart < column || offset - lineStart == column && isNextKey
      }
    }
  }
}
