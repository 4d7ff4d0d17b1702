/// A law that an input breaks, with the texts that show it.
package struct Violation: Error, CustomStringConvertible {
  /// The law in words.
  package let law: String
  /// What was there, by name.
  package let evidence: [(name: String, text: String)]

  package var description: String {
    evidence.reduce(law) { $0 + "\n--- \($1.name)\n" + $1.text }
  }
}

/// Throws where a law does not hold.
func require(
  _ isTrue: Bool, _ law: String, _ evidence: @autoclosure () -> [(name: String, text: String)] = []
) throws(Violation) {
  guard isTrue else { throw Violation(law: law, evidence: evidence()) }
}

extension [UInt8] {
  /// The text as it would be written in a test.
  var shown: String { String(decoding: self, as: UTF8.self).debugDescription }
}
