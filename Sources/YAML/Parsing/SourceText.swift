/// Questions about the bytes of a YAML text: lines, columns, line ends, what may not be in it.
package enum SourceText {
  /// How many bytes of byte-order mark a UTF-8 text starts with: 3 or 0.
  package static func byteOrderMarkLength(_ source: [UInt8]) -> Int {
    source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The 1-based line, and the 1-based column in code points, of a byte offset.
  ///
  /// Lines end at LF, CR or CRLF, as an editor shows them.
  package static func position(of offset: Int, in source: [UInt8]) -> (line: Int, column: Int) {
    var line = 1
    var lineStart = byteOrderMarkLength(source)
    let end = min(offset, source.count)
    var index = lineStart
    while index < end {
      let byte = source[index]
      index += 1
      if byte == 0x0A || (byte == 0x0D && !(index < source.count && source[index] == 0x0A)) {
        line += 1
        lineStart = index
      }
    }
    guard lineStart <= end else { return (line, 1) }
    return (line, 1 + source[lineStart..<end].count(where: { $0 & 0xC0 != 0x80 }))
  }

  /// The bytes of the line that holds `offset`, without its line end.
  package static func line(at offset: Int, in source: [UInt8]) -> Range<Int> {
    let offset = min(offset, source.count)
    return lineStart(before: offset, in: source)..<lineEnd(after: offset, in: source)
  }

  /// Where the line that holds `offset` starts.
  package static func lineStart(before offset: Int, in source: [UInt8]) -> Int {
    var index = offset
    while index > 0, !isBreak(source[index - 1]) { index -= 1 }
    return index == 0 ? byteOrderMarkLength(source) : index
  }

  /// Where the line that holds `offset` ends, before its line end.
  package static func lineEnd(after offset: Int, in source: [UInt8]) -> Int {
    var index = offset
    while index < source.count, !isBreak(source[index]) { index += 1 }
    return index
  }

  /// Where the next line starts, seen from a line's end; the end of the text when there is none.
  package static func afterBreak(_ end: Int, in source: [UInt8]) -> Int {
    guard end < source.count else { return end }
    if source[end] == 0x0D, end + 1 < source.count, source[end + 1] == 0x0A { return end + 2 }
    return end + 1
  }

  /// The line end in use around `offset`: that of its line, else of the line before, else LF.
  package static func lineBreak(near offset: Int, in source: [UInt8]) -> [UInt8] {
    let end = lineEnd(after: offset, in: source)
    if end < source.count { return Array(source[end..<afterBreak(end, in: source)]) }
    var start = end
    while start > 0, !isBreak(source[start - 1]) { start -= 1 }
    guard start > 0 else { return [0x0A] }
    if source[start - 1] == 0x0A {
      return start > 1 && source[start - 2] == 0x0D ? [0x0D, 0x0A] : [0x0A]
    }
    return [0x0D]
  }

  static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// Refuses what no parser should see: wide encodings, control characters, broken UTF-8.
  package static func check(_ source: [UInt8]) throws(ParseError) {
    try check(source, in: 0..<source.count)
  }

  /// Refuses what ``check(_:)`` does in one part of a source, which begins and ends between lines.
  package static func check(_ source: [UInt8], in range: Range<Int>) throws(ParseError) {
    if isWide(source) {
      throw ParseError(.wideEncoding, at: 0..<min(2, source.count))
    }
    // Offsets are kept in 32 bits.
    guard source.count < Int32.max else { throw ParseError(.outOfMemory, at: 0..<0) }
    if source.isPlainASCII(in: range) { return }
    for offset in range where source[offset] < 0x20 || source[offset] == 0x7F {
      let byte = source[offset]
      guard byte != 0x0A, byte != 0x09, byte != 0x0D else { continue }
      throw ParseError(.controlCharacter(byte), at: offset..<(offset + 1))
    }
    if let offset = firstInvalidUTF8(in: source, range) {
      throw ParseError(.invalidUTF8, at: offset..<(offset + 1))
    }
  }

  /// Whether a text starts as UTF-16 or UTF-32 does: with their mark, or with an ASCII character
  /// and as many NULs before or after it as the encoding has (YAML 1.2 section 5.2).
  private static func isWide(_ source: [UInt8]) -> Bool {
    if source.starts(with: [0xFF, 0xFE]) || source.starts(with: [0xFE, 0xFF]) { return true }
    let start = source.prefix(4)
    if start.elementsEqual([0, 0, 0xFE, 0xFF]) { return true }
    let pattern = start.map { $0 == 0 }
    return [
      [false, true, false, true], [true, false, true, false], [false, true, true, true],
      [true, true, true, false],
    ].contains(pattern)
  }

  /// The offset of the first byte that does not belong to well-formed UTF-8 (RFC 3629).
  package static func firstInvalidUTF8(in source: [UInt8], _ range: Range<Int>) -> Int? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: source.span.extracting(range))
      return nil
    } catch {
      return range.lowerBound + error.byteOffsets.lowerBound
    }
  }
}
