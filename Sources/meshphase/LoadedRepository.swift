internal import Files
internal import Git
internal import MeshUpgrade

/// A repository that is open, with the commit a plan is made on.
struct LoadedRepository: ~Copyable {
  let repository: Repository
  let base: Commit
  /// The full name of the base's branch, else the revision as it was asked for.
  let baseName: String
  let tree: FileTree

  /// Opens a repository and finds its base commit.
  ///
  /// A base among meshphase's own branches is refused: a plan made on its own result is none.
  static func open(_ options: CommonOptions) throws(Refusal) -> LoadedRepository {
    let loaded = try open(options, at: options.base, called: "the base \(options.base)")
    guard !loaded.baseName.hasPrefix(BranchName.prefix) else {
      throw Refusal(
        Finding(
          .git, message: "the base \(loaded.baseName) is a branch that meshphase writes",
          hint: "name the branch that Argo CD follows, such as --base main"))
    }
    return loaded
  }

  /// Opens a repository at any commit, also one that meshphase has written.
  static func open(
    _ options: CommonOptions, at revision: String, called name: String
  ) throws(Refusal) -> LoadedRepository {
    let repository = try attempt(options, name) { () throws(GitError) in
      try Repository(discovering: options.repo)
    }
    let base = try attempt(options, name) { () throws(GitError) in
      try repository.commit(named: revision)
    }
    let tree = try attempt(options, name) { () throws(GitError) in
      try repository.fileTree(of: base.tree)
    }
    let baseName = repository.referenceName(of: revision) ?? revision
    return LoadedRepository(repository: repository, base: base, baseName: baseName, tree: tree)
  }

  private static func attempt<Result: ~Copyable>(
    _ options: CommonOptions, _ name: String, _ body: () throws(GitError) -> Result
  ) throws(Refusal) -> Result {
    do throws(GitError) { return try body() } catch {
      throw Refusal(finding(error, options: options, name: name))
    }
  }

  /// The base as reports name it.
  var baseCommit: BaseCommit { BaseCommit(ref: baseName, commit: base.id.description) }

  /// The content of a file of the base; nil when it has none.
  func content(of path: RepositoryPath) throws(Refusal) -> [UInt8]? {
    guard let entry = tree[path] else { return nil }
    do throws(GitError) { return try repository.content(of: entry.content) } catch {
      throw Refusal(GitFinding.make(error))
    }
  }

  /// Every file of the base that may hold manifests.
  func files() throws(Refusal) -> RepositoryFiles {
    var contents: [RepositoryPath: [UInt8]] = [:]
    for entry in tree.entries where RepositoryFiles.mayHoldManifests(entry) {
      do throws(GitError) {
        contents[entry.path] = try repository.content(of: entry.content)
      } catch { throw Refusal(GitFinding.make(error)) }
    }
    return RepositoryFiles(tree: tree, contents: contents)
  }

  private static func finding(
    _ error: GitError, options: CommonOptions, name: String
  ) -> Finding {
    switch error.category {
    case .notFound where error.operation.contains("open"):
      Finding(
        .git, message: "\(options.repo) is not in a Git repository",
        hint: "run meshphase inside the repository, or name it with -C")
    case .notFound, .invalid:
      Finding(
        .git, message: "\(name) names no commit",
        hint: "name a branch, tag or commit with --base; a new repository needs a first commit")
    case .ambiguous:
      Finding(
        .git, message: "\(name) fits more than one Git object",
        hint: "write more digits of the commit's id")
    default: GitFinding.make(error)
    }
  }
}
