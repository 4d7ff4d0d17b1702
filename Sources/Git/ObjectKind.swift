/// The kinds of Git objects that this module reads and writes.
enum ObjectKind: Sendable, CaseIterable {
  /// The content of a file.
  case blob
  /// The content of a folder.
  case tree
  /// A commit.
  case commit
}
