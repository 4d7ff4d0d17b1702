/// Where Git finds a repository when it looks from a folder upwards.
///
/// It is found as `setup_git_directory_gently_1` in Git's `setup.c` finds it, so that the check of
/// who owns it looks at the same files as Git's.
struct RepositoryPlace {
  /// The folder that the search began in, without links.
  let start: String
  /// The folder with `.git`; nil for a bare repository, and where the search began inside `.git`.
  let workTree: String?
  /// The file `.git` of a linked work tree or of a submodule, nil where that is a folder.
  let gitFile: String?
  /// The folder with `HEAD`.
  let gitDirectory: String

  /// The path that `safe.directory` has to name.
  var identity: String { workTree ?? gitDirectory }

  /// Looks in a folder and in those above it, up to the end of the file system it is on.
  init(searchingFrom path: String) throws(GitError) {
    let operation = "open repository at \(path)"
    try checkNoNUL(in: path, operation: operation)
    guard let start = FileSystem.realPath(path), let status = FileSystem.status(of: start),
      status.isFolder
    else {
      throw GitError(operation: operation, category: .notFound, message: "there is no such folder")
    }
    self.start = start
    var folder = start
    while true {
      if let found = try Self.look(in: folder, operation) {
        (workTree, gitFile, gitDirectory) = found
        return
      }
      guard folder != "/" else { break }
      let parent = folder.split(separator: "/").dropLast().joined(separator: "/")
      folder = "/" + parent
      guard FileSystem.status(of: folder)?.device == status.device else { break }
    }
    throw GitError(
      operation: operation, category: .notFound, message: "could not find repository at '\(path)'")
  }

  private static func look(
    in folder: String, _ operation: String
  ) throws(GitError) -> (workTree: String?, gitFile: String?, gitDirectory: String)? {
    let entry = folder == "/" ? "/.git" : "\(folder)/.git"
    if let status = FileSystem.status(of: entry) {
      if status.isFile {
        guard let text = FileSystem.text(of: entry), text.hasPrefix("gitdir: "),
          let target = resolved(text.dropFirst("gitdir: ".count), from: folder),
          isGitDirectory(target)
        else {
          throw GitError(
            operation: operation, category: .invalid,
            message: "\(entry) does not lead to a repository")
        }
        return (folder, entry, target)
      }
      if status.isFolder, isGitDirectory(entry) { return (folder, nil, entry) }
    }
    return isGitDirectory(folder) ? (nil, nil, folder) : nil
  }

  /// Whether a folder has what a repository, or a linked work tree's part of one, must have
  /// (`is_git_directory`).
  private static func isGitDirectory(_ folder: String) -> Bool {
    guard FileSystem.status(of: "\(folder)/HEAD", followingLinks: false) != nil else {
      return false
    }
    let common = commonDirectory(of: folder)
    return ["objects", "refs"].allSatisfy { name in
      FileSystem.status(of: "\(common)/\(name)")?.isFolder == true
    }
  }

  /// The folder with objects and branches that a folder with `HEAD` belongs to.
  static func commonDirectory(of folder: String) -> String {
    guard let text = FileSystem.text(of: "\(folder)/commondir") else { return folder }
    return resolved(text[...], from: folder) ?? folder
  }

  /// The path that a line of a file names, relative to the folder of that file.
  private static func resolved(_ line: Substring, from folder: String) -> String? {
    var path = line
    while let last = path.utf8.last, last == 0x0A || last == 0x0D {
      path = Substring(path.utf8.dropLast())
    }
    return FileSystem.realPath(path.hasPrefix("/") ? String(path) : "\(folder)/\(path)")
  }
}
