import Testing

/// A state that breaks a rule, and the same mended.
struct LintRow: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let broken: [String: String]
  let found: [String]
  /// The files that mend it.
  var mended: [String: String] = [:]

  /// The files of the mended state; an empty text removes a file.
  var mendedFiles: [String: String] {
    broken.merging(mended) { $1 }.filter { !$0.value.isEmpty }
  }
}
