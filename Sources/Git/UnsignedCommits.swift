package import Files

/// Tells what commits would be called without their signatures, and those of the commits below.
///
/// Two commits that differ by signatures alone have the same name here.
package struct UnsignedCommits {
  /// How far down a stack is followed.
  private let depth: Int
  /// Commits that are taken as they are: what a stack stands on.
  private let ends: Set<ObjectID>
  private var known: [ObjectID: ObjectID] = [:]

  package init(standingOn ends: Set<ObjectID>, depth: Int) {
    self.ends = ends
    self.depth = depth
  }

  /// The id that a commit has once the signatures are taken out of it and of what it stands on; its
  /// own where that is out of reach.
  package mutating func id(
    of commit: ObjectID, in repository: borrowing Repository
  ) throws(GitError) -> ObjectID {
    try id(of: commit, in: repository, left: depth) ?? commit
  }

  private mutating func id(
    of commit: ObjectID, in repository: borrowing Repository, left: Int
  ) throws(GitError) -> ObjectID? {
    if ends.contains(commit) { return commit }
    if let id = known[commit] { return id }
    guard left > 0 else { return nil }
    let raw: RawCommit
    do throws(GitError) { raw = try repository.rawCommit(commit) } catch {
      // The end of a shallow history.
      if error.category == .notFound { return nil }
      throw error
    }
    var parents: [ObjectID: ObjectID] = [:]
    for parent in raw.parents {
      guard let id = try id(of: parent, in: repository, left: left - 1) else { return nil }
      parents[parent] = id
    }
    let id = try raw.unsigned.replacing(parents).id
    known[commit] = id
    return id
  }
}

extension RawCommit {
  /// The id of the commit object.
  package var id: ObjectID {
    get throws(GitError) { try StagedObject(kind: .commit, bytes: bytes).id }
  }
}
