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

  /// The path with dots, brackets around keys that hold dots or slashes, and items by their keys.
  package static func path(of change: ValueChange) -> String {
    path(change.path, keyed: change.keyedPath)
  }

  /// The same of a path and of the path that names its items by keys.
  static func path(_ path: Path, keyed keyedPath: String) -> String {
    var result = ""
    let hasItems = path.steps.contains { if case .index = $0 { true } else { false } }
    // Only items are named by what the other path calls them.
    var keyed = hasItems ? keyedPath[...] : ""
    for (depth, step) in path.steps.enumerated() {
      switch step {
      case .key(let key):
        if hasItems { keyed = keyed.dropFirst(Path.escape(key).count + 1) }
        result += text(of: key, isFirst: result.isEmpty)
      case .index(let index):
        let label = label(in: keyed, before: path.steps.dropFirst(depth + 1).first)
        keyed = keyed.dropFirst(label?.count ?? "/\(index)".count)
        result += label ?? "[\(index)]"
      }
    }
    return result
  }

  private static func text(of key: String, isFirst: Bool) -> String {
    // A position in a list, or a key that is a number: the same to a reader.
    if !key.isEmpty, key.utf8.allSatisfy(isDigit) { return "[\(key)]" }
    let isPlain = !key.isEmpty && key.utf8.allSatisfy(isWordByte)
    return isPlain ? (isFirst ? key : ".\(key)") : "[\"\(key)\"]"
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// Letters, digits, `-` and `_`; letters of other alphabets too.
  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "-"), UInt8(ascii: "_"), 0x80...:
      true
    default: isDigit(byte)
    }
  }

  /// The label that names an item, such as `[name=web]`; what it holds may have brackets itself.
  private static func label(in keyed: Substring, before next: PathStep?) -> String? {
    guard keyed.hasPrefix("[") else { return nil }
    let ends = keyed.indices.filter { keyed[$0] == "]" }
    let end = ends.first { end in
      let rest = keyed[keyed.index(after: end)...]
      switch next {
      case .key(let key):
        let token = "/" + Path.escape(key)
        return rest.hasPrefix(token)
          && rest.dropFirst(token.count).first.map { "/[".contains($0) } ?? true
      case .index: return rest.hasPrefix("[") || rest.hasPrefix("/")
      case nil: return rest.isEmpty
      }
    }
    return (end ?? ends.last).map { String(keyed[...$0]) }
  }

  /// A value on one line, cut where it is long.
  package static func text(of value: Value?) -> String {
    guard let value else { return "" }
    let text =
      switch value {
      case .string(let text): ScalarText.canonical(text)
      default: value.json(isPretty: false)
      }
    guard text.utf8.count > 60 else { return text }
    return text.count > 60 ? text.prefix(57) + "…" : text
  }
}
