package import Files

/// A commit, copied out of the repository.
package struct Commit: Sendable, Hashable {
  /// The commit's own id.
  package let id: ObjectID
  /// The id of its tree.
  package let tree: ObjectID
  /// The ids of its parents, first parent first.
  package let parents: [ObjectID]
  /// Who wrote the change, and when.
  package let author: Signature
  /// Who made the commit, and when.
  package let committer: Signature
  /// The message, with bytes that are not UTF-8 shown as U+FFFD.
  package let message: String

  package init(
    id: ObjectID, tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature,
    message: String
  ) {
    self.id = id
    self.tree = tree
    self.parents = parents
    self.author = author
    self.committer = committer
    self.message = message
  }
}
