import CLibGit2
import Files

extension Repository {
  /// Checks the names of updates that are ordered by name, among themselves and against the rest.
  ///
  /// libgit2's transactions do not look for `refs/heads/a` beside `refs/heads/a/b`, of which Git
  /// can keep only one, nor at the names themselves.
  package func checkNames(of updates: [ReferenceUpdate]) throws(GitError) {
    let names = Set(updates.map(\.name))
    guard names.count == updates.count else {
      throw GitError(
        operation: "move references", category: .invalid, message: "a reference is there twice")
    }
    for update in updates {
      let operation = "check the name \(update.name)"
      guard update.name.hasPrefix("refs/"), try Self.isValid(update.name, operation) else {
        throw GitError(
          operation: operation, category: .invalid, message: "no valid name of a reference")
      }
      for folder in Self.folders(of: update.name) {
        guard !names.contains(folder), try target(of: folder) == nil else {
          throw GitError(
            operation: operation, category: .exists, message: "\(folder) is in the way")
        }
      }
      if let other = try references(under: update.name).first {
        throw GitError(
          operation: operation, category: .exists, message: "\(other.name) is in the way")
      }
    }
  }

  /// Checks that the target of an update exists, and is a commit if the reference is a branch.
  func checkTarget(of update: ReferenceUpdate) throws(GitError) {
    try checkExists(
      update.target, kind: update.name.hasPrefix("refs/heads/") ? .commit : nil,
      operation: "find the target of \(update.name)")
  }

  /// Whether Git accepts the name of a reference (`git_reference_name_is_valid`).
  private static func isValid(_ name: String, _ operation: String) throws(GitError) -> Bool {
    try checkNoNUL(in: name, operation: operation)
    var valid: Int32 = 0
    try check(unsafe git_reference_name_is_valid(&valid, name), operation: operation)
    return valid == 1
  }

  /// The names of which `name` is below: for `refs/heads/a/b` it is `refs/heads/a`.
  private static func folders(of name: String) -> [String] {
    let parts = name.split(separator: "/")
    guard parts.count > 3 else { return [] }
    return (3..<parts.count).map { parts.prefix($0).joined(separator: "/") }
  }
}
