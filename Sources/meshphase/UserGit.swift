internal import Git
internal import MeshUpgrade

/// The user's own git, run on the repository that is open: for what needs credentials.
struct UserGit {
  /// The repository's own folder.
  private let gitDirectory: String
  /// Where relative paths start: the work tree, as for git itself.
  let folder: String

  init(_ repository: borrowing Repository) {
    gitDirectory = repository.gitDirectory
    folder = repository.workTree ?? repository.gitDirectory
  }

  /// Runs git; what it says on standard error is shown as it is.
  func run(
    _ arguments: [String], output: ChildProcess.Stream = .captured
  ) throws(Refusal) -> ChildProcess.Outcome {
    var git = ChildProcess(
      // Named outright: GIT_DIR in the environment may be of another repository.
      ["git", "-C", folder, "--git-dir=\(gitDirectory)"] + arguments)
    git.output = output
    return try git.runOrRefuse(
      hint: "install git, or push with a program of your own: git is what knows your credentials")
  }
}

extension ChildProcess {
  /// Runs the program; refuses when it cannot be started.
  func runOrRefuse(hint: String) throws(Refusal) -> Outcome {
    do throws(Failure) { return try run() } catch {
      let message =
        error.isMissing
        ? "there is no program \(error.program) on PATH"
        : "\(error.program) cannot be started: \(error.reason)"
      throw Refusal(Finding(.git, message: message, hint: hint))
    }
  }
}
