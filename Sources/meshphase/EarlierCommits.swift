internal import Files
internal import Git
internal import MeshUpgrade

/// Walks back along the first parents of a commit, and reads what was different there.
struct EarlierCommits {
  private var current: Commit

  init(before commit: Commit) { current = commit }

  /// Gives a history as many earlier commits as it needs.
  mutating func feed(
    _ history: inout UpgradeHistory, from repository: borrowing Repository
  ) throws(Refusal) {
    do throws(GitError) {
      while history.needsEarlier {
        switch try repository.commit(before: current) {
        case .none: history.end(isCutOff: false)
        case .missing: history.end(isCutOff: true)
        case .commit(let earlier):
          history.add(try difference(of: earlier, in: repository))
          current = earlier
        }
      }
    } catch { throw Refusal(GitFinding.make(error)) }
  }

  /// What an earlier commit has in place of what the one at hand has.
  private func difference(
    of earlier: Commit, in repository: borrowing Repository
  ) throws(GitError) -> EarlierState {
    var files: [EarlierState.File] = []
    for difference in try repository.differences(from: current.tree, to: earlier.tree) {
      var content: [UInt8]?
      if let entry = difference.new, RepositoryFiles.mayHoldManifests(entry) {
        content = try repository.content(of: entry.content)
      }
      files.append(
        EarlierState.File(path: difference.path, entry: difference.new, content: content))
    }
    return EarlierState(commit: earlier.id.description, files: files)
  }
}
