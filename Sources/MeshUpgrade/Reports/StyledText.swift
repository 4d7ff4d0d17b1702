/// Text with meaning attached to its parts; what a meaning looks like is the terminal's business.
package struct StyledText: Hashable, Sendable {
  /// What a part of a text is.
  package enum Style: Sendable {
    case plain
    case heading
    case name
    case added
    case removed
    case dim
    case command
    case error
    case warning
    case hint
  }

  /// The parts in order.
  package private(set) var parts: [Part] = []

  /// A run of text with one meaning.
  package struct Part: Hashable, Sendable {
    package let text: String
    package let style: Style
  }

  package init() {}

  /// Adds a part; control characters are made visible, because file names and values may hold
  /// what a terminal would obey.
  package mutating func add(_ text: String, _ style: Style = .plain) {
    if text.isEmpty { return }
    parts.append(Part(text: Self.visible(text), style: style))
  }

  /// Adds a part and ends the line.
  package mutating func line(_ text: String = "", _ style: Style = .plain) {
    add(text, style)
    endLine()
  }

  /// Adds a part of another text, as it is there.
  mutating func append(_ part: Part) { parts.append(part) }

  /// Ends the line.
  package mutating func endLine() { parts.append(Part(text: "\n", style: .plain)) }

  /// The text alone.
  package var plain: String { parts.map(\.text).joined() }

  /// The text with control characters, but not tabs, as escapes such as `\u{1B}`.
  package static func visible(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    guard mayHoldControls(text), text.unicodeScalars.contains(where: isControl) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isControl(scalar) {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether the bytes of a text may be those of ``isControl(_:)``; those of an arrow are not.
  private static func mayHoldControls(_ text: String) -> Bool {
    var lead: UInt8 = 0
    for byte in text.utf8 {
      switch (lead, byte) {
      case (_, 0..<0x20), (_, 0x7F), (_, 0xC2), (_, 0xD8), (0xE2, 0x80), (0xE2, 0x81): return true
      default: lead = byte
      }
    }
    return false
  }

  /// Controls, and the marks that turn the direction of text.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09: false
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
