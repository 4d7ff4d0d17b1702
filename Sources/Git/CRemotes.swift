import CLibGit2
package import Files

extension Repository {
  /// The reference in which git keeps what it has last seen of a remote's branch.
  ///
  /// The remote's refspecs for fetching say so; where none is about the branch, it is the usual
  /// one. Nil when there is no remote of that name. The libgit2 functions are `git_remote_lookup`,
  /// `git_refspec_src_matches` and `git_refspec_transform`.
  package func trackingReference(of branch: String, remote name: String) -> String? {
    guard !name.utf8.contains(0), !branch.utf8.contains(0) else { return nil }
    var found: OpaquePointer? = nil
    guard unsafe git_remote_lookup(&found, handle, name) == 0, let remote = unsafe found else {
      return nil
    }
    defer { unsafe git_remote_free(remote) }
    for position in unsafe 0..<git_remote_refspec_count(remote) {
      guard let refspec = unsafe git_remote_get_refspec(remote, position),
        unsafe git_refspec_direction(refspec) == GIT_DIRECTION_FETCH,
        unsafe git_refspec_src_matches(refspec, branch) == 1
      else { continue }
      var buffer = unsafe git_buf()
      guard unsafe git_refspec_transform(&buffer, refspec, branch) == 0 else { continue }
      defer { unsafe git_buf_dispose(&buffer) }
      if let text = unsafe buffer.ptr { return unsafe String(cString: text) }
    }
    let prefix = "refs/heads/"
    guard branch.hasPrefix(prefix) else { return nil }
    return "refs/remotes/\(name)/\(branch.dropFirst(prefix.count))"
  }

  /// Every value that the reflog of a reference remembers; none where there is no reflog.
  ///
  /// The libgit2 functions are `git_reflog_read` and `git_reflog_entry_byindex`.
  package func formerTargets(of reference: String) -> Set<ObjectID> {
    var found: OpaquePointer? = nil
    guard !reference.utf8.contains(0), unsafe git_reflog_read(&found, handle, reference) == 0,
      let log = unsafe found
    else { return [] }
    defer { unsafe git_reflog_free(log) }
    var targets: Set<ObjectID> = []
    for position in unsafe 0..<git_reflog_entrycount(log) {
      guard let entry = unsafe git_reflog_entry_byindex(log, position) else { continue }
      if let id = unsafe git_reflog_entry_id_old(entry) {
        targets.insert(unsafe ObjectID(id.pointee))
      }
      if let id = unsafe git_reflog_entry_id_new(entry) {
        targets.insert(unsafe ObjectID(id.pointee))
      }
    }
    targets.remove(.zero)
    return targets
  }
}
