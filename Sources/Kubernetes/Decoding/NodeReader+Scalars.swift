package import YAML

extension NodeReader {
  /// The text of a field; numbers and booleans are no texts.
  package mutating func text(of field: Field) -> String? {
    let node = field.node.resolved
    if let tag = node.tag, !tag.hasPrefix("tag:yaml.org,2002:"), tag != "!" {
      report("found the tag \(quoted(tag)), expected text without a tag", at: field)
      return nil
    }
    switch value(of: field) {
    case .string(let text)?: return text
    case .number?, .bool?:
      reportType(
        of: field, expected: "text", hint: "write it in quotes: \"\(node.text ?? "")\"")
    default: reportType(of: field, expected: "text")
    }
    return nil
  }

  /// The text of a field that may not be empty or only blanks.
  package mutating func filledText(of field: Field, expected: String = "text") -> String? {
    guard let text = text(of: field) else { return nil }
    if text.allSatisfy(\.isWhitespace) {
      report("found an empty text, expected \(expected)", at: field)
      return nil
    }
    return text
  }

  /// The text, number or boolean of a field.
  package mutating func scalar(of field: Field) -> Value? {
    let value = value(of: field)
    switch value {
    case .string?, .number?, .bool?: return value
    default:
      reportType(of: field, expected: "a text, a number or a boolean")
      return nil
    }
  }

  /// The boolean of a field.
  package mutating func flag(of field: Field) -> Bool? {
    if case .bool(let flag)? = value(of: field) { return flag }
    reportType(of: field, expected: "true or false")
    return nil
  }

  /// The whole number of a field.
  package mutating func integer(of field: Field, in range: ClosedRange<Int>) -> Int? {
    let upper = range.upperBound == .max ? "of at least \(range.lowerBound)" : nil
    let bounds = upper ?? "from \(range.lowerBound) to \(range.upperBound)"
    let value = value(of: field)
    if case .number(let number)? = value, let integer = number.intValue, range.contains(integer) {
      return integer
    }
    var hint: String?
    if case .string(let text)? = value {
      let digits = text.hasSuffix("%") ? String(text.dropLast()) : text
      if Int(digits) != nil { hint = "write it as a number: \(digits)" }
    }
    reportType(of: field, expected: "a whole number \(bounds)", hint: hint)
    return nil
  }

  /// The case of an enumeration that a field names.
  package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
    of field: Field, as type: Choice.Type = Choice.self
  ) -> Choice? {
    choice(of: field, among: Choice.allCases.map(\.rawValue)).flatMap { Choice(rawValue: $0) }
  }

  /// The one of several names that a field holds.
  package mutating func choice(of field: Field, among names: [String]) -> String? {
    guard let text = text(of: field) else { return nil }
    if names.contains(text) { return text }
    let nearest = NearestName.of(text, among: names)
    report(
      "found \(quoted(text)), expected \(alternatives(names))", at: field,
      hint: nearest.map { "did you mean \"\($0)\"?" })
    return nil
  }

  /// The DNS-1123 label of a field.
  package mutating func label(of field: Field, limit: Int = 63) -> String? {
    guard let text = text(of: field) else { return nil }
    if NameSyntax.isLabel(text, limit: limit) { return text }
    if NameSyntax.isLabel(text, limit: .max) {
      report("found \(text.utf8.count) characters, expected at most \(limit)", at: field)
      return nil
    }
    let repaired = String(text.lowercased().map { "_. ".contains($0) ? "-" : $0 })
    report(
      "found \(quoted(text)), expected a DNS-1123 label: lower-case letters, digits and inner \"-\""
        + ", at most \(limit) characters", at: field,
      hint: NameSyntax.isLabel(repaired, limit: limit) ? "did you mean \"\(repaired)\"?" : nil)
    return nil
  }

  /// The texts of a list, each read by `each` and none twice; an empty text for a bad one.
  package mutating func texts(
    of field: Field, each read: (inout NodeReader, Field) -> String?
  ) -> [String] {
    var texts: [String] = []
    var seen: Set<String> = []
    for item in items(of: field) ?? [] {
      let text = read(&self, item) ?? ""
      if !text.isEmpty, !seen.insert(text).inserted {
        report("found \(quoted(text)) a second time, expected each only once", at: item)
      }
      texts.append(text)
    }
    return texts
  }
}
