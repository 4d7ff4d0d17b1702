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
  ///
  /// - Parameter name: what a message calls the base; nil where `--base` names it.
  static func open(
    _ options: CommonOptions, called name: String? = nil
  ) throws(Refusal) -> LoadedRepository {
    let loaded = try open(
      options, at: options.base, called: name ?? "the base \(options.base)",
      hint: "name a branch, tag or commit" + (name == nil ? " with --base" : ""))
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
    _ options: CommonOptions, at revision: String, called name: String,
    hint: String = "name a branch, tag or commit with --base"
  ) throws(Refusal) -> LoadedRepository {
    let repository = try open(options.repo)
    do throws(GitError) { return try load(repository, at: revision) } catch {
      throw Refusal(finding(error, name: name, hint: hint))
    }
  }

  /// Opens a repository at what may be no commit but a path that nothing was found at.
  static func open(
    _ path: String, atArgument name: String
  ) throws(Refusal) -> LoadedRepository {
    do throws(GitError) {
      return try load(try Repository(discovering: path, environment: .ofProcess), at: name)
    } catch {
      guard GitFinding.isAboutName(error) else { throw Refusal(GitFinding.make(error)) }
      throw Refusal(
        Finding(
          .notFound, message: "\(name) is neither a file, a folder nor a commit",
          hint: "commits are looked up in the repository of -C: "
            + (error.operation.hasPrefix("open") ? "\(path) is not in one" : error.message)))
    }
  }

  private static func load(
    _ repository: consuming Repository, at revision: String
  ) throws(GitError) -> LoadedRepository {
    let base = try repository.commit(named: revision)
    let tree = try repository.fileTree(of: base.tree)
    let baseName = repository.referenceName(of: revision) ?? revision
    return LoadedRepository(repository: repository, base: base, baseName: baseName, tree: tree)
  }

  /// Opens the repository that holds a folder.
  static func open(_ path: String) throws(Refusal) -> Repository {
    do throws(GitError) {
      return try Repository(discovering: path, environment: .ofProcess)
    } catch {
      guard error.category == .notFound else { throw Refusal(GitFinding.make(error)) }
      throw Refusal(
        Finding(
          .git, message: "\(path) is not in a Git repository",
          hint: "run meshphase inside the repository, or name it with -C"))
    }
  }

  /// The base as reports name it.
  var baseCommit: BaseCommit { BaseCommit(ref: baseName, commit: base.id.description) }

  /// Who writes meshphase's commits, at the base's own time: so the same inputs give the same ids at
  /// any time and place.
  func signature(of author: DesiredState.RepositorySettings.Author) -> Signature {
    Signature(
      name: author.name, email: author.email, seconds: base.committer.seconds,
      offsetMinutes: base.committer.offsetMinutes)
  }

  /// The content of a file of the base; nil when it has none.
  func content(of path: RepositoryPath) throws(Refusal) -> [UInt8]? {
    guard let entry = tree[path] else { return nil }
    do throws(GitError) { return try repository.content(of: entry.content) } catch {
      throw Refusal(GitFinding.make(error, reading: [entry], in: repository))
    }
  }

  /// Every file of the base that may hold manifests.
  func files() throws(Refusal) -> RepositoryFiles {
    let entries = tree.entries.filter { RepositoryFiles.mayHoldManifests($0) }
    do throws(GitError) {
      let contents = try repository.contents(of: entries.map(\.content))
      return RepositoryFiles(
        tree: tree, contents: Dictionary(zip(entries.map(\.path), contents)) { first, _ in first })
    } catch { throw Refusal(GitFinding.make(error, reading: entries, in: repository)) }
  }

  private static func finding(_ error: GitError, name: String, hint: String) -> Finding {
    guard GitFinding.isAboutName(error) else { return GitFinding.make(error) }
    guard error.category == .ambiguous else {
      return Finding(
        .git, message: "\(name) names no commit",
        hint: "\(hint); a new repository needs a first commit")
    }
    return Finding(
      .git, message: "\(name) fits more than one Git object",
      hint: "write more digits of the commit's id")
  }
}
