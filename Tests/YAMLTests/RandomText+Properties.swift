import TestSupport
import YAML

/// Anchors, aliases, tags, and text folded over lines.
extension RandomText {
  /// An anchor or a tag that changes nothing about the data.
  mutating func property(of value: Value) -> String {
    if random.chance(60) {
      anchorCount += 1
      return " &anchor\(anchorCount)"
    }
    return switch value {
    case .mapping: " !!map"
    case .sequence: " !!seq"
    case .string: " !!str"
    default: ""
    }
  }

  /// Notes an anchor, once all that it names has been written.
  mutating func remember(_ property: String, _ value: Value) {
    guard property.hasPrefix(" &") else { return }
    let name = String(property.dropFirst(2))
    switch value {
    case .mapping: mappingAnchors.append(name)
    case .sequence: break
    default: scalarAnchors.append((name, value))
    }
  }

  /// An alias for a value that has been written with an anchor before.
  mutating func alias(of value: Value) -> String? {
    guard let anchor = scalarAnchors.first(where: { $0.value == value }), random.chance(60) else {
      return nil
    }
    isShared = true
    return anchor.name
  }

  /// Text over several lines that reads as one: `>`, or bare words.
  mutating func folded(
    _ text: String, column: Int
  ) -> (head: String, lines: [String])? {
    let pad = String(repeating: " ", count: column + step)
    let line = text.hasSuffix("\n") ? String(text.dropLast()) : text
    guard ScalarText.isSafePlain(line, inFlow: false), line.contains(" ") else { return nil }
    let words = line.split(separator: " ").map(String.init)
    guard words.joined(separator: " ") == line, !words.contains(where: { $0.hasPrefix("-") }) else {
      return nil
    }
    if text.hasSuffix("\n") || random.chance(50) {
      return ((text.hasSuffix("\n") ? " >" : " >-") + tail(), words.map { pad + $0 })
    }
    return (" " + words[0], words.dropFirst().map { pad + $0 })
  }
}
