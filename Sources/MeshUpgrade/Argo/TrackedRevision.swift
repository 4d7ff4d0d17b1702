/// Which revision of a repository an Application tracks (`targetRevision`).
enum TrackedRevision: Equatable {
  /// The tip of the repository's default branch.
  case head
  /// A branch or a Git tag; its name does not say which.
  case name(String)
  /// A commit.
  case commit(String)
  /// A range of versions, or a template: not known from files.
  case unknown

  /// Reads the field as Argo CD resolves it ("Tracking and Deployment Strategies"): a full or cut
  /// off commit id, a name of a branch or Git tag, a range of semantic versions, or HEAD.
  init(_ text: String?) {
    guard let text, text != "HEAD" else {
      self = .head
      return
    }
    let isHexadecimal = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
    }
    if text.contains("{{") || text.contains(where: { "*^~<>=|, ".contains($0) }) {
      self = .unknown
    } else if isHexadecimal, (7...40).contains(text.utf8.count),
      text.contains(where: \.isNumber)
    {
      self = .commit(text)
    } else {
      self = .name(Self.short(text))
    }
  }

  /// The branch of a ref's full name, such as `refs/remotes/origin/main`; nil for anything else.
  static func branch(_ reference: String?) -> String? {
    guard let reference else { return nil }
    if reference.hasPrefix("refs/heads/") { return short(reference) }
    let remote = "refs/remotes/"
    guard reference.hasPrefix(remote) else { return nil }
    let name = reference.dropFirst(remote.count).drop { $0 != "/" }.dropFirst()
    return name.isEmpty || name == "HEAD" ? nil : String(name)
  }

  private static func short(_ name: String) -> String {
    name.hasPrefix("refs/heads/") ? String(name.dropFirst("refs/heads/".count)) : name
  }

  /// Whether commits of a branch get there.
  func follows(_ branch: String) -> Bool {
    switch self {
    case .head, .unknown: true
    case .name(let name): name == branch
    case .commit: false
    }
  }
}
