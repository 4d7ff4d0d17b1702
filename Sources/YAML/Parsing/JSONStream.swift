/// A text that is JSON objects one after the other, without `---` between them.
///
/// libyaml refuses such a text as a whole. Kubernetes reads it: its YAMLOrJSONDecoder takes what
/// starts with `{` for a stream of JSON values, and so do kubectl and Argo CD. Only texts are cut
/// here that libyaml refuses otherwise, so no text reads as anything else than it did.
struct JSONStream {
  private let source: [UInt8]
  private var offset: Int

  /// Where the objects start; nil where the text is anything else, or one object.
  ///
  /// Each starts a line, as then each chunk is whole lines.
  static func starts(in source: [UInt8], from start: Int) -> [Int]? {
    guard start < source.count, source[start] == opening, hasSecondLine(source, from: start) else {
      return nil
    }
    var stream = JSONStream(source: source, offset: start)
    var starts: [Int] = []
    while stream.offset < source.count {
      let object = stream.offset
      guard object == start || SourceText.isBreak(source[object - 1]), stream.skipObject() else {
        return nil
      }
      starts.append(object)
      stream.skipBlanks()
    }
    return starts.count > 1 ? starts : nil
  }

  private static let opening = UInt8(ascii: "{")

  /// Whether another line starts with `{`, which next to no text has that is one object.
  private static func hasSecondLine(_ source: [UInt8], from start: Int) -> Bool {
    if source.firstPosition(of: 0x0A, in: start..<source.count) == nil {
      return source.firstPosition(of: 0x0D, in: start..<source.count) != nil
    }
    var lines = 0
    return source.nextLine(startingWith: (opening, opening, opening), after: start, lines: &lines)
      != nil
  }

  private mutating func skipBlanks() {
    while offset < source.count, Self.isBlank(source[offset]) { offset += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    SourceText.isBlank(byte) || SourceText.isBreak(byte)
  }

  /// Goes behind an object; false where its words are not those of JSON.
  ///
  /// Whether they make sense, libyaml tells.
  private mutating func skipObject() -> Bool {
    guard source[offset] == Self.opening else { return false }
    var depth = 0
    while offset < source.count {
      switch source[offset] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 {
          offset += 1
          return true
        }
      case UInt8(ascii: "\""): guard skipString() else { return false }
      case UInt8(ascii: "a")...UInt8(ascii: "z"): guard skipWord() else { return false }
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "."), UInt8(ascii: "E"), UInt8(ascii: ":"), UInt8(ascii: ","):
        break
      case let byte: guard Self.isBlank(byte) else { return false }
      }
      offset += 1
    }
    return false
  }

  /// Goes to the closing quote of a string.
  private mutating func skipString() -> Bool {
    offset += 1
    while offset < source.count {
      switch source[offset] {
      case UInt8(ascii: "\""): return true
      case UInt8(ascii: "\\"): offset += 2
      case let byte:
        guard !SourceText.isBreak(byte) else { return false }
        offset += 1
      }
    }
    return false
  }

  /// Goes to the last letter of `true`, `false`, `null`, or the `e` of a number.
  private mutating func skipWord() -> Bool {
    for word in ["true", "false", "null", "e"]
    where source[offset...].starts(with: word.utf8) {
      offset += word.utf8.count - 1
      return true
    }
    return false
  }
}
