/// What a scalar means, as sigs.k8s.io/yaml (go-yaml v2) reads it; the table is in
/// Documentation/scalars.md.
enum ScalarResolution {
  /// The value of a scalar with this decoded text; nil where the text is not what the tag says.
  ///
  /// A tag of some tool says nothing about the type here; go-yaml makes text of any such scalar.
  static func value(of text: String, style: NodeStyle, tag: String?) -> Value? {
    guard let tag else { return style == .plain ? plain(text) : .string(text) }
    switch TypeTag(tag) {
    case .int: return Number(text).flatMap { $0.isInteger ? .number($0) : nil }
    case .float: return Number(text).map { .number($0) }
    case .bool: return bool(text).map { .bool($0) }
    case .null: return isNull(text) ? .null : nil
    case .timestamp: return isTimestamp(text) ? .string(text) : nil
    case nil:
      let isText =
        tag == "!" || tag == "tag:yaml.org,2002:str" || style != .plain
        || tag == "tag:yaml.org,2002:binary"
      return isText ? .string(text) : plain(text)
    }
  }

  /// The value of a plain scalar without a tag.
  static func plain(_ text: String) -> Value {
    guard mayBeTyped(text.utf8) else { return .string(text) }
    if isNull(text) { return .null }
    if let value = bool(text) { return .bool(value) }
    if isTimestamp(text) { return .string(text) }
    if let number = Number(text) { return .number(number) }
    return .string(text)
  }

  /// Whether a plain scalar may be anything but a string, seen from its bytes at a glance.
  static func mayBeTyped(_ text: some BidirectionalCollection<UInt8>) -> Bool {
    guard let first = text.first else { return true }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      return Number.mayBe(text)
    // `false` is the longest word that is no string.
    default: return "~yYnNtTfFoO".utf8.contains(first) && text.prefix(6).count <= 5
    }
  }

  static func isNull(_ text: String) -> Bool {
    ["", "~", "null", "Null", "NULL"].contains(text)
  }

  static func bool(_ text: String) -> Bool? {
    switch text {
    case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": true
    case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": false
    default: nil
    }
  }

  /// go-yaml reads `2001-12-14` and longer forms as a time, which stays text in JSON.
  static func isTimestamp(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 8, bytes[0..<4].allSatisfy(Number.isDigit), bytes[4] == UInt8(ascii: "-")
    else { return false }
    return bytes[5...].prefix(while: { Number.isDigit($0) }).count <= 2
      && bytes[5...].contains(UInt8(ascii: "-"))
  }
}
