package import YAMLDiff

/// The paths of jq that can be said as a ``PathPattern``: keys, `[]`, `[0]`, and `select` by text.
///
/// `.spec.template.spec.containers[] | select(.name == "istio-proxy") | .image` is one; what
/// computes anything is none.
package enum JQPath {
  /// The pattern of an expression; nil when it is more than a path.
  package static func pattern(_ expression: String) -> PathPattern? {
    var reader = JQReader(expression)
    return reader.path().flatMap { PathPattern(steps: $0) }
  }
}

/// Reads a path expression from left to right.
private struct JQReader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ expression: String) { bytes = Array(expression.utf8) }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func path() -> [PathPattern.Step]? {
    var steps: [PathPattern.Step] = []
    repeat {
      skipBlanks()
      if takes("select") {
        guard let values = selection(), steps.last == .any else { return nil }
        steps[steps.count - 1] = .item(values)
      } else {
        guard let found = plainSteps(), !found.isEmpty else { return nil }
        steps += found
      }
      skipBlanks()
    } while takes("|")
    return index == bytes.count ? steps : nil
  }

  /// Steps without a pipe: `.a."b.c"[0]["d"][]?`.
  private mutating func plainSteps() -> [PathPattern.Step]? {
    guard next == UInt8(ascii: ".") else { return nil }
    var steps: [PathPattern.Step] = []
    while true {
      if takes(".") {
        if next == UInt8(ascii: "\"") {
          guard let text = text() else { return nil }
          steps.append(.key(Glob(literal: text)))
        } else if next != UInt8(ascii: "[") {
          guard let name = name() else { return nil }
          steps.append(.key(Glob(literal: name)))
        }
      } else if takes("[") {
        guard let step = bracket() else { return nil }
        steps.append(step)
      } else {
        return steps
      }
      _ = takes("?")
    }
  }

  private mutating func bracket() -> PathPattern.Step? {
    if takes("]") { return .any }
    var step: PathPattern.Step?
    if next == UInt8(ascii: "\"") {
      step = text().map { .key(Glob(literal: $0)) }
    } else {
      let digits = bytes[index...].prefix { (0x30...0x39).contains($0) }
      index += digits.count
      step = Int(String(decoding: digits, as: UTF8.self)).map { .position($0) }
    }
    return takes("]") ? step : nil
  }

  /// `(.name == "web" and .port == "80")`, `(.name | startswith("web"))`.
  private mutating func selection() -> [PathPattern.ItemValue]? {
    guard takes("(") else { return nil }
    var values: [PathPattern.ItemValue] = []
    repeat {
      skipBlanks()
      guard takes("."), let key = next == UInt8(ascii: "\"") ? text() : name(),
        let value = condition()
      else { return nil }
      values.append(.init(key: key, value: value))
      skipBlanks()
    } while takes("and")
    return takes(")") ? values : nil
  }

  private mutating func condition() -> Glob? {
    _ = takes("?")
    skipBlanks()
    if takes("==") {
      skipBlanks()
      return text().map { Glob(literal: $0) }
    }
    guard takes("|") else { return nil }
    skipBlanks()
    let isStart = takes("startswith")
    guard isStart || takes("endswith"), takes("("), let text = text(), takes(")"),
      !text.contains("*")
    else { return nil }
    return Glob(isStart ? text + "*" : "*" + text)
  }

  // MARK: Words

  private mutating func skipBlanks() {
    while let byte = next, " \t\r\n".utf8.contains(byte) { index += 1 }
  }

  private mutating func takes(_ text: String) -> Bool {
    guard bytes[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  private mutating func name() -> String? {
    let name = bytes[index...].prefix { byte in
      NameSyntax.isLetterOrDigit(byte) || byte == UInt8(ascii: "_")
    }
    guard let first = name.first, !(0x30...0x39).contains(first) else { return nil }
    index += name.count
    return String(decoding: name, as: UTF8.self)
  }

  /// A text in double quotes without escapes.
  private mutating func text() -> String? {
    guard takes("\"") else { return nil }
    let text = bytes[index...].prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    index += text.count
    return takes("\"") ? String(decoding: text, as: UTF8.self) : nil
  }
}
