internal import Git
internal import MeshUpgrade

/// Says what Git said.
enum GitFinding {
  static func make(_ error: GitError) -> Finding {
    var hint: String?
    switch error.category {
    case .locked:
      hint =
        "another Git process may be at work; if none is, remove the lock that one left behind"
        + (lockFile(in: error.message).map { ": rm '\($0)'" } ?? "")
    case .changed: hint = "something else moved the branch meanwhile; run meshphase again"
    case .owner:
      hint = "the folder belongs to another user: git config --global --add safe.directory"
    case .permission: hint = "check who may write to the repository's .git folder"
    default: break
    }
    return Finding(.git, message: "\(error.operation): \(error.message)", hint: hint)
  }

  /// The path of the lock that libgit2 names between single quotes.
  private static func lockFile(in message: String) -> Substring? {
    guard let start = message.firstIndex(of: "'"), let end = message.lastIndex(of: "'"),
      start < end
    else { return nil }
    let path = message[message.index(after: start)..<end]
    return path.hasSuffix(".lock") && !path.contains("'") ? path : nil
  }
}
