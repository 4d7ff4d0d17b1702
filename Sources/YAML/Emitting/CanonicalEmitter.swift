/// Writes values as YAML in the one style that generated manifests have.
///
/// Two spaces a level, lists not indented under their key (as kubectl and istioctl print them),
/// text quoted only where some reader would take it for something else, LF, a final newline.
/// Emitting, parsing and emitting again gives the same bytes. Documentation/canonical.md says it all.
package struct CanonicalEmitter {
  /// How long a key may be that needs no `? ` before it (YAML 1.2 section 7.4.2: 1024).
  private static let simpleKeyLimit = 1000
  /// How many spaces a mapping below a key is indented; 2 in generated manifests.
  private var step = 2
  /// Whether this is a document of its own and not a part beside existing text, where a text of
  /// several lines that is an item stays on one line, in quotes.
  private var isDocument = false
  /// Whether numbers keep their spelling, such as `0644`, though not all readers agree on it.
  private var keepsNumbers = true

  /// One document, without a `---` line.
  package static func emit(_ value: Value) -> String { emit(value, keepsNumbers: false) }

  /// One document; `keepsNumbers` leaves numbers as they were written, for text that people compare.
  package static func emit(_ value: Value, keepsNumbers: Bool) -> String {
    var lines: [String] = []
    CanonicalEmitter(isDocument: true, keepsNumbers: keepsNumbers)
      .write(value, indentation: 0, to: &lines)
    return lines.map { $0 + "\n" }.joined()
  }

  /// The lines of a block collection or scalar, every line indented.
  static func lines(of value: Value, indentation: Int, step: Int = 2) -> [String] {
    var lines: [String] = []
    CanonicalEmitter(step: step).write(value, indentation: indentation, to: &lines)
    return lines
  }

  private func write(_ value: Value, indentation: Int, to lines: inout [String]) {
    let pad = String(repeating: " ", count: indentation)
    switch value {
    case .mapping(let mapping) where !mapping.isEmpty:
      for entry in mapping.entries {
        var key = pad + ScalarText.canonical(entry.key)
        if key.unicodeScalars.count - indentation > Self.simpleKeyLimit {
          lines.append(pad + "? " + Self.withoutPad(key, indentation))
          key = pad
        }
        write(entry.value, after: key + ":", indentation: indentation, to: &lines)
      }
    case .sequence(let items) where !items.isEmpty:
      for item in items { writeItem(item, pad: pad, indentation: indentation, to: &lines) }
    case .string(let text) where isDocument && Self.isLiteral(text):
      writeLiteral(text, after: pad, indentation: indentation, to: &lines)
    default: lines.append(pad + scalar(value))
    }
  }

  private func write(
    _ value: Value, after key: String, indentation: Int, to lines: inout [String]
  ) {
    switch value {
    case .mapping(let mapping) where !mapping.isEmpty:
      lines.append(key)
      write(value, indentation: indentation + step, to: &lines)
    case .sequence(let items) where !items.isEmpty:
      lines.append(key)
      write(value, indentation: indentation, to: &lines)
    case .string(let text) where Self.isLiteral(text) && (isDocument || Self.hasSeveralLines(text)):
      writeLiteral(text, after: key + " ", indentation: indentation, to: &lines)
    default: lines.append(key + " " + scalar(value))
    }
  }

  /// A text after `|`; its lines are indented, but those that are empty.
  private func writeLiteral(
    _ text: String, after start: String, indentation: Int, to lines: inout [String]
  ) {
    let literal = Self.literal(text, indentation: indentation + step)
    lines.append(start + literal.header)
    lines += literal.lines
  }

  /// What follows a key, and the lines below it, of a text that ``isLiteral(_:)``.
  static func literal(_ text: String, indentation: Int) -> (header: String, lines: [String]) {
    let pad = String(repeating: " ", count: indentation)
    let body = text.hasSuffix("\n") ? text.dropLast() : text[...]
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
    return (text.hasSuffix("\n") ? "|" : "|-", lines.map { $0.isEmpty ? "" : pad + $0 })
  }

  private func writeItem(
    _ item: Value, pad: String, indentation: Int, to lines: inout [String]
  ) {
    var inner: [String] = []
    switch item {
    case .mapping(let mapping) where !mapping.isEmpty:
      write(item, indentation: indentation + 2, to: &inner)
    case .sequence(let items) where !items.isEmpty:
      write(item, indentation: indentation + 2, to: &inner)
    case .string(let text) where isDocument && Self.isLiteral(text):
      writeLiteral(text, after: pad + "- ", indentation: indentation, to: &lines)
      return
    default: inner = [String(repeating: " ", count: indentation + 2) + scalar(item)]
    }
    inner[0] = pad + "- " + Self.withoutPad(inner[0], indentation + 2)
    lines += inner
  }

  /// A line without its indentation; as a Character, the last space may have an accent on it.
  private static func withoutPad(_ line: String, _ count: Int) -> String {
    String(line.unicodeScalars.dropFirst(count))
  }

  /// Lines of printable text, of which the first begins with neither a blank nor a line break, and
  /// which end in at most one line break: what `|` and `|-` say without further marks.
  static func isLiteral(_ text: String) -> Bool {
    guard text.utf8.contains(0x0A), !text.hasSuffix("\n\n") else { return false }
    guard let first = text.utf8.first, ![0x20, 0x09, 0x0A].contains(first) else { return false }
    return text.unicodeScalars.allSatisfy {
      $0 == "\n" || $0 == "\t" || ($0.value >= 0x20 && !ScalarText.isUnprintable($0))
    }
  }

  /// Whether there is text after a line break.
  private static func hasSeveralLines(_ text: String) -> Bool {
    text.utf8.dropLast().contains(0x0A)
  }

  /// A scalar or an empty collection on one line.
  private func scalar(_ value: Value) -> String {
    guard !keepsNumbers, case .number(let number) = value else { return Self.scalar(value) }
    return number.portable
  }

  /// A scalar or an empty collection on one line, a number as it is spelled.
  static func scalar(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .number(let number): number.spelling
    case .string(let text): ScalarText.canonical(text)
    case .sequence: "[]"
    case .mapping: "{}"
    }
  }

  /// A value on one line in flow style, as JSON where `isJSON`.
  static func flow(_ value: Value, isJSON: Bool) -> String {
    guard !isJSON else { return value.json(isPretty: false) }
    switch value {
    case .string(let text): return ScalarText.canonical(text, inFlow: true)
    case .sequence(let items):
      return "[" + items.map { flow($0, isJSON: false) }.joined(separator: ", ") + "]"
    case .mapping(let mapping):
      let entries = mapping.entries.map {
        let key = ScalarText.canonical($0.key, inFlow: true)
        let mark = key.unicodeScalars.count > simpleKeyLimit ? "? " : ""
        return mark + key + ": " + flow($0.value, isJSON: false)
      }
      return "{" + entries.joined(separator: ", ") + "}"
    default: return scalar(value)
    }
  }
}
