/// The branches of a phase and the commits they point to, as plain text.
///
/// A phase without changes has none; one that has landed has what takes it back.
package struct PhaseCommits: Hashable, Sendable {
  /// The branch with the phase, without `refs/heads/`; nil for one that has landed.
  package let branch: String?
  /// The phase's commit.
  package let commit: String?
  /// The branch that takes it back; nil for a phase that cannot be taken back.
  package let rollbackBranch: String?
  /// The commit that takes it back.
  package let rollbackCommit: String?

  package init(
    branch: String?, commit: String?, rollbackBranch: String?, rollbackCommit: String?
  ) {
    self.branch = branch
    self.commit = commit
    self.rollbackBranch = rollbackBranch
    self.rollbackCommit = rollbackCommit
  }
}

/// The commit a plan is made on.
package struct BaseCommit: Hashable, Sendable {
  /// The full name of the branch, else the revision as it was asked for.
  package let ref: String
  /// The commit's id.
  package let commit: String

  package init(ref: String, commit: String) {
    self.ref = ref
    self.commit = commit
  }
}
