import CLibGit2
import Files

extension Repository {
  /// The commit that a revision names, through any tags (`git_revparse_single`, `git_object_peel`).
  package func commit(named revision: String) throws(GitError) -> Commit {
    let operation = "find commit \(revision)"
    try checkNoNUL(in: revision, operation: operation)
    var object: OpaquePointer? = nil
    try check(unsafe git_revparse_single(&object, handle, revision), operation: operation)
    defer { unsafe git_object_free(object) }
    var peeled: OpaquePointer? = nil
    try check(
      unsafe git_object_peel(&peeled, object, GIT_OBJECT_COMMIT), operation: operation)
    defer { unsafe git_object_free(peeled) }
    guard let peeled = unsafe peeled else {
      throw GitError(operation: operation, category: .other, message: "no commit came back")
    }
    return unsafe Self.commit(copying: peeled)
  }

  /// The full name of the branch that a revision names, nil when it names none.
  ///
  /// `HEAD` names the branch that it points to; `main~1` names a commit and no branch. The
  /// libgit2 function is `git_revparse_ext`.
  package func referenceName(of revision: String) -> String? {
    var object: OpaquePointer? = nil
    var reference: OpaquePointer? = nil
    guard !revision.utf8.contains(0),
      unsafe git_revparse_ext(&object, &reference, handle, revision) == 0
    else { return nil }
    defer {
      unsafe git_object_free(object)
      unsafe git_reference_free(reference)
    }
    guard let reference = unsafe reference, let name = unsafe git_reference_name(reference) else {
      return nil
    }
    let text = unsafe String(cString: name)
    return text.hasPrefix("refs/heads/") ? text : nil
  }

  private static func commit(copying commit: OpaquePointer) -> Commit {
    let parents = (0..<(unsafe git_commit_parentcount(commit))).map { position in
      unsafe id(git_commit_parent_id(commit, position))
    }
    return unsafe Commit(
      id: id(git_commit_id(commit)), tree: id(git_commit_tree_id(commit)), parents: parents,
      author: signature(copying: git_commit_author(commit)),
      committer: signature(copying: git_commit_committer(commit)),
      message: git_commit_message_raw(commit).map { unsafe String(cString: $0) } ?? "")
  }

  private static func id(_ id: UnsafePointer<git_oid>?) -> ObjectID {
    unsafe id.map { unsafe ObjectID($0.pointee) } ?? .zero
  }

  private static func signature(copying signature: UnsafePointer<git_signature>?) -> Signature {
    guard let value = unsafe signature?.pointee else {
      return Signature(name: "", email: "", seconds: 0, offsetMinutes: 0)
    }
    return unsafe Signature(
      name: value.name.map { unsafe String(cString: $0) } ?? "",
      email: value.email.map { unsafe String(cString: $0) } ?? "",
      seconds: value.when.time, offsetMinutes: Int(value.when.offset))
  }
}
