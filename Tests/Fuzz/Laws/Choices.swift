/// Decisions that the bytes of an input make; zero once they are used up.
struct Choices {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes)[...] }

  /// A number from 0 up to, but not including, `limit`.
  mutating func below(_ limit: Int) -> Int {
    guard limit > 1 else { return 0 }
    let low = Int(bytes.popFirst() ?? 0)
    let number = limit <= 256 ? low : low | Int(bytes.popFirst() ?? 0) << 8
    return number % limit
  }

  /// One of the elements; nil when there are none.
  mutating func pick<Element>(_ elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[below(elements.count)]
  }

  /// The input's own text, up to a line end or 40 bytes.
  mutating func text() -> String {
    let text = bytes.prefix(40).prefix { $0 != 0x0A }
    bytes = bytes.dropFirst(text.count + 1)
    return String(decoding: text, as: UTF8.self)
  }
}

extension Choices {
  /// The parts of an input: texts, and last what chooses; NUL, which no YAML holds, separates them.
  static func parts(of input: [UInt8], texts: Int) -> (texts: [[UInt8]], choices: Choices) {
    let parts = input.split(separator: 0, maxSplits: texts, omittingEmptySubsequences: false)
    let found = parts.prefix(texts).map { Array($0) }
    return (found, Choices(parts.count > texts ? Array(parts[texts]) : []))
  }
}
