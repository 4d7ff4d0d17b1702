internal import YAML

/// Recognises the name of a revision in texts.
struct RevisionMatcher: Sendable {
  let revision: String
  /// The revision that takes its place: its name may hold the old one's (`1-13`, `1-13-2`).
  let successor: String?

  init(_ revision: String, successor: String? = nil) {
    self.revision = revision
    self.successor = successor
  }

  /// Names such as `canary` or `default` stand for many things; `asm-1130-0` only for one.
  var isDistinct: Bool { revision.contains("-") && revision.contains(where: \.isNumber) }

  /// Whether the value of a field names the revision: a revision field, or a name made of it.
  func names(_ text: String, under key: String?) -> Bool {
    if text == revision { return isDistinct || key.map(RevisionField.isName) ?? false }
    if isDistinct {
      guard text.contains("\n") else { return occurs(in: text) }
      return text.split(separator: "\n").contains { occurs(in: Self.withoutComment($0)) }
    }
    return namesObject(text)
  }

  /// Whether a text holds a name that Istio makes of the revision's, or a selector of it.
  func namesObject(_ text: String) -> Bool {
    guard revision != MeshLabels.defaultRevision else { return false }
    let forms = ["istiod-", "istio-sidecar-injector-", "istio-validator-", "istio.io/rev="]
    return forms.contains { Self.occurs($0 + revision, in: text) }
  }

  /// Whether a text holds the name, not as a part of a longer one.
  func occurs(in text: some StringProtocol) -> Bool {
    Self.occurs(revision, in: text, notInside: successor)
  }

  private static func occurs(
    _ name: String, in text: some StringProtocol, notInside longer: String? = nil
  ) -> Bool {
    let bytes = Array(text.utf8)
    let masked = longer.flatMap { $0 == name ? nil : ranges(of: $0, in: bytes) } ?? []
    return ranges(of: name, in: bytes).contains { range in
      isWhole(range, in: bytes)
        && !masked.contains {
          $0.lowerBound <= range.lowerBound && $0.upperBound >= range.upperBound
        }
    }
  }

  private static func ranges(of name: String, in bytes: [UInt8]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    let needle = Array(name.utf8)
    var start = 0
    while let range = bytes.firstRange(of: needle, in: start..<bytes.count) {
      result.append(range)
      start = range.lowerBound + 1
    }
    return result
  }

  /// Whether what stands there is not part of a longer word, number or revision: `asm-1130-01`,
  /// `2021-1-13` and `1-13-2` name neither `asm-1130-0` nor `1-13`.
  private static func isWhole(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    func byte(_ offset: Int) -> UInt8 { bytes.indices.contains(offset) ? bytes[offset] : 0 }
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    func isWord(_ byte: UInt8) -> Bool {
      isDigit(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
    }
    let before = byte(range.lowerBound - 1)
    let after = byte(range.upperBound)
    guard !isWord(before), !isWord(after) else { return false }
    if isDigit(bytes[range.lowerBound]), before == UInt8(ascii: "-") || before == UInt8(ascii: "."),
      isDigit(byte(range.lowerBound - 2))
    {
      return false
    }
    return !(after == UInt8(ascii: "-") && isDigit(byte(range.upperBound + 1)))
  }

  /// A line without the comment at its end.
  static func withoutComment(_ line: some StringProtocol) -> String {
    var isAfterBlank = true
    for index in line.indices {
      if line[index] == "#", isAfterBlank { return String(line[..<index]) }
      isAfterBlank = line[index].isWhitespace
    }
    return String(line)
  }
}
