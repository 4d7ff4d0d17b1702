/// The environment variables that say which configuration files are the user's own.
///
/// They have a part in one question only: whether another user's repository may be read.
package struct GitEnvironment: Sendable {
  private let variable: @Sendable (String) -> String?

  /// Takes the function that looks a variable up.
  package init(_ variable: @escaping @Sendable (String) -> String?) {
    self.variable = variable
  }

  /// No variable at all, and so no configuration of the user's or the system's.
  package static let none = GitEnvironment { $0 == "GIT_CONFIG_NOSYSTEM" ? "1" : nil }

  subscript(name: String) -> String? { variable(name) }

  /// Whether a variable says yes (`git_env_bool`).
  func isOn(_ name: String) -> Bool {
    guard let value = self[name]?.lowercased() else { return false }
    return !["", "0", "00", "false", "no", "off"].contains(value)
  }

  /// The folder that Git is installed in: two above the `git` that `PATH` finds, else `/usr`.
  var prefix: String {
    for folder in (self["PATH"] ?? "").split(separator: ":") {
      guard folder.hasPrefix("/"), FileSystem.status(of: "\(folder)/git")?.isFile == true else {
        continue
      }
      let parent = folder.split(separator: "/").dropLast().joined(separator: "/")
      return parent.isEmpty ? "/usr" : "/\(parent)"
    }
    return "/usr"
  }

  /// The folder that a path of the configuration stands for: `~/`, `~user/` and `%(prefix)/` are
  /// expanded (git-config(1), "pathname"); nil when there is no such folder.
  func expanded(_ path: String) -> String? {
    let marker = "%(prefix)/"
    if path.hasPrefix(marker) { return "\(prefix)/\(path.dropFirst(marker.count))" }
    guard path.hasPrefix("~") else { return path }
    let end = path.firstIndex(of: "/") ?? path.endIndex
    let user = path[path.index(after: path.startIndex)..<end]
    let home = user.isEmpty ? self["HOME"] : FileSystem.home(ofUser: String(user))
    return home.map { $0 + path[end...] }
  }
}
