/// A document of a comparison: what became of it, and the differences inside it.
package struct DocumentChange: Sendable {
  /// What became of a document as a whole.
  package enum Kind: String, Sendable, CaseIterable {
    case added
    case removed
    /// It is there on both sides and differs inside.
    case changed
    /// It stands elsewhere: at another place of the stream, or in another file.
    case moved
    /// It has another name.
    case renamed
  }

  package let kind: Kind
  /// The document before; nil when it was not there.
  package let from: StreamDocument?
  /// The document after; nil when it is not there.
  package let to: StreamDocument?
  /// The differences inside, for a document that is there on both sides.
  package let changes: [NodeChange]
  /// The differences of the comments inside, where they were asked for.
  package let comments: [CommentChange]

  init(
    kind: Kind, from: StreamDocument?, to: StreamDocument?, changes: [NodeChange] = [],
    comments: [CommentChange] = []
  ) {
    self.kind = kind
    self.from = from
    self.to = to
    self.changes = changes
    self.comments = comments
  }
}
