/// What went wrong in the Git repository: facts only, the text for people is made by the tool.
package struct GitError: Error, Sendable, Hashable {
  /// What a caller can tell apart.
  package enum Category: String, Sendable, Hashable {
    /// There is no such repository, revision, reference, object or path.
    case notFound
    /// An abbreviated id fits several objects.
    case ambiguous
    /// Another process holds the lock, or left it behind.
    case locked
    /// A reference is not what the caller expected; ``GitError/conflict`` says how.
    case changed
    /// Something is in the way of what was to be made.
    case exists
    /// The request or a Git object is malformed.
    case invalid
    /// The repository belongs to another user and is not listed in `safe.directory`.
    case owner
    /// A bare repository was found that `safe.bareRepository` wants to be named.
    case bare
    /// The file system denied access.
    case permission
    /// The file system is mounted for reading only.
    case readOnly
    /// The file system, or the user's part of it, is full.
    case full
    /// The repository has a format or an extension that libgit2 does not know.
    case unsupported
    /// Everything else; the message tells.
    case other
  }

  /// What was being done, as a phrase without capital or period: `lock refs/heads/main`.
  package let operation: String
  /// The kind of failure.
  package let category: Category
  /// The status that libgit2 returned; 0 when this module found the failure.
  package let code: Int32
  /// libgit2's or this module's description of the failure.
  package let message: String
  /// The reference that was not as expected, for ``Category/changed``.
  package let conflict: ReferenceConflict?
  /// The file or folder that the failure is about, where this module knows it.
  package let path: String?
  /// What failed for the same reason beside it, such as the locks of other references.
  package internal(set) var others: [GitError] = []

  package init(
    operation: String, category: Category, code: Int32 = 0, message: String,
    conflict: ReferenceConflict? = nil, path: String? = nil
  ) {
    self.operation = operation
    self.category = category
    self.code = code
    self.message = message
    self.conflict = conflict
    self.path = path
  }
}
