package import YAML
package import YAMLDiff

/// A change in words that a person reads: a dotted path, and what it was and is.
package enum ChangeText {
  /// One line: `metadata.labels["istio.io/rev"]: asm-1130-0 → asm-1140-0`.
  package static func summary(of change: ValueChange) -> String {
    guard !change.path.steps.isEmpty else {
      switch change.kind {
      case .added: return "new"
      case .removed: return "removed"
      case .changed, .moved: return "replaced"
      }
    }
    let path = path(of: change)
    switch change.kind {
    case .added: return "\(path): added \(text(of: change.to))"
    case .removed: return "\(path): removed (was \(text(of: change.from)))"
    case .changed: return "\(path): \(text(of: change.from)) → \(text(of: change.to))"
    case .moved: return "\(path): moved from \(change.oldPath?.pointer ?? "elsewhere")"
    }
  }

  /// The path with dots, and brackets around keys that hold dots or slashes.
  package static func path(of change: ValueChange) -> String {
    var result = ""
    for token in change.keyedPath.split(separator: "/", omittingEmptySubsequences: true) {
      let bracket = token.firstIndex(of: "[")
      let key = unescape(String(token[..<(bracket ?? token.endIndex)]))
      if !key.isEmpty, key.allSatisfy(\.isNumber) {
        // A position in a list, or a key that is a number: the same to a reader.
        result += "[\(key)]"
        continue
      }
      let isPlain = key.allSatisfy { $0.isLetter || $0.isNumber || "-_".contains($0) }
      result += isPlain ? (result.isEmpty ? key : ".\(key)") : "[\"\(key)\"]"
      if let bracket { result += token[bracket...] }
    }
    return result
  }

  private static func unescape(_ token: String) -> String {
    var result = ""
    var rest = token[...]
    while let character = rest.first {
      if rest.hasPrefix("~1") {
        result += "/"
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("~0") {
        result += "~"
        rest = rest.dropFirst(2)
      } else {
        result.append(character)
        rest = rest.dropFirst()
      }
    }
    return result
  }

  /// A value on one line, cut where it is long.
  package static func text(of value: Value?) -> String {
    guard let value else { return "" }
    let text =
      switch value {
      case .string(let text): ScalarText.canonical(text)
      default: value.json(isPretty: false)
      }
    return text.count > 60 ? text.prefix(57) + "…" : text
  }
}
