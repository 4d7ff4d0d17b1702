/// A change of text: the bytes of a range become others.
package struct TextEdit: Hashable, Sendable {
  /// The bytes that go; empty for an insertion.
  package let range: Range<Int>
  /// The bytes that come in their place.
  package let replacement: [UInt8]

  package init(_ range: Range<Int>, _ replacement: some Sequence<UInt8>) {
    self.range = range
    self.replacement = Array(replacement)
  }

  /// Whether no two of the edits overlap.
  package static func areDisjoint(_ edits: [TextEdit]) -> Bool {
    let sorted = edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
    return zip(sorted, sorted.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound }
  }

  /// The text with all edits made; they may stand in any order and must not overlap.
  package static func apply(_ edits: [TextEdit], to source: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(source.count + edits.reduce(0) { $0 + $1.replacement.count })
    var position = 0
    // Edits at the same place keep their order.
    let sorted = edits.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    for (_, edit) in sorted {
      precondition(edit.range.lowerBound >= position, "text edits overlap")
      result += source[position..<edit.range.lowerBound]
      result += edit.replacement
      position = edit.range.upperBound
    }
    return result + source[position...]
  }
}
