/// What is wrong with a value of a document, or with another part of a text, and where it stands.
package struct NodeProblem: Error, Hashable, Sendable {
  /// The bytes of the source it is about.
  package let range: Range<Int>
  /// What was found and what was expected.
  package let message: String
  /// What to do about it.
  package let hint: String?

  package init(at range: Range<Int>, message: String, hint: String? = nil) {
    self.range = range
    self.message = message
    self.hint = hint
  }
}
