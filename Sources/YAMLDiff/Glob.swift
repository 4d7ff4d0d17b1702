/// A pattern for one text: `*` stands for any run of characters, also none.
package struct Glob: Hashable, Sendable {
  /// The texts between the stars; one alone is the whole text.
  private let parts: [[UInt8]]

  /// A pattern that matches this text only.
  package init(literal: String) { parts = [Array(literal.utf8)] }

  /// A pattern that matches every text.
  package static let any = Glob(parts: [[], []])

  /// A pattern in which each `*` is a wildcard.
  package init(_ pattern: String) {
    parts = pattern.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
      .map { Array($0) }
  }

  init(parts: [[UInt8]]) { self.parts = parts.isEmpty ? [[]] : parts }

  /// Whether it matches a text.
  package func matches(_ text: String) -> Bool { matches(Array(text.utf8)[...]) }

  /// Whether it matches the bytes of a text.
  func matches(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = parts.first, let last = parts.last, parts.count > 1 else {
      return bytes.elementsEqual(parts.first ?? [])
    }
    guard bytes.count >= first.count + last.count, bytes.starts(with: first),
      bytes.suffix(last.count).elementsEqual(last)
    else { return false }
    var rest = bytes.dropFirst(first.count).dropLast(last.count)
    // Each part at its first place leaves the most room for those after it.
    for part in parts.dropFirst().dropLast() {
      guard let end = Self.end(of: part, in: rest) else { return false }
      rest = rest[end...]
    }
    return true
  }

  /// The index after the first occurrence of a part.
  private static func end(of part: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard !part.isEmpty else { return bytes.startIndex }
    guard bytes.count >= part.count else { return nil }
    let starts = bytes.startIndex...(bytes.endIndex - part.count)
    return starts.first { bytes[$0...].starts(with: part) }.map { $0 + part.count }
  }
}
