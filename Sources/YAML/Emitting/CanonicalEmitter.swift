/// Writes values as YAML in the one style that generated manifests have.
///
/// Two spaces a level, lists not indented under their key (as kubectl and istioctl print them),
/// text quoted only where some reader would take it for something else, LF, a final newline.
/// Emitting, parsing and emitting again gives the same bytes.
package struct CanonicalEmitter {
  /// How long a key may be that needs no `? ` before it (YAML 1.2 section 7.4.2: 1024).
  private static let simpleKeyLimit = 1000
  /// How many spaces a mapping below a key is indented; 2 in generated manifests.
  private var step = 2

  /// One document, without a `---` line.
  package static func emit(_ value: Value) -> String {
    lines(of: value, indentation: 0).map { $0 + "\n" }.joined()
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
    default: lines.append(pad + Self.scalar(value))
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
    case .string(let text) where Self.isLiteral(text):
      lines.append(key + (text.hasSuffix("\n") ? " |" : " |-"))
      let pad = String(repeating: " ", count: indentation + step)
      let body = text.hasSuffix("\n") ? text.dropLast() : text[...]
      for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
        lines.append(line.isEmpty ? "" : pad + line)
      }
    default: lines.append(key + " " + Self.scalar(value))
    }
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
    default: inner = [String(repeating: " ", count: indentation + 2) + Self.scalar(item)]
    }
    inner[0] = pad + "- " + Self.withoutPad(inner[0], indentation + 2)
    lines += inner
  }

  /// A line without its indentation; as a Character, the last space may have an accent on it.
  private static func withoutPad(_ line: String, _ count: Int) -> String {
    String(line.unicodeScalars.dropFirst(count))
  }

  /// Several lines of plain printable text, none of them starting with a space or a tab.
  private static func isLiteral(_ text: String) -> Bool {
    guard text.dropLast().contains("\n"), !text.hasSuffix("\n\n"), !text.contains("\r") else {
      return false
    }
    guard let first = text.first, !first.isWhitespace else { return false }
    return text.unicodeScalars.allSatisfy {
      $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F && !ScalarText.isUnprintable($0))
    }
  }

  /// A scalar or an empty collection on one line.
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
