extension Value {
  /// The value as JSON (RFC 8259), keys in the order they have, two spaces a level.
  ///
  /// Numbers keep their digits. `isPretty: false` writes one line without spaces.
  package func json(isPretty: Bool = true) -> String {
    String(decoding: jsonBytes(isPretty: isPretty), as: UTF8.self)
  }

  /// The bytes of ``json(isPretty:)``.
  package func jsonBytes(isPretty: Bool = true) -> [UInt8] {
    var writer = JSONWriter(isPretty: isPretty)
    writer.write(self, depth: 0)
    return writer.output
  }
}

/// Collects the bytes of one JSON text.
private struct JSONWriter {
  let isPretty: Bool
  var output: [UInt8] = []

  init(isPretty: Bool) { self.isPretty = isPretty }

  mutating func write(_ value: Value, depth: Int) {
    switch value {
    case .null: output += "null".utf8
    case .bool(let flag): output += (flag ? "true" : "false").utf8
    case .number(let number): output += number.json.utf8
    case .string(let text): writeString(text)
    case .sequence(let items):
      output.append(UInt8(ascii: "["))
      for (position, item) in items.enumerated() {
        separate(position, depth: depth + 1)
        write(item, depth: depth + 1)
      }
      if !items.isEmpty { newLine(depth: depth) }
      output.append(UInt8(ascii: "]"))
    case .mapping(let mapping):
      output.append(UInt8(ascii: "{"))
      for (position, entry) in mapping.entries.enumerated() {
        separate(position, depth: depth + 1)
        writeString(entry.key)
        output += (isPretty ? ": " : ":").utf8
        write(entry.value, depth: depth + 1)
      }
      if !mapping.isEmpty { newLine(depth: depth) }
      output.append(UInt8(ascii: "}"))
    }
  }

  private mutating func separate(_ position: Int, depth: Int) {
    if position > 0 { output.append(UInt8(ascii: ",")) }
    newLine(depth: depth)
  }

  private mutating func newLine(depth: Int) {
    guard isPretty else { return }
    output.append(0x0A)
    for _ in 0..<(2 * depth) { output.append(0x20) }
  }

  private mutating func writeString(_ text: String) {
    output += ScalarText.doubleQuoted(text, forJSON: true).utf8
  }
}
