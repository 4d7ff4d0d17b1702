/// What a text with `{{ … }}` may become.
struct ArgoTemplateText: Sendable {
  /// The fixed parts of what it may become, between which anything may stand.
  private let alternatives: [[String]]

  /// Takes the values that are known of a set's parameters, by what generates them; nil for values
  /// that are not known.
  init(_ text: String, values: [[String: String]?]) {
    alternatives = values.map { Self.parts(of: text, values: $0 ?? [:]) }
  }

  /// Whether it may become a text.
  func mayBe(_ text: String) -> Bool {
    alternatives.contains { Self.matches($0, text) }
  }

  private static func matches(_ parts: [String], _ text: String) -> Bool {
    guard let first = parts.first, let last = parts.last else { return false }
    guard parts.count > 1 else { return text == first }
    guard text.hasPrefix(first), text.hasSuffix(last),
      text.utf8.count >= first.utf8.count + last.utf8.count
    else { return false }
    var rest = Array(text.utf8.dropFirst(first.utf8.count).dropLast(last.utf8.count))[...]
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: Array(part.utf8)) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }

  /// The parts around what is not known.
  private static func parts(of text: String, values: [String: String]) -> [String] {
    var parts = [""]
    var rest = text[...]
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      parts[parts.count - 1] += rest[..<open.lowerBound]
      let expression = rest[open.upperBound..<close.lowerBound]
      // `{{name}}` of the simple templates and `{{ .name }}` of Go's.
      let name = expression.filter { !$0.isWhitespace }
      if let value = values[name.hasPrefix(".") ? String(name.dropFirst()) : name] {
        parts[parts.count - 1] += value
      } else {
        parts.append("")
      }
      rest = rest[close.upperBound...]
    }
    parts[parts.count - 1] += rest
    return parts
  }
}
