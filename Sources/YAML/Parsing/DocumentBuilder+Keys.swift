/// Refuses mappings that have a key twice: which of the two counts differs between readers.
extension DocumentBuilder {
  /// More keys than this are looked up rather than compared with each other.
  private static let fewKeys = 12

  mutating func checkKeys(of mapping: Int) throws(ParseError) {
    var count = 0
    var key = mapping + 1
    while key < entries.count {
      if entries[key].kind != .scalar { mayHaveCollectionKeys = true }
      if count < Self.fewKeys { try compareWithEarlier(key, from: mapping + 1) }
      count += 1
      key = nextKey(after: key)
    }
    if count > Self.fewKeys { try lookUpKeys(of: mapping) }
  }

  private func nextKey(after key: Int) -> Int { Int(entries[Int(entries[key].next)].next) }

  private func compareWithEarlier(_ key: Int, from first: Int) throws(ParseError) {
    let text = text(of: key)
    guard let text else { return }
    let length = writtenLength(of: key)
    var other = first
    while other < key {
      // Most keys differ in their length, which is known without a look at the text.
      if let length, let otherLength = writtenLength(of: other), length != otherLength {
        other = nextKey(after: other)
        continue
      }
      if let otherText = self.text(of: other), otherText.isSame(as: text) {
        try refuse(key: key, first: other)
      }
      other = nextKey(after: other)
    }
  }

  /// How many bytes a key has; nil unless it is a scalar whose value is as written.
  private func writtenLength(of index: Int) -> Int? {
    let entry = entries[index]
    guard entry.kind == .scalar, entry.extra == nil else { return nil }
    return Int(entry.end - entry.start) - (entry.style == .plain ? 0 : 2)
  }

  private func lookUpKeys(of mapping: Int) throws(ParseError) {
    var seen: [ArraySlice<UInt8>: Int] = [:]
    var key = mapping + 1
    while key < entries.count {
      if let text = text(of: key),
        let other = seen.updateValue(key, forKey: text.source[text.range])
      {
        try refuse(key: key, first: other)
      }
      key = nextKey(after: key)
    }
  }

  private func refuse(key: Int, first: Int) throws(ParseError) {
    guard let text = text(of: key) else { return }
    throw ParseError(
      .duplicateKey(
        String(decoding: text.source[text.range], as: UTF8.self), first: Int(entries[first].start)),
      at: Int(entries[key].start)..<Int(entries[key].end))
  }

  /// The bytes of a key, wherever they stand.
  private struct KeyText {
    let source: [UInt8]
    let range: Range<Int>

    func isSame(as other: KeyText) -> Bool {
      range.count == other.range.count
        && source.hasSameBytes(in: range, as: other.source, in: other.range)
    }
  }

  /// The value of a scalar or of an alias of one; nil for collections, never equal here.
  private func text(of index: Int) -> KeyText? {
    var entry = entries[index]
    if entry.kind == .alias, let target = entry.target(in: extras) { entry = entries[target] }
    guard entry.kind == .scalar else { return nil }
    if let extra = entry.extra, let value = extras[extra].value {
      return KeyText(source: value, range: 0..<value.count)
    }
    let quotes = entry.style == .plain ? 0 : 1
    return KeyText(source: source, range: (Int(entry.start) + quotes)..<(Int(entry.end) - quotes))
  }
}
