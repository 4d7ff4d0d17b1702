/// Lines as libyaml sees them: NEL, LS and PS end one too, so that a comment ends there.
struct TextLines {
  let source: [UInt8]

  /// The length of the line end at an offset; 0 when there is none.
  func breakLength(at offset: Int) -> Int {
    guard offset < source.count else { return 0 }
    func byte(_ distance: Int) -> UInt8 {
      offset + distance < source.count ? source[offset + distance] : 0
    }
    switch source[offset] {
    case 0x0A: return 1
    case 0x0D: return byte(1) == 0x0A ? 2 : 1
    case 0xC2: return byte(1) == 0x85 ? 2 : 0
    case 0xE2: return byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9) ? 3 : 0
    default: return 0
    }
  }

  /// The end of the line that holds an offset, before its line end.
  func lineEnd(after offset: Int) -> Int {
    var offset = offset
    while offset < source.count, breakLength(at: offset) == 0 { offset += 1 }
    return offset
  }

  /// The start of the line after the one that holds an offset; the end of the text without one.
  func nextLine(after offset: Int) -> Int {
    let end = lineEnd(after: offset)
    return end + breakLength(at: end)
  }

  /// Whether a line starts at an offset.
  func startsLine(_ offset: Int) -> Bool {
    guard offset > SourceText.byteOrderMarkLength(source) else { return true }
    switch source[offset - 1] {
    case 0x0A: return true
    case 0x0D: return breakLength(at: offset - 1) == 1
    case 0x85: return offset > 1 && source[offset - 2] == 0xC2
    case 0xA8, 0xA9: return offset > 2 && source[offset - 2] == 0x80 && source[offset - 3] == 0xE2
    default: return false
    }
  }

  /// The start of the line that holds an offset.
  func lineStart(before offset: Int) -> Int {
    var offset = offset
    while !startsLine(offset) { offset -= 1 }
    return offset
  }

  /// What a line outside every value holds.
  enum Content {
    case nothing
    case directive
    case documentStart
    case documentEnd
    case other
  }

  /// What the line that starts at an offset holds, comments left aside.
  func content(ofLineAt start: Int) -> Content {
    guard start < source.count else { return .nothing }
    let byte = source[start]
    if byte == UInt8(ascii: "%") { return .directive }
    if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "."),
      DocumentSplitter.isMarker(byte, at: start, in: source)
    {
      return byte == UInt8(ascii: "-") ? .documentStart : .documentEnd
    }
    var offset = start
    while offset < source.count, SourceText.isBlank(source[offset]) { offset += 1 }
    return offset == source.count || source[offset] == UInt8(ascii: "#")
      || breakLength(at: offset) > 0 ? .nothing : .other
  }
}
