import TestSupport
import YAML

/// Writes a value as YAML in random styles: what people, editors and other tools leave behind.
///
/// Comments are numbered (`#c7`), so that a test can tell which of them an edit lost.
struct RandomText {
  var random: SeededRandom
  let step: Int
  private let listStep: Int
  private let comments: Int
  private let flows: Int
  let properties: Int
  private(set) var commentCount = 0
  var anchorCount = 0
  /// Anchors of scalars, and of mappings that merge keys can name.
  var scalarAnchors: [(name: String, value: Value)] = []
  var mappingAnchors: [String] = []
  /// Whether an alias makes two places one.
  var isShared = false
  /// Whether the text lacks its final line end, which may be part of its last value.
  private(set) var endsOpen = false
  /// Whether a merge key adds data to what was given.
  private(set) var hasMerge = false
  /// Whether the last line ends a block scalar that keeps what follows it.
  private var keepsBlanks = false

  init(random: SeededRandom) {
    self.random = random
    step = self.random.pick([2, 2, 2, 2, 4, 1, 3])
    listStep = self.random.chance(50) ? 0 : step
    comments = self.random.pick([0, 5, 15, 30])
    flows = self.random.pick([0, 5, 15, 40, 100])
    properties = self.random.pick([0, 0, 0, 6, 20])
  }

  /// One document's bytes, without a byte-order mark.
  mutating func document(_ value: Value) -> [UInt8] {
    if random.chance(6) { return Array(value.json(isPretty: random.chance(60)).utf8) }
    var lines: [String] = []
    if random.chance(10) { lines.append(comment(at: 0)) }
    if random.chance(8) { lines.append("%YAML 1.1") }
    let hasDirective = lines.last?.hasPrefix("%") == true
    if hasDirective || random.chance(25) { lines.append("---" + tail()) }
    if flows == 100, random.chance(50) {
      lines += flowLines(value, column: 0)
    } else if case .mapping(let mapping) = value, !mapping.isEmpty {
      lines += self.lines(of: mapping, column: 0)
    } else {
      lines.append(flow(value))
    }
    if random.chance(20), !keepsBlanks { lines.append("") }
    if random.chance(15) { lines.append(comment(at: 0)) }
    let lineBreak = random.pick(["\n", "\n", "\n", "\n", "\n", "\n", "\r\n", "\r\n", "\r"])
    let text = lines.joined(separator: lineBreak)
    endsOpen = random.chance(15)
    return Array((endsOpen ? text : text + lineBreak).utf8)
  }

  // MARK: Block style

  private mutating func lines(of mapping: Mapping, column: Int) -> [String] {
    var lines: [String] = []
    let pad = String(repeating: " ", count: column)
    if !mappingAnchors.isEmpty, random.chance(10) {
      hasMerge = true
      isShared = true
      lines.append(pad + "<<: *" + random.pick(mappingAnchors) + tail())
    }
    for entry in mapping.entries {
      lines += gap(column: column, isFirst: lines.isEmpty)
      keepsBlanks = false
      let value = after(entry.value, column: column, inList: false)
      let key = key(entry.key)
      if random.chance(2) {
        lines += [pad + "? " + key + tail(), pad + ":" + value.head]
      } else {
        lines.append(pad + key + ":" + value.head)
      }
      lines += value.lines
    }
    return lines
  }

  private mutating func lines(of items: [Value], column: Int) -> [String] {
    var lines: [String] = []
    let pad = String(repeating: " ", count: column)
    for item in items {
      lines += gap(column: column, isFirst: lines.isEmpty)
      keepsBlanks = false
      let width = random.chance(8) ? 4 : 2
      if let inner = compact(item, column: column + width), !inner.isEmpty {
        lines.append(pad + "-" + inner[0].dropFirst(column + 1))
        lines += inner.dropFirst()
      } else {
        let value = after(item, column: column, inList: true)
        lines.append(pad + "-" + value.head)
        lines += value.lines
      }
    }
    return lines
  }

  /// The lines of a collection that can start on its dash's own line; nil when it cannot.
  private mutating func compact(_ item: Value, column: Int) -> [String]? {
    guard random.chance(85), !random.chance(flows) else { return nil }
    let before = self
    let lines: [String]
    switch item {
    case .mapping(let mapping) where !mapping.isEmpty:
      lines = self.lines(of: mapping, column: column)
    case .sequence(let items) where !items.isEmpty: lines = self.lines(of: items, column: column)
    default: return nil
    }
    guard let first = lines.first?.drop(while: { $0 == " " }).first, first != "#" else {
      // Nothing of what was written counts; only the numbers move on.
      let random = self.random
      self = before
      self.random = random
      return nil
    }
    return lines
  }

  /// Blank and comment lines before an entry.
  private mutating func gap(column: Int, isFirst: Bool) -> [String] {
    var lines: [String] = []
    if !keepsBlanks, !isFirst, random.chance(5) { lines.append(random.chance(80) ? "" : "  ") }
    if lines.last == "  " { lines = [""] }
    if random.chance(comments / 2) { lines.append(comment(at: random.chance(80) ? column : 0)) }
    return lines
  }

