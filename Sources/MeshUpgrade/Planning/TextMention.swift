internal import YAML

/// Looks for a revision in text that is no YAML, such as a template, line by line.
///
/// A distinct name counts wherever it stands. Another counts where it is the whole value of a
/// revision's field, or a template's default on a line that names one; the un-revisioned install
/// also where `istio-injection: enabled` stands, but in a selector.
struct TextMention {
  let matcher: RevisionMatcher
  private let bytes: [UInt8]
  private let revision: [UInt8]

  init(of matcher: RevisionMatcher, in bytes: [UInt8]) {
    self.matcher = matcher
    self.bytes = bytes
    revision = Array(matcher.revision.utf8)
  }

  /// The first mention in a part of the text, outside comments.
  func first(in chunk: Range<Int>) -> Range<Int>? {
    var outline = Outline()
    var isCommented = false
    var line = chunk.lowerBound
    while line < chunk.upperBound {
      let end = min(SourceText.lineEnd(after: line, in: bytes), chunk.upperBound)
      let text = Self.withoutComments(
        String(decoding: bytes[line..<end], as: UTF8.self), isInside: &isCommented)
      outline.enter(text)
      if let name = mention(in: text, outline) {
        return bytes[line..<end].firstRange(of: Array(name.utf8)) ?? line..<end
      }
      line = SourceText.afterBreak(end, in: bytes)
    }
    return nil
  }

  /// What a line names the revision by.
  private func mention(in line: String, _ outline: Outline) -> String? {
    if matcher.isDistinct { return matcher.occurs(in: line) ? matcher.revision : nil }
    if matcher.namesObject(line) || isValue(in: line, outline) || isTemplateDefault(in: line) {
      return matcher.revision
    }
    guard matcher.revision == MeshLabels.defaultRevision, followsDefault(line, outline) else {
      return nil
    }
    return MeshLabels.injection
  }

  // MARK: Values

  /// Whether the revision is all that follows the name of a revision's field.
  private func isValue(in line: String, _ outline: Outline) -> Bool {
    let text = Array(line.utf8)
    var start = 0
    while let found = text.firstRange(of: revision, in: start..<text.count) {
      start = found.lowerBound + 1
      guard Self.endsValue(text, at: found.upperBound), let key = Self.key(before: found, in: text)
      else { continue }
      let subject = key == "value" ? outline.subject ?? key : key
      if RevisionField.isName(subject) { return true }
    }
    return false
  }

  /// Whether a value is over: nothing follows that a name may go on with.
  private static func endsValue(_ text: [UInt8], at offset: Int) -> Bool {
    guard offset < text.count else { return true }
    return !isName(text[offset])
  }

  /// The key before a value: `key: value`, `"key":"value"`, `--key=value`.
  private static func key(before value: Range<Int>, in text: [UInt8]) -> String? {
    var end = value.lowerBound
    func skip(_ set: [UInt8]) { while end > 0, set.contains(text[end - 1]) { end -= 1 } }
    let quotes = Array(#""'\"#.utf8)
    skip(quotes)
    skip([UInt8(ascii: " ")])
    guard end > 0, text[end - 1] == UInt8(ascii: ":") || text[end - 1] == UInt8(ascii: "=") else {
      return nil
    }
    end -= 1
    skip([UInt8(ascii: " ")])
    skip(quotes)
    var start = end
    while start > 0, isName(text[start - 1]) || text[start - 1] == UInt8(ascii: "/") { start -= 1 }
    return start < end ? String(decoding: text[start..<end], as: UTF8.self) : nil
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte)
    }
  }

  /// Whether a template of the line gives the revision as a text: `{{ .Values.rev | default "blue" }}`.
  ///
  /// Charts of Istio write `default "default"` for whatever is installed.
  private func isTemplateDefault(in line: String) -> Bool {
    guard matcher.revision != MeshLabels.defaultRevision, line.contains("{{"),
      ["\"", "'", "`"].contains(where: { line.contains("\($0)\(matcher.revision)\($0)") })
    else { return false }
    return line.split { !($0.isLetter || $0.isNumber || "_-./".contains($0)) }
      .contains { RevisionField.isName(String($0)) }
  }

  // MARK: The default

  /// Whether a line puts the label of the default injector on something.
  private func followsDefault(_ line: String, _ outline: Outline) -> Bool {
    guard let label = line.firstRange(of: MeshLabels.injection) else { return false }
    let before = line[..<label.lowerBound].lowercased()
    guard !Self.isSelector(outline.parent), !before.contains("matchlabels"),
      !before.contains("selector")
    else { return false }
    let rest = line[label.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
    guard rest.first == ":" else { return false }
    let value = rest.dropFirst().drop { $0 == "\"" || $0 == "'" || $0 == " " }
    if value.hasPrefix("enabled") {
      return Self.endsValue(Array(value.utf8), at: "enabled".utf8.count)
    }
    return value.hasPrefix("{{") && value.contains("\"enabled\"")
  }

  /// Whether labels under a key are looked for, not given.
  static func isSelector(_ key: String?) -> Bool {
    guard let key = key?.lowercased() else { return false }
    return key == "matchlabels" || key.hasSuffix("selector")
  }

  // MARK: Comments

  /// A line without YAML's comment and those of Go templates, which go over several lines.
  private static func withoutComments(_ line: String, isInside: inout Bool) -> String {
    var text = ""
    var rest = line[...]
    while true {
      if isInside {
        guard let end = rest.firstRange(of: "*/") else { break }
        rest = rest[end.upperBound...]
        isInside = false
      }
      guard let start = rest.firstRange(of: "/*"),
        rest[..<start.lowerBound].reversed().drop(while: { $0 == " " || $0 == "-" }).starts(
          with: "{{")
      else {
        text += rest
        break
      }
      text += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      isInside = true
    }
    return RevisionMatcher.withoutComment(text)
  }
}

extension TextMention {
  /// Where a line stands, by the indentation of those before it.
  private struct Outline {
    private var open: [(indentation: Int, key: String)] = []
    /// The value of a `name` or `key` on the line before, which a `value` is about.
    private(set) var subject: String?
    /// The key that the line stands under.
    private(set) var parent: String?

    /// Goes on to a line.
    mutating func enter(_ line: String) {
      let bare = line.drop { $0 == " " || $0 == "-" }
      guard !bare.isEmpty, !bare.hasPrefix("{{") else { return }
      let indentation = line.count - bare.count
      while let last = open.last, last.indentation >= indentation { open.removeLast() }
      parent = open.last?.key
      guard let colon = bare.firstIndex(of: ":") else { return }
      let key = String(bare[..<colon]).filter { $0 != "\"" && $0 != "'" }
      open.append((indentation, key))
      if key == "name" || key == "key" {
        subject = bare[bare.index(after: colon)...].filter { !" \"'".contains($0) }
      } else if key != "value" {
        subject = nil
      }
    }
  }
}
