/// A comment of a document: what it says and the node it belongs to.
///
/// Lines that hold nothing else and follow each other are one comment; a blank line ends it.
package struct NodeComment: Hashable, Sendable {
  /// Where a comment stands, seen from its node.
  package enum Position: String, Hashable, Sendable, CaseIterable {
    /// On lines of its own before the node's key or dash, or between that and the value.
    case above
    /// After something of the node's on the same line: its key, dash, value, header or bracket.
    case beside
    /// On lines of its own after the last part of the node, and above no other node.
    case below
  }

  /// The bytes from the first `#` to the end of the last line, without blanks at its end.
  package let range: Range<Int>
  /// The text from each line's `#` on, without blanks at its end; lines are joined by `\n`.
  package let text: String
  /// The way to the node as it is written: neither aliases nor merge keys are followed.
  package let path: Path
  package let position: Position
}
