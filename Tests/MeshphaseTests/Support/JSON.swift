import Foundation

/// A JSON value as it was read, for tests that look into reports.
enum JSON: Decodable, Sendable {
  case missing
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case list([JSON])
  case object([String: JSON])

  /// Reads one document; anything before or after it is an error.
  init(_ bytes: [UInt8]) throws { self = try JSONDecoder().decode(JSON.self, from: Data(bytes)) }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  /// The value of a key; missing where there is none.
  subscript(_ key: String) -> JSON {
    guard case .object(let fields) = self else { return .missing }
    return fields[key] ?? .missing
  }

  var isMissing: Bool { if case .missing = self { true } else { false } }
  var isNull: Bool { if case .null = self { true } else { false } }
  var isBool: Bool { if case .bool = self { true } else { false } }
  var isList: Bool { if case .list = self { true } else { false } }
  var isObject: Bool { if case .object = self { true } else { false } }

  /// Whether this is a number without a fraction.
  var isInteger: Bool {
    guard case .number(let number) = self else { return false }
    return number == number.rounded()
  }

  var text: String? { if case .string(let text) = self { text } else { nil } }
  var items: [JSON] { if case .list(let items) = self { items } else { [] } }
  var keys: Set<String> { if case .object(let fields) = self { Set(fields.keys) } else { [] } }
}
