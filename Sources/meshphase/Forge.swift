internal import ArgumentParser
internal import MeshUpgrade

/// Where pull requests are opened, by the program of that name.
enum Forge: String, ExpressibleByArgument, CaseIterable {
  case github
  case gitlab

  /// What the address of a remote says; nil where it says nothing.
  init?(address: String) {
    let host = Self.host(of: address).lowercased()
    if host.contains("github") {
      self = .github
    } else if host.contains("gitlab") {
      self = .gitlab
    } else {
      return nil
    }
  }

  /// The host of `https://host/…`, `ssh://user@host/…` or `user@host:…` (git-fetch(1), GIT URLS).
  private static func host(of address: String) -> Substring {
    var rest = address[...]
    if let scheme = rest.firstRange(of: "://") {
      rest = rest[scheme.upperBound...]
    } else {
      // Without a scheme only a colon before any slash makes it another host.
      guard let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") else { return "" }
    }
    let authority = rest.prefix { $0 != "/" }
    let start = authority.lastIndex(of: "@").map { authority.index(after: $0) }
    return authority[(start ?? authority.startIndex)...].prefix { $0 != ":" }
  }

  /// The program, as messages name it.
  var program: String { self == .github ? "gh" : "glab" }

  /// The arguments that list the open pull requests of a branch as JSON.
  func listing(_ head: String) -> [String] {
    switch self {
    case .github:
      ["gh", "pr", "list", "--head", head, "--state", "open", "--json", "number,baseRefName"]
    case .gitlab: ["glab", "mr", "list", "--source-branch", head, "--output", "json"]
    }
  }

  /// The arguments that give an open pull request another base.
  func changing(_ number: String, to base: String) -> [String] {
    switch self {
    case .github: ["gh", "pr", "edit", number, "--base", base]
    case .gitlab: ["glab", "mr", "update", number, "--target-branch", base]
    }
  }

  /// The program that opens a pull request, and what it reads.
  func opening(_ request: PullRequest) -> ChildProcess {
    switch self {
    case .github:
      var gh = ChildProcess(request.githubCommand)
      gh.input = Array(request.body.utf8)
      return gh
    case .gitlab: return ChildProcess(request.gitlabCommand)
    }
  }

  /// The same as a line for a shell, which takes the body from meshphase with the same options.
  func shellLine(for request: PullRequest, options: CommonOptions) -> String {
    let rollback = request.isRollback ? ["--rollback", request.phase] : []
    let body = ShellWord.line(
      ["meshphase", "pr"] + options.arguments + rollback + ["--body", request.phase])
    switch self {
    case .github: return "\(body) | \(ShellWord.line(request.githubCommand))"
    case .gitlab:
      let words = request.gitlabCommand.map { word in
        word == request.body ? "\"$(\(body))\"" : ShellWord.quoted(word)
      }
      return words.joined(separator: " ")
    }
  }
}

extension CommonOptions {
  /// The options that say what is planned on, as arguments.
  var arguments: [String] {
    var arguments: [String] = []
    if repo != "." { arguments += ["-C", repo] }
    if base != "HEAD" { arguments += ["--base", base] }
    if let file { arguments += ["-f", file] }
    if let templates { arguments += ["--templates", templates] }
    return arguments
  }
}
