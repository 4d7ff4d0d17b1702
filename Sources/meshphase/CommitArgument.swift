internal import Git
internal import MeshUpgrade

/// A commit that an argument names, which may be a path that nothing was found at.
enum CommitArgument {
  /// Opens the repository at it; says where there is no commit at all.
  static func open(
    _ repository: String, _ name: String
  ) throws(Refusal) -> LoadedRepository {
    do throws(Refusal) {
      return try LoadedRepository.open(repository, atArgument: name)
    } catch {
      guard let opened = try? LoadedRepository.open(repository),
        (try? opened.commit(named: "HEAD")) == nil,
        (try? opened.references(under: "refs/"))?.isEmpty == true
      else { throw error }
      throw Refusal(
        error.findings.map { finding in
          var finding = finding
          finding.hint = "commits are looked up in the repository of -C, which has none yet"
          return finding
        }, outcome: error.outcome)
    }
  }
}
