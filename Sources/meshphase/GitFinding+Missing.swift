internal import Files
internal import Git
internal import MeshUpgrade

extension GitFinding {
  /// How many missing files are named.
  private static let namesLimit = 10

  /// What an error while reading files says: if content is missing, all that is, by path and id.
  static func make(
    _ error: GitError, reading files: [FileEntry], in repository: borrowing Repository
  ) -> Finding {
    guard error.category == .notFound, let missing = try? repository.missing(among: files),
      !missing.isEmpty
    else { return make(error) }
    let isPartial = (try? repository.isPartialClone()) ?? false
    let names = missing.prefix(namesLimit).map { "\($0.path) (\($0.content))" }
    let more = missing.count > names.count ? ", and \(missing.count - names.count) more" : ""
    let noun = missing.count == 1 ? "file" : "files"
    let what = isPartial ? "a partial clone" : "damaged"
    let folder = ShellWord.path(repository.workTree ?? repository.gitDirectory)
    return Finding(
      .git,
      message: "the content of \(missing.count) \(noun) is missing in this repository, which is"
        + " \(what): \(names.joined(separator: ", "))\(more)",
      hint: isPartial
        ? "fetch it with Git 2.36 or newer: git -C \(folder) fetch --refetch --no-filter"
        : "see what is missing: git -C \(folder) fsck --full")
  }

  /// Whether an error says that there is no such repository or no such commit.
  static func isAboutName(_ error: GitError) -> Bool {
    switch error.category {
    case .notFound:
      error.operation.hasPrefix("find commit ") || error.operation.hasPrefix("open repository ")
    case .invalid, .ambiguous: error.operation.hasPrefix("find commit ")
    default: false
    }
  }
}
