import Foundation

/// A JSON value as it was read, for tests that look into reports.
struct JSON {
  let value: Any?

  private init(value: Any?) { self.value = value }

  /// Reads one document; anything before or after it is an error.
  init(_ bytes: [UInt8]) throws {
    value = try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
  }

  /// The value of a key; missing where there is none.
  subscript(_ key: String) -> JSON { JSON(value: (value as? [String: Any])?[key]) }

  var isMissing: Bool { value == nil }
  var isNull: Bool { value is NSNull }
  var text: String? { value as? String }
  var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
  var items: [JSON] { (value as? [Any] ?? []).map { JSON(value: $0) } }
  var isList: Bool { value is [Any] }
  var isObject: Bool { value is [String: Any] }

  /// Whether this is a number without a fraction.
  var isInteger: Bool {
    guard let number = value as? NSNumber, !isBool else { return false }
    return number.doubleValue == number.doubleValue.rounded()
  }

  var isBool: Bool { value is Bool && !(value is String) && "\(value ?? "")".count > 3 }
}
