/// Finds a text among bytes by looking at few of them.
///
/// It steps over what cannot be the end of the text, so that most bytes are never looked at
/// (Horspool's algorithm).
struct ByteSearch: Sendable {
  private let text: [UInt8]
  /// How far the text can be moved on, by the byte that stands at its end.
  private let steps: [Int]

  /// Makes a search for a text of at least one byte.
  init(_ text: String) {
    self.text = Array(text.utf8)
    var steps = [Int](repeating: self.text.count, count: 256)
    for (index, byte) in self.text.dropLast().enumerated() {
      steps[Int(byte)] = self.text.count - 1 - index
    }
    self.steps = steps
  }

  /// Where the text first stands in `range`.
  func first(in bytes: [UInt8], range: Range<Int>) -> Int? {
    guard let last = text.last else { return range.lowerBound }
    var end = range.lowerBound + text.count - 1
    while end < range.upperBound {
      let byte = bytes[end]
      if byte == last, bytes[(end - text.count + 1)...end].elementsEqual(text) {
        return end - text.count + 1
      }
      end += steps[Int(byte)]
    }
    return nil
  }
}
