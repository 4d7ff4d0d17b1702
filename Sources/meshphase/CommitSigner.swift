internal import FoundationEssentials
internal import Git
internal import MeshUpgrade

/// Signs commits as git is configured to: `gpg.format`, `user.signingKey`, and the programs that
/// git-config(1) names for them.
struct CommitSigner {
  private enum Format: String {
    case openpgp
    case ssh
    case x509
  }

  private let format: Format
  private let program: String
  /// What identifies the key: for gpg a name, for ssh a file or the key itself.
  private let key: String

  init(_ repository: borrowing Repository) throws(Refusal) {
    let configuration: Configuration
    do throws(GitError) { configuration = try repository.configuration() } catch {
      throw Refusal(GitFinding.make(error))
    }
    func path(_ key: String) -> String? { configuration.text(key).map(Self.expanded) }
    let name = configuration.text("gpg.format") ?? Format.openpgp.rawValue
    guard let format = Format(rawValue: name) else {
      throw Self.refusal(
        "gpg.format is \(name), expected openpgp, ssh or x509", "git config gpg.format ssh")
    }
    self.format = format
    program =
      switch format {
      case .openpgp: path("gpg.openpgp.program") ?? path("gpg.program") ?? "gpg"
      case .ssh: path("gpg.ssh.program") ?? "ssh-keygen"
      case .x509: path("gpg.x509.program") ?? "gpgsm"
      }
    if let key = configuration.text("user.signingKey"), !key.isEmpty {
      self.key = key
    } else if format == .ssh {
      let hasCommand = configuration.text("gpg.ssh.defaultKeyCommand") != nil
      throw Self.refusal(
        "there is no user.signingKey to sign with"
          + (hasCommand ? "; gpg.ssh.defaultKeyCommand is not run by meshphase" : ""),
        "git config user.signingKey ~/.ssh/id_ed25519.pub")
    } else {
      key = try Self.identity(configuration)
    }
  }

  /// The signature of a commit object without one, as its header holds it.
  func sign(_ commit: [UInt8]) throws(Refusal) -> [UInt8] {
    let signature =
      switch format {
      case .openpgp, .x509: try signWithGPG(commit)
      case .ssh: try signWithSSH(commit)
      }
    return signature.filter { $0 != UInt8(ascii: "\r") }
  }

  // MARK: Programs

  private func signWithGPG(_ commit: [UInt8]) throws(Refusal) -> [UInt8] {
    var gpg = ChildProcess([program, "--status-fd=2", "-bsau", key])
    gpg.input = commit
    gpg.errors = .captured
    let outcome = try run(gpg)
    // Git's own test: gpg may fail and still exit with 0.
    let isSigned = ("\n" + outcome.errorText).contains("\n[GNUPG:] SIG_CREATED ")
    guard outcome.status == 0, isSigned, !outcome.output.isEmpty else { throw failure(outcome) }
    return outcome.output
  }

  private func signWithSSH(_ commit: [UInt8]) throws(Refusal) -> [UInt8] {
    var arguments = [program, "-Y", "sign", "-n", "git", "-f"]
    var temporary: URL?
    if let literal {
      let file = FileManager.default.temporaryDirectory
        .appending(path: "meshphase-\(UUID().uuidString).pub")
      do { try Data((literal + "\n").utf8).write(to: file, options: .withoutOverwriting) } catch {
        throw Self.refusal("the public key cannot be written to \(file.path)", nil)
      }
      temporary = file
      // The private key of a key that is written out is the agent's.
      arguments += [file.path, "-U"]
    } else {
      arguments.append(Self.expanded(key))
    }
    defer { if let temporary { try? FileManager.default.removeItem(at: temporary) } }
    var keygen = ChildProcess(arguments)
    keygen.input = commit
    keygen.errors = .captured
    let outcome = try run(keygen)
    guard outcome.status == 0, !outcome.output.isEmpty else { throw failure(outcome) }
    return outcome.output
  }

  /// The key itself, where `user.signingKey` holds it rather than a file's name.
  private var literal: String? {
    if key.hasPrefix("key::") { return String(key.dropFirst(5)) }
    return key.hasPrefix("ssh-") ? key : nil
  }

  private func run(_ process: ChildProcess) throws(Refusal) -> ChildProcess.Outcome {
    try process.runOrRefuse(hint: "install it, or commit without --sign")
  }

  // MARK: Settings

  /// A path in which `~/` is the home folder.
  private static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = Console.environment("HOME") else { return path }
    return home + path.dropFirst()
  }

  /// Who the user is, by which gpg finds a key when none is named.
  private static func identity(
    _ configuration: borrowing Configuration
  ) throws(Refusal) -> String {
    let name = Console.environment("GIT_COMMITTER_NAME") ?? configuration.text("user.name")
    let email = Console.environment("GIT_COMMITTER_EMAIL") ?? configuration.text("user.email")
    guard let name, let email else {
      throw refusal(
        "there is neither a user.signingKey nor a user.name and user.email to find a key by",
        "git config user.signingKey KEY")
    }
    return "\(name) <\(email)>"
  }

  // MARK: Refusals

  private static func refusal(_ message: String, _ hint: String?) -> Refusal {
    Refusal(Finding(.git, message: "commits cannot be signed: \(message)", hint: hint))
  }

  private func failure(_ outcome: ChildProcess.Outcome) -> Refusal {
    let words = outcome.errorText.split(whereSeparator: \.isNewline)
      .filter { !$0.hasPrefix("[GNUPG:] ") }.joined(separator: "; ")
    return Self.refusal(
      "\(program) failed with exit status \(outcome.status)" + (words.isEmpty ? "" : ": \(words)"),
      "git commit -S has to work first; or commit without --sign")
  }
}
