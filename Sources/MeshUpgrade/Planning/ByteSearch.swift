/// Searches bytes; the standard library's own search is made for any collection and much slower.
extension Array<UInt8> {
  /// The first place from an offset on that holds these bytes.
  func firstRange(of needle: [UInt8], from start: Int) -> Range<Int>? {
    guard let first = needle.first, count >= needle.count else { return nil }
    var offset = start
    while offset <= count - needle.count {
      if self[offset] == first, holds(needle, at: offset) {
        return offset..<(offset + needle.count)
      }
      offset += 1
    }
    return nil
  }

  private func holds(_ needle: [UInt8], at offset: Int) -> Bool {
    var position = 1
    while position < needle.count {
      if self[offset + position] != needle[position] { return false }
      position += 1
    }
    return true
  }
}
