/// Decides from its bytes alone whether a document is worth parsing.
///
/// A document is parsed only if it holds the name of a wanted kind, or an escape that could hide
/// one.
package struct DocumentFilter: Sendable {
  /// The names, by their first byte.
  private let names: [[[UInt8]]]

  /// Makes a filter for documents that hold one of these names as text.
  package init(names: [String]) {
    var table = [[[UInt8]]](repeating: [], count: 256)
    for name in names.map({ Array($0.utf8) }) {
      if let first = name.first { table[Int(first)].append(name) }
    }
    self.names = table
  }

  /// Whether `source[range]` may hold a wanted object.
  package func matches(_ source: [UInt8], in range: Range<Int>) -> Bool {
    for offset in range {
      let byte = source[offset]
      if byte == UInt8(ascii: "\\"), offset + 1 < range.upperBound,
        "xuU".utf8.contains(source[offset + 1])
      {
        return true
      }
      let candidates = names[Int(byte)]
      guard !candidates.isEmpty else { continue }
      let rest = source[offset..<range.upperBound]
      if candidates.contains(where: { rest.starts(with: $0) }) { return true }
    }
    return false
  }
}
