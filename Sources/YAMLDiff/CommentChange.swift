package import YAML

/// One difference between the comments of a node before and after.
package struct CommentChange: Hashable, Sendable {
  /// What happened to the comment.
  package enum Kind: String, Sendable {
    case added
    case removed
    case changed
  }

  /// What happened.
  package let kind: Kind
  /// The way to the node: in the new document, in the old one when removed.
  package let path: Path
  /// The way to the node in the old document; the node is there on both sides.
  package let oldPath: Path
  /// The path with list items named by their keys.
  package let keyedPath: String
  /// Where the comment stands, seen from the node.
  package let position: NodeComment.Position
  /// The text before; nil when there was none.
  package let from: String?
  /// The text after; nil when there is none.
  package let to: String?
  /// The bytes of the old document's source; nil when there was no comment.
  package let fromRange: Range<Int>?
  /// The bytes of the new document's source; nil when there is no comment.
  package let toRange: Range<Int>?
}
