internal import Files
internal import Git
internal import MeshUpgrade

/// A remote repository, by a name of the configuration, a URL or a path.
struct PushRemote {
  /// As git is to be called with it.
  let name: String
  /// Whether the configuration has a remote of that name: else it is a URL or a path.
  let isConfigured: Bool
  /// The option that another remote would be named with.
  let option: String

  /// The remote that was asked for, else the one that `git push` would take on the base's branch:
  /// `branch.NAME.pushRemote`, `remote.pushDefault`, `branch.NAME.remote`, `origin`.
  init(
    _ asked: String?, option: String = "--push", on loaded: borrowing LoadedRepository
  ) throws(Refusal) {
    self.option = option
    if let asked {
      // Git would take it for an option, wherever it stands.
      guard !asked.hasPrefix("-") else {
        throw Refusal(
          Finding(
            .git, message: "the remote \(asked) begins with -, which no remote's name does",
            hint: "name a remote, such as \(option) origin; git remote lists them"))
      }
      name = asked
      isConfigured = Self.isConfigured(asked, in: loaded.repository)
      if !isConfigured, !Self.mayBeAddress(asked, in: loaded.repository) {
        throw Self.missing(asked, in: loaded.repository)
      }
      return
    }
    var keys = ["remote.pushDefault"]
    if let branch = loaded.baseBranch {
      keys = ["branch.\(branch).pushRemote"] + keys + ["branch.\(branch).remote"]
    }
    do throws(GitError) {
      let configuration = try loaded.repository.configuration()
      // `.` is this repository, where the branches are already.
      var found: String?
      for key in keys where found == nil {
        found = configuration.text(key).flatMap { $0.isEmpty || $0 == "." ? nil : $0 }
      }
      name = found ?? "origin"
      isConfigured = Self.isConfigured(name, in: loaded.repository)
    } catch { throw Refusal(GitFinding.make(error)) }
    if !isConfigured, !Self.mayBeAddress(name, in: loaded.repository) {
      throw Self.missing(name, in: loaded.repository)
    }
  }

  /// Whether git could take a name that is no remote's for a URL or a path.
  private static func mayBeAddress(_ name: String, in repository: borrowing Repository) -> Bool {
    name.contains("/") || name.contains(":") || name.hasPrefix(".")
      || FileReading.kind(of: "\(UserGit(repository).folder)/\(name)") != nil
  }

  /// Refuses a name that is no remote's, with those that there are.
  static func missing(_ name: String, in repository: borrowing Repository) -> Refusal {
    let listed = try? UserGit(repository).run(["remote"])
    let names = listed?.text.split(separator: "\n").map(String.init) ?? []
    return Refusal(
      Finding(
        .git, message: "there is no remote \(name)",
        hint: names.isEmpty
          ? "this repository has no remotes: git remote add \(ShellWord.quoted(name)) URL"
          : "its remotes are \(names.joined(separator: ", "))"))
  }

  static func isConfigured(_ name: String, in repository: borrowing Repository) -> Bool {
    repository.trackingReference(of: "refs/heads/main", remote: name) != nil
  }

  /// What branches point to on the remote now; those that are not there are left out.
  func targets(
    of branches: [String], asking git: UserGit
  ) throws(Refusal) -> [String: ObjectID] {
    let references = branches.map { "refs/heads/\($0)" }
    let outcome = try git.run(
      ["ls-remote", "--refs", "--", try url(asking: git)] + references)
    guard outcome.status == 0 else {
      throw Refusal(
        Finding(
          .git,
          message: "git cannot list the branches of \(name) (exit status \(outcome.status));"
            + " what it said stands above",
          hint: "git remote -v lists the remotes; name another with \(option) REMOTE"))
    }
    let wanted = Set(references)
    var targets: [String: ObjectID] = [:]
    for line in outcome.text.split(separator: "\n") {
      let fields = line.split(separator: "\t", maxSplits: 1)
      guard fields.count == 2, wanted.contains(String(fields[1])),
        let id = ObjectID(String(fields[0]))
      else { continue }
      targets[String(fields[1].dropFirst("refs/heads/".count))] = id
    }
    return targets
  }

  /// Where git pushes to, which need not be where it fetches from.
  func url(asking git: UserGit) throws(Refusal) -> String {
    guard isConfigured else { return name }
    let outcome = try git.run(["remote", "get-url", "--push", "--", name])
    let url = outcome.text.split(separator: "\n").first.map(String.init)
    return outcome.status == 0 ? url ?? name : name
  }
}

extension LoadedRepository {
  /// The short name of the base's branch, also of one as it was fetched, such as `origin/main`,
  /// which is what a pipeline has; nil when the base is no branch.
  var baseBranch: String? {
    let prefix = "refs/heads/"
    if baseName.hasPrefix(prefix) { return String(baseName.dropFirst(prefix.count)) }
    let parts = baseName.trimmingPrefix("refs/remotes/").split(separator: "/", maxSplits: 1)
    guard parts.count == 2, parts[1] != "HEAD",
      let tracking = repository.trackingReference(
        of: prefix + parts[1], remote: String(parts[0])),
      ((try? repository.target(of: tracking)) ?? nil) == base.id
    else { return nil }
    return String(parts[1])
  }
}
