/// Reads a document whose text is another's but for some scalars, without parsing it again.
///
/// Most documents that changed differ from what they were in a few values, and so do many that were
/// made alike. Where such a value is written on one line, after `key: ` or `- ` and with nothing
/// after it but what ends it in a flow collection, plain with harmless characters only or in quotes
/// around such, then libyaml's scanner is in the same state before and after the old value and the
/// new one: it reads the same events, but for the value. Whatever else differs makes the document
/// no twin, and it is parsed.
struct DocumentTwin {
  private let model: Document
  private let source: [UInt8]
  private let chunk: Range<Int>
  /// Where the model's text differs, up to its end there, and how far the text after it is shifted.
  private var shifts: [NodeEntries.Shift] = []

  /// The document that a chunk holds; nil when it has to be parsed to know.
  ///
  /// It equals what parsing the chunk gives. `model` is the only document of its chunk.
  static func read(
    _ source: [UInt8], chunk: Range<Int>, like model: Document, sharingNodes: Bool
  ) -> Document? {
    // Offsets are kept in 32 bits. A flow collection that is a key may take 1024 characters, so how
    // long its values are counts.
    guard source.count < Int32.max, !model.mayHaveCollectionKeys else { return nil }
    var twin = DocumentTwin(model, source, chunk)
    guard twin.findDifferences(), let entries = model.entries.shifted(by: twin.shifts) else {
      return nil
    }
    return Document(
      source: source, chunk: chunk, positionInChunk: 0,
      entries: sharingNodes ? entries : entries.copied,
      extras: model.extras, hasIndentationIndicators: model.hasIndentationIndicators,
      mayHaveMerges: model.mayHaveMerges, mayHaveCollectionKeys: model.mayHaveCollectionKeys)
  }

  private init(_ model: Document, _ source: [UInt8], _ chunk: Range<Int>) {
    self.model = model
    self.source = source
    self.chunk = chunk
  }

  // MARK: Differences

  private mutating func findDifferences() -> Bool {
    var old = model.chunk.lowerBound
    var new = chunk.lowerBound
    shift(from: old, by: new - old)
    var index = 0
    while true {
      let count = model.source.commonPrefix(
        of: old..<model.chunk.upperBound, with: source, in: new..<chunk.upperBound)
      old += count
      new += count
      if old == model.chunk.upperBound, new == chunk.upperBound { return true }
      index = scalar(holding: old, from: index)
      guard index < model.entries.count, let range = plainValue(at: index),
        range.lowerBound <= old
      else { return false }
      // The value starts before the difference, where both texts are the same.
      let start = range.lowerBound + new - old
      guard start >= chunk.lowerBound, let end = endOfValue(from: start, like: index) else {
        return false
      }
      old = range.upperBound
      new = end
      shift(from: old, by: new - old)
    }
  }

  /// The first scalar from a position on that ends at or after an offset of the model's text.
  private func scalar(holding offset: Int, from first: Int) -> Int {
    var index = first
    while index < model.entries.count {
      let entry = model.entries[index]
      if entry.kind == .scalar, Int(entry.end) >= offset { return index }
      index += 1
    }
    return index
  }

  /// The range of a value that may be exchanged, with its quotes; nil for any other node.
  private func plainValue(at index: Int) -> Range<Int>? {
    let entry = model.entries[index]
    guard entry.extra == nil, entry.style == .plain || Self.quote(of: entry.style) != nil else {
      return nil
    }
    let range = entry.range
    let quotes = entry.style == .plain ? 0 : 1
    let text = model.source
    guard range.count > 2 * quotes, range.lowerBound >= model.chunk.lowerBound + 2,
      range.upperBound < text.count, Self.isEnd(text[range.upperBound]),
      text[range.lowerBound - 1] == 0x20,
      text[range.lowerBound - 2] == UInt8(ascii: ":")
        || text[range.lowerBound - 2] == UInt8(ascii: "-"),
      Self.endOfContent(range.lowerBound + quotes..<range.upperBound, of: text)
        == range.upperBound - quotes
    else { return nil }
    return range
  }

  /// Whether a byte may stand after a value: the end of its line, or what ends it in a flow
  /// collection, where the model's value would be longer were it in none.
  private static func isEnd(_ byte: UInt8) -> Bool {
    byte == 0x0A || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}")
  }

  /// Where the harmless characters at the start of a range end.
  ///
  /// A colon is one between two others: libyaml sees a key before a blank or a flow indicator only.
  private static func endOfContent(_ range: Range<Int>, of text: [UInt8]) -> Int {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let isColon =
        text[offset] == UInt8(ascii: ":") && offset > range.lowerBound
        && offset + 1 < range.upperBound && isHarmless(text[offset + 1])
      guard isColon || isHarmless(text[offset]) else { break }
      offset += 1
    }
    return offset
  }

  private static func quote(of style: NodeStyle) -> UInt8? {
    switch style {
    case .singleQuoted: UInt8(ascii: "'")
    case .doubleQuoted: UInt8(ascii: "\"")
    default: nil
    }
  }

  /// Where the new value ends, which has the style of the old one; nil when it is none of that kind.
  private func endOfValue(from start: Int, like index: Int) -> Int? {
    var offset = start
    let quote = Self.quote(of: model.entries[index].style)
    if let quote {
      guard offset < chunk.upperBound, source[offset] == quote else { return nil }
      offset += 1
    }
    let content = offset
    offset = Self.endOfContent(content..<chunk.upperBound, of: source)
    // A plain value may not begin with what could be an indicator or a document's end.
    guard offset > content, offset - content < 1000,
      quote != nil || Self.isAlphanumeric(source[content])
    else { return nil }
    if let quote {
      guard offset < chunk.upperBound, source[offset] == quote else { return nil }
      offset += 1
    }
    // What ends the old value has to end this one too.
    let end = model.entries[index].range.upperBound
    return offset < chunk.upperBound && source[offset] == model.source[end] ? offset : nil
  }

  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "_"): true
    default: isAlphanumeric(byte)
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }

  private mutating func shift(from offset: Int, by distance: Int) {
    guard shifts.last?.distance != Int32(distance) else { return }
    shifts.append(NodeEntries.Shift(offset: Int32(offset), distance: Int32(distance)))
  }
}
