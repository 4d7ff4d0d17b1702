/// How git calls its external diff (git(1), GIT_EXTERNAL_DIFF; gitattributes(5), diff drivers).
///
/// `path old-file old-hex old-mode new-file new-hex new-mode`, and of a file that was renamed or
/// copied also its new path and what git says about it; the path alone while a merge is unsettled.
struct GitDiffCall {
  /// The file's path, or its old one.
  let path: String
  /// The file's path after it.
  let newPath: String
  /// What differs; nil for a path whose merge is not settled.
  let sides: (old: Side, new: Side)?

  /// A version of the file: where its content lies.
  struct Side {
    let file: String
    let mode: String

    /// Whether the path is not there.
    var isMissing: Bool { file == "/dev/null" }
  }

  /// Reads the arguments; nil when they are not those of git.
  init?(_ arguments: [String]) {
    guard let path = arguments.first else { return nil }
    self.path = path
    switch arguments.count {
    case 7, 9:
      guard Self.isVersion(arguments[2], arguments[3]), Self.isVersion(arguments[5], arguments[6])
      else { return nil }
      newPath = arguments.count == 9 ? arguments[7] : path
      sides = (
        Side(file: arguments[1], mode: arguments[3]), Side(file: arguments[4], mode: arguments[6])
      )
    case 1:
      guard Console.environment("GIT_DIFF_PATH_COUNTER") != nil else { return nil }
      newPath = path
      sides = nil
    default: return nil
    }
  }

  /// Whether these are an object id and a mode, or the dots of a file that is not there.
  private static func isVersion(_ id: String, _ mode: String) -> Bool {
    if id == "." || mode == "." { return id == mode }
    return [40, 64].contains(id.utf8.count)
      && id.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
      && mode.utf8.count == 6 && mode.utf8.allSatisfy { "01234567".utf8.contains($0) }
  }
}
