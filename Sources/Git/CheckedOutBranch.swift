/// A branch that a work tree has checked out, and that must not move under it.
package struct CheckedOutBranch: Sendable, Hashable {
  /// The full name of the branch, which need not exist yet.
  package let reference: String
  /// The folder of the work tree.
  package let workTree: String

  package init(reference: String, workTree: String) {
    self.reference = reference
    self.workTree = workTree
  }
}
