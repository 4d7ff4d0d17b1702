extension PathPattern {
  /// Why a text is no pattern, and where in it.
  package struct Problem: Error, Hashable, Sendable {
    /// The bytes of the text that it is about.
    package let range: Range<Int>
    package let message: String
    package let hint: String?
  }

  /// Reads a pattern; see `Documentation/ignore.md` for how it is written.
  package init(_ text: String) throws(Problem) {
    var reader = PatternReader(text)
    let steps = try reader.steps()
    guard let pattern = PathPattern(steps: steps) else {
      throw Problem(
        range: 0..<text.utf8.count, message: "found no path",
        hint: "a path names a place, such as /spec/replicas")
    }
    self = pattern
  }
}

/// Reads a path pattern from left to right.
private struct PatternReader {
  typealias Problem = PathPattern.Problem
  typealias Step = PathPattern.Step

  private let bytes: [UInt8]
  private var index = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func steps() throws(Problem) -> [Step] {
    var steps: [Step] = []
    let isPointer = next == UInt8(ascii: "/")
    let separator = UInt8(ascii: isPointer ? "/" : ".")
    if !isPointer, let next, next != separator, next != UInt8(ascii: "[") {
      steps.append(try key(before: separator))
    }
    while let byte = next {
      if byte == UInt8(ascii: "[") {
        steps.append(try bracket())
        continue
      }
      guard byte == separator else {
        throw problem("found \(shown(byte)) after a bracket, expected a path separator")
      }
      index += 1
      // A bracket may be a step of its own: `/containers/[name=web]`.
      if next != UInt8(ascii: "[") { steps.append(try key(before: separator)) }
    }
    return steps
  }

  /// A key, up to a separator or a bracket.
  private mutating func key(before separator: UInt8) throws(Problem) -> Step {
    let start = index
    if separator == UInt8(ascii: "."), next == UInt8(ascii: "\"") {
      return .key(Glob(parts: [try quotedText()]))
    }
    var parts: [[UInt8]] = [[]]
    var isLiteral = false
    while let byte = next, byte != separator, byte != UInt8(ascii: "[") {
      if byte == UInt8(ascii: "*") {
        parts.append([])
      } else {
        if byte == UInt8(ascii: "\\") { isLiteral = true }
        parts[parts.count - 1].append(try character(before: separator))
        continue
      }
      index += 1
    }
    let text = bytes[start..<index]
    guard !text.isEmpty else {
      throw problem("found an empty step", hint: "leave out the separator that ends or is doubled")
    }
    if text.elementsEqual("*".utf8) { return .any }
    if text.elementsEqual("**".utf8) { return .anyDepth }
    if !isLiteral, let position = PathPattern.position(String(decoding: text, as: UTF8.self)[...]) {
      return .position(position)
    }
    return .key(Glob(parts: parts))
  }

  /// One byte of a key, with `~0`, `~1` in pointers and `\` before what would mean something.
  private mutating func character(before separator: UInt8) throws(Problem) -> UInt8 {
    let byte = bytes[index]
    let following = index + 1 < bytes.count ? bytes[index + 1] : nil
    index += 1
    switch (byte, following) {
    case (UInt8(ascii: "\\"), let following?):
      index += 1
      return following
    case (UInt8(ascii: "~"), _) where separator == UInt8(ascii: "/"):
      guard let following, [UInt8(ascii: "0"), UInt8(ascii: "1")].contains(following) else {
        index -= 1
        throw problem("found \"~\", expected ~0 for \"~\" or ~1 for \"/\"")
      }
      index += 1
      return UInt8(ascii: following == UInt8(ascii: "1") ? "/" : "~")
    case (UInt8(ascii: "/"), _):
      index -= 1
      throw problem(
        "found \"/\" in a path that is written with dots",
        hint: "put keys that hold dots or slashes in brackets: metadata.labels[\"istio.io/rev\"]")
    case (UInt8(ascii: " "), _), (UInt8(ascii: "\t"), _), (UInt8(ascii: "]"), _),
      (UInt8(ascii: "\""), _):
      index -= 1
      throw problem(
        "found \(shown(byte)) in a path", hint: "write \\ before it if the key holds it")
    default: return byte
    }
  }

  /// What stands in brackets: `*`, a position, a quoted key, or the values of an item.
  private mutating func bracket() throws(Problem) -> Step {
    let start = index
    index += 1
    let step: Step
    switch next {
    case UInt8(ascii: "\""): step = .key(Glob(parts: [try quotedText()]))
    case UInt8(ascii: "]"): step = .anyItem
    default: step = try item(from: start)
    }
    guard next == UInt8(ascii: "]") else {
      throw Problem(
        range: start..<bytes.count, message: "found no \"]\" that ends the bracket", hint: nil)
    }
    index += 1
    // `[]?` is how jq says that the list may be missing, which a pattern never minds.
    if next == UInt8(ascii: "?") { index += 1 }
    return step
  }

  private mutating func item(from start: Int) throws(Problem) -> Step {
    let end = bytes[index...].firstIndex(of: UInt8(ascii: "]")) ?? bytes.count
    let text = String(decoding: bytes[index..<end], as: UTF8.self)
    if let position = PathPattern.position(text[...]) {
      index = end
      return .position(position)
    }
    if text == "*" {
      index = end
      return .anyItem
    }
    var values: [PathPattern.ItemValue] = []
    repeat {
      if !values.isEmpty { index += 1 }
      values.append(try itemValue(from: start))
    } while next == UInt8(ascii: ",")
    return .item(values)
  }

  private mutating func itemValue(from start: Int) throws(Problem) -> PathPattern.ItemValue {
    let equals = bytes[index...].firstIndex { "=]".utf8.contains($0) }
    guard let equals, bytes[equals] == UInt8(ascii: "="), equals > index else {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 } ?? bytes.count
      throw Problem(
        range: start..<end,
        message: "found \(String(decoding: bytes[start..<end], as: UTF8.self)), expected a"
          + " position, *, a key in double quotes, or key=value",
        hint: "an item is named by what it holds: containers[name=istio-proxy]")
    }
    let key = String(decoding: bytes[index..<equals], as: UTF8.self)
    index = equals + 1
    if next == UInt8(ascii: "\"") {
      return .init(key: key, value: Glob(parts: [try quotedText()]))
    }
    let from = index
    while let byte = next, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]") { index += 1 }
    return .init(key: key, value: Glob(String(decoding: bytes[from..<index], as: UTF8.self)))
  }

  /// A text in double quotes, in which `\` stands before `"` and `\`.
  private mutating func quotedText() throws(Problem) -> [UInt8] {
    let start = index
    var text: [UInt8] = []
    index += 1
    while let byte = next, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
      text.append(bytes[index])
      index += 1
    }
    guard next != nil else {
      throw Problem(
        range: start..<bytes.count, message: "found no double quote that ends the text", hint: nil)
    }
    index += 1
    return text
  }

  private func shown(_ byte: UInt8) -> String {
    byte < 0x80 ? "\"\(Character(UnicodeScalar(byte)))\"" : "a character"
  }

  private func problem(_ message: String, hint: String? = nil) -> Problem {
    let end = min(index + 1, bytes.count)
    return Problem(range: min(index, end)..<end, message: message, hint: hint)
  }
}
