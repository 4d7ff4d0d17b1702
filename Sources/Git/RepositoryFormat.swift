/// Which formats of a repository this module can work in (gitrepository-layout(5),
/// git-config(1) "extensions").
enum RepositoryFormat {
  /// The extensions that change nothing for reading and writing objects and references; of two of
  /// them only one value.
  ///
  /// Sparse checkouts and work trees have their own configuration (`worktreeconfig`) and may have
  /// relative links (`relativeworktrees`); a partial clone lacks objects that it may ask for
  /// (`partialclone`); `preciousobjects` forbids removing objects, which is never done here.
  static let knownExtensions = [
    "noop", "noop-v1", "objectformat", "partialclone", "preciousobjects", "refstorage",
    "relativeworktrees", "worktreeconfig",
  ]

  /// Throws unless the repository whose objects are in `folder` has a format that can be read.
  static func check(_ folder: String, operation: String) throws(GitError) {
    let file = "\(folder)/config"
    guard FileSystem.status(of: file) == nil || FileSystem.isReadable(file) else {
      throw GitError(
        operation: operation, category: .permission, message: "\(file) cannot be read",
        path: file)
    }
    let entries = try ConfigurationFile.entries(of: file) {
      $0 == "core.repositoryformatversion" || $0.hasPrefix("extensions.")
    }
    let version = entries.last { !$0.name.hasPrefix("extensions.") }?.value ?? "0"
    guard version == "0" || version == "1" else {
      throw refusal(
        operation, "the repository's format is version \(version), expected 0 or 1", folder)
    }
    for (name, value) in entries where name.hasPrefix("extensions.") {
      let name = String(name.dropFirst("extensions.".count))
      guard !isHarmless(name, value?.lowercased()) else { continue }
      // Git heeds other extensions in version 1 only.
      guard version == "1" || name == "objectformat" || name == "refstorage" else { continue }
      let setting = value.map { "\(name) = \($0)" } ?? name
      throw refusal(operation, "the repository has the extension \(setting)", folder)
    }
  }

  /// Whether a folder with `HEAD` is called bare by a configuration of its own, `config.worktree`,
  /// which libgit2 1.5 does not read (git-worktree(1), "CONFIGURATION FILE").
  static func isBareWorkTree(_ folder: String) -> Bool {
    let common = RepositoryPlace.commonDirectory(of: folder)
    guard
      let last = try? ConfigurationFile.entries(
        of: "\(common)/config", where: { $0 == "extensions.worktreeconfig" }
      ).last, isOn(last.value),
      let bare = try? ConfigurationFile.entries(
        of: "\(folder)/config.worktree", where: { $0 == "core.bare" }
      ).last
    else { return false }
    return isOn(bare.value)
  }

  /// Whether a value of the configuration says yes; without `=` it does.
  static func isOn(_ value: String?) -> Bool {
    guard let value = value?.lowercased() else { return true }
    return !["", "0", "false", "no", "off"].contains(value)
  }

  private static func isHarmless(_ name: String, _ value: String?) -> Bool {
    switch name {
    case "objectformat": value == "sha1"
    case "refstorage": value == "files"
    default: knownExtensions.contains(name)
    }
  }

  private static func refusal(_ operation: String, _ message: String, _ folder: String) -> GitError
  {
    GitError(operation: operation, category: .unsupported, message: message, path: folder)
  }
}
