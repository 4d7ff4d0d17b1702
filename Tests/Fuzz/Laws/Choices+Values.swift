import YAML

/// Keys, values and operations that an input chooses.
extension Choices {
  private static let texts = [
    "", "a", "istio.io/rev", "x y", "<<", "~", "yes", "12", "1.50", "0x1F", "- a", "a: b", "a #b",
    "#c", "é", "e\u{301}", "\u{301}", "😀", "a\nb", "a\nb\n", "\n", " a", "a ", "\ta", "a\r\nb",
    "\u{85}", "\u{2028}", "\u{FEFF}", "\u{FFFE}", "*a", "&a", "!t", "|", ">", "---", "...", "? a",
    "[", "]", "{", "},", "'", "\"", "\\", "%a", "@", "`", ",", ":", "2001-12-14", "null", "=",
    ".inf", "-", "a\n\nb", "a\n b\n", "\n\na", "a\n...\nb", "a\n---\nb", "a\n", "a\n\n", "\u{7}",
  ]

  mutating func string() -> String {
    let choice = below(Self.texts.count + 2)
    switch choice {
    case Self.texts.count: return text()
    case Self.texts.count + 1: return String(repeating: "k", count: 1_030)
    default: return Self.texts[choice]
    }
  }

  mutating func value(depth: Int = 0) -> Value {
    switch below(depth < 3 ? 12 : 8) {
    case 0...3: return .string(string())
    case 4: return .null
    case 5: return .bool(below(2) == 1)
    case 6: return Number(string()).map { .number($0) } ?? .number(Number(below(1000)))
    case 7: return below(2) == 1 ? .sequence([]) : .mapping(Mapping())
    case 8, 9:
      var items: [Value] = []
      for _ in 0...below(3) { items.append(value(depth: depth + 1)) }
      return .sequence(items)
    default:
      var mapping = Mapping()
      for _ in 0...below(3) { mapping[string()] = value(depth: depth + 1) }
      return .mapping(mapping)
    }
  }

  /// An operation that has a place on a value; nil where the one that was chosen has none.
  mutating func operation(on value: Value) -> EditOperation? {
    let places = Self.places(in: value)
    let kind = below(6)
    guard let place = pick(places) else { return nil }
    let operation: EditOperation
    switch (kind, value[place]) {
    case (0, _): operation = .set(place, self.value())
    case (1, .mapping(let mapping)?):
      let after = below(2) == 1 ? pick(mapping.keys) : nil
      operation = .set(place.appending(string()), self.value(), after: after)
    case (1, _): operation = .set(place.appending(string()), self.value())
    case (2, _): operation = .remove(place)
    case (3, let old?):
      operation = .rename(place, to: string(), below(2) == 1 ? old : self.value())
    case (_, .sequence(let items)?):
      operation = .insertItem(place.appending(.index(below(items.count + 1))), self.value())
    default:
      // A way of keys that is not there yet.
      operation = .set(place.appending(string()).appending(string()), self.value())
    }
    return operation.applied(to: value) == nil ? nil : operation
  }

  /// Every path of a value, the root first; the first 65,536 of them.
  private static func places(in value: Value) -> [Path] {
    var places: [Path] = [Path()]
    func visit(_ value: Value, _ path: Path) {
      guard places.count < 65_536 else { return }
      switch value {
      case .mapping(let mapping):
        for entry in mapping.entries {
          places.append(path.appending(entry.key))
          visit(entry.value, path.appending(entry.key))
        }
      case .sequence(let items):
        for (position, item) in items.enumerated() {
          places.append(path.appending(.index(position)))
          visit(item, path.appending(.index(position)))
        }
      default: break
      }
    }
    visit(value, Path())
    return places
  }
}
