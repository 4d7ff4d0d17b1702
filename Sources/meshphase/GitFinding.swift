internal import Files
internal import Git
internal import MeshUpgrade

/// Says what Git said, and what can be done about it.
enum GitFinding {
  static func make(_ error: GitError) -> Finding {
    Finding(.git, message: message(error), hint: hint(error))
  }

  /// The finding of an error, and those of what failed beside it; the last of several locks says what
  /// can be done about all.
  static func all(_ error: GitError) -> [Finding] {
    let errors = [error] + error.others
    let locks = errors.filter { $0.category == .locked }
    let last = errors.lastIndex { $0.category == .locked }
    return errors.enumerated().map { position, each in
      let isOneOfLocks = each.category == .locked && position != last
      let hint = each.category == .locked ? hint(locked: locks) : hint(each)
      return Finding(.git, message: message(each), hint: isOneOfLocks ? nil : hint)
    }
  }

  private static func message(_ error: GitError) -> String {
    if let conflict = error.conflict {
      return "\(conflict.name) was moved meanwhile: found \(name(conflict.found)), expected"
        + " \(name(conflict.expected))"
    }
    return "\(error.operation): \(error.message)"
  }

  private static func hint(_ error: GitError) -> String? {
    switch error.category {
    case .locked: return hint(locked: [error])
    case .changed: return "something else moved the branch meanwhile; run meshphase again"
    case .owner: return owner(error)
    case .bare:
      return "name the repository itself with -C"
        + (error.path.map { ", such as -C \(ShellWord.path($0))" } ?? "")
    case .unsupported: return unsupported(error)
    case .permission:
      return "check who may read and write the repository's .git folder, and as whom meshphase runs"
    case .readOnly:
      return "the file system is mounted for reading only: plan and verify work there, commit"
        + " needs a repository that can be written"
    case .full: return "make room on the file system of the repository, and run meshphase again"
    default: return nil
    }
  }

  private static func hint(locked errors: [GitError]) -> String {
    let files = errors.compactMap(lockFile).map { ShellWord.path($0) }
    let command = files.isEmpty ? "" : ": rm \(files.joined(separator: " "))"
    return "another Git process may be at work: wait until it is done; if none is, remove the"
      + " \(errors.count == 1 ? "lock" : "locks") that one left behind\(command)"
  }

  private static func name(_ expected: ReferenceUpdate.Expectation) -> String {
    switch expected {
    case .mustMatch(let id): name(id)
    case .mustNotExist: "no such branch"
    case .any: "any value"
    }
  }

  private static func name(_ id: ObjectID?) -> String {
    id.map { "\($0)" } ?? "no such branch"
  }

  private static func owner(_ error: GitError) -> String {
    let path = error.path.map { " \(ShellWord.path($0))" } ?? ""
    return
      "if you trust whoever owns it, as for git: git config --global --add safe.directory\(path)"
  }

  /// What can be done about a format that libgit2 does not know.
  private static func unsupported(_ error: GitError) -> String {
    let repository = error.path.map { "--git-dir=\(ShellWord.quoted($0)) " } ?? ""
    if error.message.contains("refstorage") {
      return "with Git 2.46 or newer: git \(repository)refs migrate --ref-format=files"
    }
    if error.message.contains("objectformat") || error.message.contains("compatobjectformat") {
      return "meshphase works in repositories with SHA-1 ids only, and Git cannot convert one in"
        + " place: git fast-export and git fast-import make a new one"
    }
    return "make a clone without it: git clone --no-local"
      + (error.path.map { " \(ShellWord.path($0))" } ?? "") + " meshphase-clone"
  }

  /// The path of the lock that libgit2 names between single quotes.
  private static func lockFile(_ error: GitError) -> String? {
    if let path = error.path { return path }
    let message = error.message
    guard let start = message.firstIndex(of: "'"), let end = message.lastIndex(of: "'"),
      start < end
    else { return nil }
    let path = message[message.index(after: start)..<end]
    return path.hasSuffix(".lock") ? String(path) : nil
  }
}
