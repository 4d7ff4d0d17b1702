/// How far an input came, so that a test can tell laws that held from laws that were not asked.
package enum Outcome: Hashable, Sendable {
  /// It is no YAML, or more than a campaign has time for.
  case unread
  /// It could be read, and was written and compared.
  case read
  /// The tool refused the edit or the patch, which it may.
  case refused
  /// It was edited or patched.
  case changed
}
