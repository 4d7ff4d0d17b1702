internal import YAML

/// Reads typed values out of a document and notes every problem it meets on the way.
///
/// A method gives nil, or an empty text in a list, for a value that is not what it should be; its
/// problem is then in ``problems``.
package struct NodeReader: Sendable {
  /// What was wrong so far, in the order of reading.
  package private(set) var problems: [NodeProblem] = []

  package init() {}

  /// Notes that a value is not what it should be.
  package mutating func report(_ message: String, at field: Field, hint: String? = nil) {
    let name = field.name.isEmpty ? "the document" : field.name
    problems.append(
      NodeProblem(at: field.range, message: "\(name): \(message)", hint: hint))
  }

  /// The fields of a mapping; `required` says what each key that may not be missing is for, and
  /// `hint` what to write when it is no mapping.
  package mutating func fields(
    of field: Field, known: [String], required: KeyValuePairs<String, String> = [:],
    hint: String? = nil
  ) -> Fields? {
    guard let entries = entries(of: field, hint: hint) else { return nil }
    var fields: [String: Field] = [:]
    var misspelled: Set<String> = []
    for entry in entries {
      guard let key = entry.key, let text = key.text else { continue }
      if known.contains(text) {
        fields[text] = entry
      } else {
        let nearest = NearestName.of(text, among: known)
        if let nearest { misspelled.insert(nearest) }
        problems.append(unknown(text, at: key.range, in: field, known: known, nearest: nearest))
      }
    }
    for (key, meaning) in required where fields[key] == nil && !misspelled.contains(key) {
      problems.append(
        NodeProblem(
          at: field.range, message: "\(field.childName(key)) is missing, expected \(meaning)"))
    }
    return Fields(fields: fields, misspelled: misspelled)
  }

  /// The entries of a mapping whose keys are free.
  package mutating func entries(of field: Field, hint: String? = nil) -> [Field]? {
    guard field.node.resolved.kind == .mapping else {
      reportType(of: field, expected: "a mapping", hint: hint)
      return nil
    }
    return field.entries
  }

  /// The items of a list.
  package mutating func items(of field: Field) -> [Field]? {
    guard field.node.resolved.kind == .sequence else {
      var hint: String?
      if case .string(let text)? = value(of: field), !text.isEmpty {
        hint = "write it as a list: [\(text)]"
      }
      reportType(of: field, expected: "a list", hint: hint)
      return nil
    }
    return field.items
  }

  /// Notes that a value is of another type than expected.
  mutating func reportType(of field: Field, expected: String, hint: String? = nil) {
    let value = value(of: field)
    let empty = value == .null ? "give it a value, or leave the key out" : nil
    report("found \(describe(field, value)), expected \(expected)", at: field, hint: hint ?? empty)
  }

  /// The data of a field; nil for what has none.
  func value(of field: Field) -> Value? {
    do throws(ParseError) { return try field.node.value() } catch { return nil }
  }

  private func describe(_ field: Field, _ value: Value?) -> String {
    switch value {
    case .null: "nothing"
    case .bool: "the boolean \(field.node.resolved.text ?? "")"
    case .number(let number): "the number \(number.spelling)"
    case .string(let text): "the text \(quoted(text))"
    case .sequence: "a list"
    case .mapping: "a mapping"
    case nil: "no value"
    }
  }

  private func unknown(
    _ key: String, at range: Range<Int>, in field: Field, known: [String], nearest: String?
  ) -> NodeProblem {
    let place = field.name.isEmpty ? "" : " in \(field.name)"
    return NodeProblem(
      at: range, message: "unknown key \(quoted(key))\(place), expected \(alternatives(known))",
      hint: nearest.map { "did you mean \"\($0)\"?" })
  }
}

/// The fields of a mapping whose keys are known.
package struct Fields: Sendable {
  let fields: [String: Field]
  /// The known keys that an unknown key was probably meant to be.
  package let misspelled: Set<String>

  /// The field of a key; nil when the mapping does not have it.
  package subscript(key: String) -> Field? { fields[key] }
}
