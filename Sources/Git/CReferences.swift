import CLibGit2
package import Files

extension Repository {
  /// What a reference points to in the end, nil when it is absent (`git_reference_name_to_id`).
  package func target(of reference: String) throws(GitError) -> ObjectID? {
    let operation = "read \(reference)"
    try checkNoNUL(in: reference, operation: operation)
    var id = git_oid()
    do throws(GitError) {
      try check(unsafe git_reference_name_to_id(&id, handle, reference), operation: operation)
    } catch {
      if error.category == .notFound { return nil }
      throw error
    }
    return ObjectID(id)
  }

  /// The references in a folder such as `refs/heads/meshphase/`, ordered bytewise by name.
  ///
  /// The prefix is a folder with or without its final `/`: `refs/heads/a` does not cover
  /// `refs/heads/ab`. The libgit2 function is `git_reference_iterator_glob_new`.
  package func references(
    under prefix: String
  ) throws(GitError) -> [(name: String, target: ObjectID)] {
    let operation = "list references under \(prefix)"
    try checkNoNUL(in: prefix, operation: operation)
    let folder = prefix.hasSuffix("/") ? prefix : prefix + "/"
    var found: [(name: String, target: ObjectID)] = []
    for name in try referenceNames(matching: folder + "*", operation: operation)
    where name.utf8.starts(with: folder.utf8) {
      if let target = try target(of: name) { found.append((name, target)) }
    }
    return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// What a symbolic reference points to by name, nil when it is absent or not symbolic.
  ///
  /// The reference that it names need not exist (`git_reference_symbolic_target`).
  func symbolicTarget(of reference: String) throws(GitError) -> String? {
    try unsafe Self.symbolicTarget(of: reference, in: handle)
  }

  /// The same for another repository's handle.
  static func symbolicTarget(
    of reference: String, in repository: OpaquePointer
  ) throws(GitError) -> String? {
    var found: OpaquePointer? = nil
    do throws(GitError) {
      try check(
        unsafe git_reference_lookup(&found, repository, reference), operation: "read \(reference)")
    } catch {
      if error.category == .notFound { return nil }
      throw error
    }
    defer { unsafe git_reference_free(found) }
    return unsafe git_reference_symbolic_target(found).map { unsafe String(cString: $0) }
  }

  private func referenceNames(
    matching glob: String, operation: String
  ) throws(GitError) -> [String] {
    var iterator: OpaquePointer? = nil
    try check(
      unsafe git_reference_iterator_glob_new(&iterator, handle, glob), operation: operation)
    defer { unsafe git_reference_iterator_free(iterator) }
    var names: [String] = []
    while true {
      var name: UnsafePointer<CChar>? = nil
      let status = unsafe git_reference_next_name(&name, iterator)
      if status == GIT_ITEROVER.rawValue { return names }
      try check(status, operation: operation)
      if let name = unsafe name { unsafe names.append(String(cString: name)) }
    }
  }
}
