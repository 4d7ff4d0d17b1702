internal import Files
internal import Kubernetes
internal import YAML

/// Takes a phase back in all its parts, the latest first.
struct PhaseReversals {
  private let parts: [PhaseReversal]
  /// The repository before, and once all is taken back.
  let before: MeshRepository
  let after: MeshRepository

  init(
    _ origin: PhaseOrigin, in repository: MeshRepository, keep: KeepRules = KeepRules()
  ) throws(Refusal) {
    var parts: [PhaseReversal] = []
    var current = repository
    for part in origin.parts {
      let reversal = try PhaseReversal(PhaseComparison(part, with: current), keep: keep)
      current = reversal.after
      parts.append(reversal)
    }
    self.parts = parts
    before = repository
    after = current
  }

  var edited: [(path: Path, file: RepositoryPath)] { parts.flatMap(\.edited) }
  var conflicts: [RollbackConflict] { parts.flatMap(\.conflicts) }
  var gone: [ComparedDocument] { parts.flatMap(\.gone) }

  /// The edits that all of it comes to, in path order.
  var edits: [TreeEdit] {
    Set(parts.flatMap(\.edits).map(\.path)).sorted().compactMap { path in
      guard before.contents[path] != after.contents[path] else { return nil }
      return after.contents[path].map { .write(path: path, bytes: $0) } ?? .remove(path: path)
    }
  }

  func changes() throws(Refusal) -> [Change] {
    var changes: [Change] = []
    for part in parts { changes += try part.changes() }
    return changes
  }
}
