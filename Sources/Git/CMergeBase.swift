import CLibGit2
package import Files

extension Repository {
  /// The best common ancestor of two commits; nil when they have none (`git_merge_base`).
  package func mergeBase(of one: ObjectID, and other: ObjectID) throws(GitError) -> ObjectID? {
    var base = git_oid()
    var (left, right) = (one.cValue, other.cValue)
    do throws(GitError) {
      try check(
        unsafe git_merge_base(&base, handle, &left, &right),
        operation: "find the merge base of \(one) and \(other)")
    } catch {
      if error.category == .notFound { return nil }
      throw error
    }
    return ObjectID(base)
  }
}
