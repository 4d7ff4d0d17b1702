package import YAML

/// Writes values as YAML in one of the many styles that people have, the same for the same numbers.
package struct RandomStyle<Generator: RandomNumberGenerator> {
  package var generator: Generator
  private let step: Int
  private let indentsLists: Bool
  private let lineBreak: String

  package init(_ generator: Generator) {
    self.generator = generator
    step = [2, 2, 2, 4, 3].randomElement(using: &self.generator) ?? 2
    indentsLists = Bool.random(using: &self.generator)
    lineBreak = Int.random(in: 0..<6, using: &self.generator) == 0 ? "\r\n" : "\n"
  }

  private mutating func chance(_ one: Int) -> Bool {
    Int.random(in: 0..<one, using: &generator) == 0
  }

  /// A file of documents; the last line may have no end.
  package mutating func file(_ values: [Value]) -> String {
    if values.count == 1, chance(10) { return values[0].json(isPretty: chance(2)) + "\n" }
    var text = chance(4) ? "---\n" : ""
    if chance(12) { text = "\u{FEFF}" + text }
    for (index, value) in values.enumerated() {
      if index > 0 { text += chance(8) ? "...\n---\n" : "---\n" }
      if chance(3) { text += "# \(index): a comment\n" }
      text += chance(8) ? flow(value) + "\n" : block(value, indent: 0)
    }
    if chance(4), text.hasSuffix("\n") { text.removeLast() }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: lineBreak)
  }

  private mutating func block(_ value: Value, indent: Int) -> String {
    let pad = String(repeating: " ", count: indent)
    switch value {
    case .mapping(let mapping) where !mapping.entries.isEmpty:
      var text = ""
      for (key, value) in mapping.entries {
        if chance(14) { text += "\(pad)# about \(key)\n" }
        if chance(20) { text += "\n" }
        text += "\(pad)\(scalar(key)):\(after(value, indent: indent))"
      }
      return text
    case .sequence(let items) where !items.isEmpty:
      return items.map { item in
        let body = block(item, indent: indent + step)
        guard body.contains(":"), item.mapping != nil,
          !body.drop(while: { $0 == " " }).hasPrefix("#"),
          !body.hasPrefix("\n")
        else { return "\(pad)- \(flow(item))\n" }
        return pad + "-" + String(repeating: " ", count: step - 1) + body.dropFirst(indent + step)
      }.joined()
    default: return pad + flow(value) + "\n"
    }
  }

  /// What follows a key and its colon.
  private mutating func after(_ value: Value, indent: Int) -> String {
    let comment = chance(8) ? "   # here" : ""
    switch value {
    case .mapping(let mapping) where !mapping.entries.isEmpty && !chance(4):
      return "\(comment)\n\(block(value, indent: indent + step))"
    case .sequence(let items) where !items.isEmpty && !chance(3):
      return "\(comment)\n\(block(value, indent: indent + (indentsLists ? step : 0)))"
    default: return " \(flow(value))\(comment)\n"
    }
  }

  private mutating func flow(_ value: Value) -> String {
    switch value {
    case .mapping(let mapping):
      let space = chance(2) ? " " : ""
      let parts = mapping.entries.map { "\(scalar($0.key)): \(flow($0.value))" }
      return "{\(space)\(parts.joined(separator: ", "))\(space)}"
    case .sequence(let items): return "[\(items.map { flow($0) }.joined(separator: ", "))]"
    case .string(let text): return scalar(text)
    default: return value.json(isPretty: false)
    }
  }

  private mutating func scalar(_ text: String) -> String {
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: "\"\(text)\""
    case 1: "'\(text)'"
    default: ScalarText.canonical(text)
    }
  }
}
