internal import YAML

/// Writes out what an anchor shares, so that it can be changed at one place and stay at the others.
enum AnchorWriting {
  /// A chunk with the data of an anchor in the place of the alias at a range, where there is one, else
  /// of each alias of it; nil where there is none, or where the text would not hold the same data.
  static func writtenOut(
    _ anchor: String, at range: Range<Int>, in chunk: [UInt8]
  ) -> [UInt8]? {
    guard let documents = try? Document.parse(chunk, chunk: 0..<chunk.count) else { return nil }
    let all = documents.flatMap { Self.aliases(in: $0.root) }
      .filter { $0.resolved.anchor == anchor }
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
    let aliases = all.first { $0.range == range }.map { [$0] } ?? all
    guard !aliases.isEmpty, let values = Self.values(of: documents) else { return nil }
    for isPlain in [true, false] {
      var text: [UInt8] = []
      var end = 0
      for alias in aliases {
        guard let value = try? alias.resolved.value() else { return nil }
        text += chunk[end..<alias.range.lowerBound] + inline(value, isPlain: isPlain)
        end = alias.range.upperBound
      }
      text += chunk[end...]
      let read = try? Document.parse(text, chunk: 0..<text.count)
      if let read, self.values(of: read) == values { return text }
    }
    return nil
  }

  /// A value on one line: a single one as it reads best, where that is asked for, else as JSON.
  private static func inline(_ value: Value, isPlain: Bool) -> [UInt8] {
    let json = value.jsonBytes(isPretty: false)
    guard isPlain, value.mapping == nil, value.sequence == nil else { return json }
    let text = CanonicalEmitter.emit(value, keepsNumbers: true).utf8.dropLast()
    return text.contains(0x0A) ? json : Array(text)
  }

  private static func values(of documents: [Document]) -> [Value]? {
    try? documents.map { try $0.root.value() }
  }

  private static func aliases(in root: Node) -> [Node] {
    var found: [Node] = []
    var waiting = [root]
    while let node = waiting.popLast() {
      if node.kind == .alias { found.append(node) } else { waiting += node.children }
    }
    return found
  }
}
