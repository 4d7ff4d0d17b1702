/// Cuts a YAML stream into chunks that can be parsed one by one.
///
/// A line that starts with `---` or `...` at column 0 ends whatever stands before it: YAML forbids
/// such a line inside any scalar (YAML 1.2 `c-forbidden`), so the cut needs no parsing. Streams
/// with `%` directives are left whole, because a directive belongs to the document after it.
package enum DocumentSplitter {
  /// The chunks in order; together with a byte-order mark they cover the source.
  package static func chunks(of source: [UInt8]) -> [Range<Int>] {
    let start = SourceText.byteOrderMarkLength(source)
    var chunks: [Range<Int>] = []
    var chunkStart = start
    var line = start
    while line < source.count {
      let byte = source[line]
      if byte == UInt8(ascii: "%") { return [start..<source.count] }
      if byte == UInt8(ascii: "-"), isMarker(byte, at: line, in: source), line > chunkStart {
        chunks.append(chunkStart..<line)
        chunkStart = line
      }
      let next = nextLine(after: line, in: source)
      if byte == UInt8(ascii: "."), isMarker(byte, at: line, in: source) {
        chunks.append(chunkStart..<next)
        chunkStart = next
      }
      line = next
    }
    if chunkStart < source.count { chunks.append(chunkStart..<source.count) }
    return chunks
  }

  /// Whether a chunk holds more than blank lines, comments and `...` lines.
  static func holdsDocument(_ chunk: Range<Int>, of source: [UInt8]) -> Bool {
    var line = chunk.lowerBound
    while line < chunk.upperBound {
      let isEnd =
        source[line] == UInt8(ascii: ".") && isMarker(source[line], at: line, in: source)
      var offset = isEnd ? line + 3 : line
      while offset < chunk.upperBound, SourceText.isBlank(source[offset]) { offset += 1 }
      let isEmpty =
        offset >= chunk.upperBound || SourceText.isBreak(source[offset])
        || source[offset] == UInt8(ascii: "#")
      guard isEmpty else { return true }
      line = nextLine(after: line, in: source)
    }
    return false
  }

  private static func isMarker(_ byte: UInt8, at line: Int, in source: [UInt8]) -> Bool {
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
