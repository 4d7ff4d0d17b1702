internal import YAML

/// Rules as they are written in `.meshphase-ignore` and on the command line, one per line.
///
/// `Documentation/ignore.md` has the grammar.
package struct IgnoreText: Sendable {
  /// The rules, in the order of the text.
  package private(set) var rules: [IgnoreRule] = []
  /// What is wrong, each with its bytes in the text.
  package private(set) var problems: [NodeProblem] = []

  /// Reads every line of a text.
  package init(_ text: [UInt8]) {
    var start = 0
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      add(Array(line), at: start)
      start += line.count + 1
    }
  }

  private mutating func add(_ line: [UInt8], at start: Int) {
    if let offset = SourceText.firstInvalidUTF8(in: line, 0..<line.count) {
      problems.append(
        NodeProblem(
          at: start + offset..<start + offset + 1,
          message: ParseError(.invalidUTF8, at: 0..<0).message,
          hint: ParseError(.invalidUTF8, at: 0..<0).hint))
      return
    }
    let range = Self.content(of: line)
    guard !range.isEmpty else { return }
    var reader = IgnoreRuleReader(line, range)
    do throws(NodeProblem) { rules += try reader.rules() } catch {
      let range = error.range.lowerBound + start..<error.range.upperBound + start
      problems.append(NodeProblem(at: range, message: error.message, hint: error.hint))
    }
  }

  /// A line without its comment and the blanks around it.
  ///
  /// A comment starts at a `#` that follows a blank, outside of quotes and brackets.
  private static func content(of line: [UInt8]) -> Range<Int> {
    var end = line.count
    var isQuoted = false
    var depth = 0
    for (index, byte) in line.enumerated() {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "[") where !isQuoted: depth += 1
      case UInt8(ascii: "]") where !isQuoted: depth -= 1
      case UInt8(ascii: "#") where !isQuoted && depth <= 0:
        if index == 0 || isBlank(line[index - 1]) { end = min(end, index) }
      default: break
      }
    }
    let start = line[..<end].firstIndex { !isBlank($0) } ?? end
    let last = line[..<end].lastIndex { !isBlank($0) } ?? start
    return start..<(start == end ? end : last + 1)
  }

  static func isBlank(_ byte: UInt8) -> Bool { " \t\r".utf8.contains(byte) }
}
