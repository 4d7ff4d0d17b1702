package import YAML

/// What a report of a difference says of a stream's documents, so that it can be made on one.
///
/// Applied to the stream that it was made of it gives the other one, as data and in its order; its
/// inverse gives the first one back.
package struct StreamPatch: Sendable {
  /// How a document is found.
  package struct Handle: Hashable, Sendable {
    /// What its kind calls it; nil for a document without names, which only its position tells.
    package let identity: DocumentIdentity?
    /// Its position among the documents of the stream, or of a list among the lists.
    package let position: Int?
    /// Whether it is a list of documents, without these.
    package let isList: Bool

    package init(identity: DocumentIdentity?, position: Int?, isList: Bool = false) {
      self.identity = identity
      self.position = position
      self.isList = isList
    }
  }

  /// All that becomes of one document.
  package struct Edit: Sendable {
    /// The document before and after; nil where it is not there.
    package var from: Handle?
    package var to: Handle?
    /// Which entry of the report tells of it first, and which one tells each of the changes.
    package var entry: Int
    package var entries: [Int] = []
    package var isMoved = false
    /// The whole document that comes or goes.
    package var value: Value?
    /// What changes inside.
    package var changes: [RecordedChange] = []
    /// Whether another document may have the same identity.
    package var mayRepeat = false

    package init(from: Handle?, to: Handle?, entry: Int) {
      self.from = from
      self.to = to
      self.entry = entry
    }

    fileprivate var inverse: Edit {
      var edit = self
      (edit.from, edit.to) = (to, from)
      edit.changes = changes.map(\.inverse)
      return edit
    }
  }

  package var edits: [Edit]

  package init(edits: [Edit]) { self.edits = edits }

  /// The patch that takes this one back.
  package var inverse: StreamPatch { StreamPatch(edits: edits.map(\.inverse)) }

  /// Why a patch cannot be made: which entry of the report, and where in the stream.
  package struct Problem: Error, Sendable {
    /// What stands in the way.
    package enum Reason: Sendable {
      /// The stream cannot be read.
      case unreadable(ParseError)
      /// Several documents have % directives in common.
      case directives
      /// The document is not there, or is another one at its position.
      case noDocument(Handle)
      /// Several documents have the identity, and none stands at the position.
      case severalDocuments(DocumentIdentity)
      /// Something has the identity of a document that comes.
      case exists(DocumentIdentity)
      /// Something in the document is not as expected.
      case misfit([String], RecordedChange.Problem)
      /// The text cannot be edited.
      case edit(EditError)
      /// The new text does not read as the new data.
      case unverified
    }

    package let reason: Reason
    /// The entry of the report; nil where it is about all of it.
    package let entry: Int?
    /// The bytes of the stream.
    package let range: Range<Int>

    init(_ reason: Reason, entry: Int? = nil, at range: Range<Int>) {
      self.reason = reason
      self.entry = entry
      self.range = range
    }
  }

  /// The text of a stream after the patch: documents that it does not name keep their bytes.
  package func applied(
    to source: StreamSource, rules: DocumentRules
  ) throws(Problem) -> [UInt8] {
    guard !edits.isEmpty else { return source.bytes }
    let documents = try PatchedDocuments(source, rules: rules)
    let outcome = try PatchOutcome(self, of: documents)
    return try PatchedText.text(of: outcome, documents: documents)
  }
}