  /// What stands after a key's colon or a dash: the rest of that line, and more lines.
  private mutating func after(
    _ value: Value, column: Int, inList: Bool
  ) -> (head: String, lines: [String]) {
    if let alias = alias(of: value) { return (" *" + alias + tail(), []) }
    let properties = random.chance(self.properties) ? property(of: value) : ""
    defer { remember(properties, value) }
    switch value {
    case .mapping(let mapping) where !mapping.isEmpty && !random.chance(flows):
      let head = properties + tail()
      return (head, lines(of: mapping, column: column + (inList ? 2 : step)))
    case .sequence(let items) where !items.isEmpty && !random.chance(flows):
      let head = properties + tail()
      return (head, lines(of: items, column: column + (inList ? 2 : listStep)))
    case .mapping, .sequence:
      if random.chance(40) {
        let lines = flowLines(value, column: column + step)
        return (properties + " " + lines[0].drop { $0 == " " }, Array(lines.dropFirst()))
      }
      return (properties + " " + flow(value) + tail(), [])
    case .string(let text):
      if random.chance(70), let block = blockScalar(text, column: column) {
        return (properties + block.head, block.lines)
      }
      if random.chance(15), let folded = folded(text, column: column) {
        return (properties + folded.head, folded.lines)
      }
      if random.chance(2) {
        let pad = String(repeating: " ", count: column + step)
        return (properties + tail(), [pad + scalar(value, inFlow: false) + tail()])
      }
      return (properties + blank() + scalar(value, inFlow: false) + tail(), [])
    case .null where random.chance(60): return (properties + tail(), [])
    default: return (properties + blank() + scalar(value, inFlow: false) + tail(), [])
    }
  }

  /// A `|` scalar for several lines of text; nil for what that style cannot say.
  private mutating func blockScalar(
    _ text: String, column: Int
  ) -> (head: String, lines: [String])? {
    guard text.contains("\n"), text.first != "\n" else { return nil }
    let pad = String(repeating: " ", count: column + step)
    var body = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var mark = "|-"
    if text.hasSuffix("\n\n") {
      mark = "|+"
      body.removeLast()
      keepsBlanks = true
    } else if text.hasSuffix("\n") {
      mark = "|"
      body.removeLast()
    }
    return (" " + mark + tail(), body.map { $0.isEmpty ? "" : pad + $0 })
  }

  // MARK: Flow style

  /// A flow collection with an element a line, as formatters of JSON write it.
  private mutating func flowLines(_ value: Value, column: Int) -> [String] {
    let pad = String(repeating: " ", count: column)
    var open = "{"
    var elements: [String] = []
    switch value {
    case .mapping(let mapping) where !mapping.isEmpty:
      for entry in mapping.entries {
        elements.append(key(entry.key, inFlow: true) + ": " + flow(entry.value))
      }
    case .sequence(let items) where !items.isEmpty:
      open = "["
      for item in items { elements.append(flow(item)) }
    default: return [pad + flow(value) + tail()]
    }
    var lines = [pad + open + tail()]
    for (position, element) in elements.enumerated() {
      if random.chance(comments / 3) { lines.append(comment(at: column + step)) }
      let isLast = position == elements.count - 1
      let comma = isLast ? (random.chance(30) ? "," : "") : ","
      lines.append(pad + String(repeating: " ", count: step) + element + comma + tail())
    }
    return lines + [pad + (open == "{" ? "}" : "]") + tail()]
  }

  private mutating func flow(_ value: Value) -> String {
    let space = random.pick(["", "", " "])
    let comma = random.pick([", ", ", ", ","])
    let trailing = random.chance(8) ? "," : ""
    switch value {
    case .mapping(let mapping):
      guard !mapping.isEmpty else { return "{\(space)}" }
      var entries: [String] = []
      for entry in mapping.entries {
        entries.append(key(entry.key, inFlow: true) + ": " + flow(entry.value))
      }
      return "{" + space + entries.joined(separator: comma) + trailing + space + "}"
    case .sequence(let items):
      guard !items.isEmpty else { return "[\(space)]" }
      var texts: [String] = []
      for item in items { texts.append(flow(item)) }
      return "[" + space + texts.joined(separator: comma) + trailing + space + "]"
    default: return scalar(value, inFlow: true)
    }
  }

  // MARK: Scalars and comments

  private mutating func key(_ text: String, inFlow: Bool = false) -> String {
    scalar(.string(text), inFlow: inFlow)
  }

  private mutating func scalar(_ value: Value, inFlow: Bool) -> String {
    guard case .string(let text) = value else {
      return value == .null ? random.pick(["null", "~"]) : value.json()
    }
    if random.chance(75), ScalarText.isSafePlain(text, inFlow: inFlow) { return text }
    if random.chance(50), let quoted = ScalarText.singleQuoted(text) { return quoted }
    return ScalarText.doubleQuoted(text)
  }

  private mutating func blank() -> String { random.pick([" ", " ", " ", " ", "  ", "   "]) }

  mutating func tail() -> String {
    guard random.chance(comments) else { return random.chance(2) ? "  " : "" }
    return random.pick([" ", "  "]) + comment(at: 0)
  }

  private mutating func comment(at column: Int) -> String {
    commentCount += 1
    return String(repeating: " ", count: column) + "#c\(commentCount);"
  }
}
