/// Cuts a YAML stream into chunks that can be parsed one by one.
///
/// A line that starts with `---` or `...` at column 0 ends whatever stands before it: YAML forbids
/// such a line inside any scalar (YAML 1.2 `c-forbidden`), so the cut needs no parsing. Streams
/// with `%` directives are left whole, because a directive belongs to the document after it. JSON
/// objects that follow each other without a marker are cut where the next one starts.
package enum DocumentSplitter {
  /// A chunk and the line it starts on, counted from 1.
  package struct Chunk: Sendable {
    package let range: Range<Int>
    package let firstLine: Int
  }

  /// The chunks in order; together with a byte-order mark they cover the source.
  package static func chunks(of source: [UInt8]) -> [Range<Int>] {
    numberedChunks(of: source).map(\.range)
  }

  /// The chunks in order, with their line numbers.
  package static func numberedChunks(of source: [UInt8]) -> [Chunk] {
    let start = SourceText.byteOrderMarkLength(source)
    if let starts = JSONStream.starts(in: source, from: start) {
      return numbered(starts, in: source)
    }
    let hasReturns = source.firstPosition(of: 0x0D, in: 0..<source.count) != nil
    var chunks: [Chunk] = []
    var (chunkStart, chunkLine) = (start, 1)
    var (line, number) = (start, 1)
    while line < source.count {
      let byte = source[line]
      if byte == UInt8(ascii: "%") { return [Chunk(range: start..<source.count, firstLine: 1)] }
      if byte == UInt8(ascii: "-"), isMarker(byte, at: line, in: source), line > chunkStart {
        chunks.append(Chunk(range: chunkStart..<line, firstLine: chunkLine))
        (chunkStart, chunkLine) = (line, number)
      }
      if byte == UInt8(ascii: "."), isMarker(byte, at: line, in: source) {
        let next = nextLine(after: line, in: source)
        chunks.append(Chunk(range: chunkStart..<next, firstLine: chunkLine))
        (chunkStart, chunkLine) = (next, number + 1)
      }
      line = lineOfInterest(after: line, in: source, hasReturns: hasReturns, number: &number)
    }
    if chunkStart < source.count {
      chunks.append(Chunk(range: chunkStart..<source.count, firstLine: chunkLine))
    }
    return chunks
  }

  /// Whether a text is JSON objects without markers between them, as Kubernetes reads them too.
  package static func isJSONStream(_ source: [UInt8]) -> Bool {
    JSONStream.starts(in: source, from: SourceText.byteOrderMarkLength(source)) != nil
  }

  private static func numbered(_ starts: [Int], in source: [UInt8]) -> [Chunk] {
    var line = 1
    return starts.indices.map { index in
      let end = index + 1 < starts.count ? starts[index + 1] : source.count
      let chunk = Chunk(range: starts[index]..<end, firstLine: line)
      var offset = starts[index]
      while offset < end {
        offset = nextLine(after: offset, in: source)
        line += 1
      }
      return chunk
    }
  }

  /// The next line that may be a marker or a directive; the end of the source when there is none.
  private static func lineOfInterest(
    after line: Int, in source: [UInt8], hasReturns: Bool, number: inout Int
  ) -> Int {
    guard !hasReturns else {
      number += 1
      return nextLine(after: line, in: source)
    }
    let bytes = (UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "%"))
    return source.nextLine(startingWith: bytes, after: line, lines: &number) ?? source.count
  }

  /// The chunks in order; those without a document are part of the next one where `joinsComments`.
  package static func numberedChunks(of source: [UInt8], joinsComments: Bool) -> [Chunk] {
    let chunks = numberedChunks(of: source)
    guard joinsComments else { return chunks }
    var joined: [Chunk] = []
    var waiting: Chunk?
    for chunk in chunks {
      let start = waiting ?? chunk
      let whole = Chunk(
        range: start.range.lowerBound..<chunk.range.upperBound, firstLine: start.firstLine)
      if holdsDocument(chunk.range, of: source) {
        joined.append(whole)
        waiting = nil
      } else {
        waiting = whole
      }
    }
    return joined + (waiting.map { [$0] } ?? [])
  }

  /// Whether a chunk starts with a `---` line, so that it may follow another.
  package static func startsWithMarker(_ chunk: [UInt8]) -> Bool {
    chunk.first == UInt8(ascii: "-") && isMarker(UInt8(ascii: "-"), at: 0, in: chunk)
  }

  /// Whether a chunk holds more than blank lines, comments and `...` lines.
  package static func holdsDocument(_ chunk: Range<Int>, of source: [UInt8]) -> Bool {
    var line = chunk.lowerBound
    while line < chunk.upperBound {
      let isEnd =
        source[line] == UInt8(ascii: ".") && isMarker(source[line], at: line, in: source)
      var offset = isEnd ? line + 3 : line
      while offset < chunk.upperBound, SourceText.isBlank(source[offset]) { offset += 1 }
      let isComment = offset < chunk.upperBound && source[offset] == UInt8(ascii: "#")
      let isEmpty =
        offset >= chunk.upperBound || SourceText.isBreak(source[offset]) || isComment
      guard isEmpty else { return true }
      let next = nextLine(after: line, in: source)
      if isComment, holdsWideBreak(offset..<next, of: source) { return true }
      line = next
    }
    return false
  }

  /// Whether libyaml sees a line end where this file sees none: NEL, LS or PS (YAML 1.1 `b-char`).
  private static func holdsWideBreak(_ range: Range<Int>, of source: [UInt8]) -> Bool {
    range.contains { offset in
      switch source[offset] {
      case 0xC2: offset + 1 < range.upperBound && source[offset + 1] == 0x85
      case 0xE2:
        offset + 2 < range.upperBound && source[offset + 1] == 0x80
          && (source[offset + 2] == 0xA8 || source[offset + 2] == 0xA9)
      default: false
      }
    }
  }

  static func isMarker(_ byte: UInt8, at line: Int, in source: [UInt8]) -> Bool {
    guard line + 3 <= source.count, source[line + 1] == byte, source[line + 2] == byte else {
      return false
    }
    guard line + 3 < source.count else { return true }
    return SourceText.isBreak(source[line + 3]) || SourceText.isBlank(source[line + 3])
  }

  private static func nextLine(after line: Int, in source: [UInt8]) -> Int {
    SourceText.afterBreak(SourceText.lineEnd(after: line, in: source), in: source)
  }
}
