/// The configuration that a repository has no part in: the system's, the user's and the command's
/// (git-config(1), "SCOPES", protected configuration).
struct ProtectedConfiguration {
  let environment: GitEnvironment

  /// Every value of a key such as `safe.directory`, in Git's order; nil where there is no `=`.
  func values(of key: String) throws(GitError) -> [String?] {
    var values: [String?] = []
    for file in files {
      values += try ConfigurationFile.entries(of: file) { $0 == key }.map(\.value)
    }
    for (name, value) in numberedPairs() + (try quotedPairs()) where name.lowercased() == key {
      values.append(value)
    }
    return values
  }

  /// The system's file, then the user's: `git_system_config` and `git_global_config` in Git.
  private var files: [String] {
    var files: [String] = []
    if !environment.isOn("GIT_CONFIG_NOSYSTEM") {
      let prefix = environment.prefix
      files.append(
        environment["GIT_CONFIG_SYSTEM"]
          ?? (prefix == "/usr" ? "/etc/gitconfig" : "\(prefix)/etc/gitconfig"))
    }
    if let file = environment["GIT_CONFIG_GLOBAL"] { return files + [file] }
    let home = environment["HOME"]
    if let folder = environment["XDG_CONFIG_HOME"], !folder.isEmpty {
      files.append("\(folder)/git/config")
    } else if let home {
      files.append("\(home)/.config/git/config")
    }
    if let home { files.append("\(home)/.gitconfig") }
    return files
  }

  /// What `GIT_CONFIG_COUNT`, `GIT_CONFIG_KEY_0`, `GIT_CONFIG_VALUE_0` and so on say.
  private func numberedPairs() -> [(String, String?)] {
    guard let count = environment["GIT_CONFIG_COUNT"].flatMap({ Int($0) }), count > 0 else {
      return []
    }
    var pairs: [(String, String?)] = []
    for number in 0..<count {
      guard let key = environment["GIT_CONFIG_KEY_\(number)"],
        let value = environment["GIT_CONFIG_VALUE_\(number)"]
      else { break }
      pairs.append((key, value))
    }
    return pairs
  }

  /// What `git -c NAME=VALUE` hands on in `GIT_CONFIG_PARAMETERS`: `'NAME'='VALUE'` or, from a Git
  /// before 2.31, `'NAME=VALUE'`.
  private func quotedPairs() throws(GitError) -> [(String, String?)] {
    guard let text = environment["GIT_CONFIG_PARAMETERS"] else { return [] }
    var rest = Substring(text).drop { $0 == " " }
    var pairs: [(String, String?)] = []
    while !rest.isEmpty {
      guard let word = Self.word(in: &rest) else { throw Self.bogus(text) }
      if rest.first == "=" {
        rest.removeFirst()
        if rest.isEmpty || rest.first == " " {
          pairs.append((word, nil))
        } else if let value = Self.word(in: &rest), rest.isEmpty || rest.first == " " {
          pairs.append((word, value))
        } else {
          throw Self.bogus(text)
        }
      } else if rest.isEmpty || rest.first == " " {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        pairs.append((String(parts[0]), parts.count == 2 ? String(parts[1]) : nil))
      } else {
        throw Self.bogus(text)
      }
      rest = rest.drop { $0 == " " }
    }
    return pairs
  }

  /// Takes a word in single quotes; a quote or `!` in it stands outside of them, after a backslash.
  private static func word(in text: inout Substring) -> String? {
    guard text.first == "'" else { return nil }
    text.removeFirst()
    var word = ""
    while let end = text.firstIndex(of: "'") {
      word += text[..<end]
      text = text[text.index(after: end)...]
      let escaped = text.prefix(3)
      guard escaped == "\\''" || escaped == "\\!'" else { return word }
      word += escaped.dropFirst().prefix(1)
      text = text.dropFirst(3)
    }
    return nil
  }

  private static func bogus(_ text: String) -> GitError {
    GitError(
      operation: "read configuration of GIT_CONFIG_PARAMETERS", category: .invalid,
      message: "the format is not Git's")
  }
}
