internal import Files
internal import Kubernetes
internal import YAML
internal import YAMLDiff

/// A change inside a document as reports show it: without secrets, with places and details.
struct ReportedChange {
  /// What differs; values that are secret are `***`.
  let value: ValueChange
  /// Where it stands before; nil when it does not.
  let from: Place?
  /// Where it stands after; nil when it does not.
  let to: Place?
  /// What differs inside two strings, where that can be told.
  let detail: ChangeDetail?
  /// Whether the values are not shown as they are.
  let isMasked: Bool
}

/// What differs inside two strings.
indirect enum ChangeDetail {
  /// Both hold YAML or JSON: the changes of their data.
  case inside([ReportedChange])
  /// Both hold the same YAML or JSON, written differently; nil where the text may not be told.
  case style(TextChange?)
  /// They are texts of lines.
  case lines(TextChange)
}

/// The line difference of two strings, and where their first lines stand in the files.
struct TextChange {
  let diff: LineDiff
  /// The place of the first line, where each line of the string is a line of the file.
  let from: Place?
  let to: Place?
}

/// A change of a comment as reports show it, with its places.
struct ReportedComment {
  let change: CommentChange
  /// Where the comment stands before; nil when it does not.
  let from: Place?
  /// Where it stands after; nil when it does not.
  let to: Place?
}

/// A document of a comparison as reports show it: all that became of it.
struct ReportedDocument {
  /// The changes of the comparison that it is made of: one, or a move and what changed as well.
  let changes: [DocumentChange]
  /// The object after, else before; nil for a document that is none.
  let object: ObjectReference?
  /// The object before, where there was one.
  let oldObject: ObjectReference?
  /// Where it stands before; nil when it does not.
  let from: Place?
  /// Where it stands after; nil when it does not.
  let to: Place?

  /// What became of it, in the order of ``changes``.
  var kinds: [DocumentChange.Kind] { changes.map(\.kind) }

  /// The object's name, or a word for a document that has none.
  var name: String { object?.description ?? "document without a name" }
}
