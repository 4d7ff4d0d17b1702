/// The forms that Kubernetes gives to names, label keys and label values.
package enum NameSyntax {
  /// Whether a text is a DNS-1123 label: lower-case letters, digits and inner `-`.
  package static func isLabel(_ text: String, limit: Int = 63) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count <= limit, let first = bytes.first, let last = bytes.last else { return false }
    return isLowerOrDigit(first) && isLowerOrDigit(last)
      && bytes.allSatisfy { isLowerOrDigit($0) || $0 == UInt8(ascii: "-") }
  }

  /// Whether a text is a DNS-1123 subdomain: labels with dots between them.
  package static func isSubdomain(_ text: String) -> Bool {
    text.utf8.count <= 253
      && text.split(separator: ".", omittingEmptySubsequences: false)
        .allSatisfy { isLabel(String($0), limit: 253) }
  }

  /// Whether a text can be the key of a label: a name, with a domain and `/` before it or not.
  package static func isLabelKey(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    switch parts.count {
    case 1: return isQualifiedName(parts[0])
    case 2: return isSubdomain(parts[0]) && isQualifiedName(parts[1])
    default: return false
    }
  }

  /// Whether a text can be the value of a label.
  package static func isLabelValue(_ text: String) -> Bool {
    text.isEmpty || isQualifiedName(text)
  }

  private static func isQualifiedName(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count <= 63, let first = bytes.first, let last = bytes.last else { return false }
    return isLetterOrDigit(first) && isLetterOrDigit(last)
      && bytes.allSatisfy { isLetterOrDigit($0) || "-_.".utf8.contains($0) }
  }

  private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  package static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
