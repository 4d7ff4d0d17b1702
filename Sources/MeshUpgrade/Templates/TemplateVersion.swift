/// A version of Istio, as far as templates ask about it.
package struct TemplateVersion: Hashable, Sendable {
  /// The first number: 1.
  package let major: Int
  /// The second number, which decides the form of the manifests.
  package let minor: Int
  /// The whole version as people write it, such as `1.14.1-asm.3`.
  package let text: String

  package init(major: Int, minor: Int, text: String) {
    self.major = major
    self.minor = minor
    self.text = text
  }

  /// The version with everything behind the minor cut off, such as `1.14`.
  package var minorText: String { "\(major).\(minor)" }
}
