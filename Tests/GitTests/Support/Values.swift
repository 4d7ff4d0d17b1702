import Files
import Git
import Testing

extension ObjectID {
  /// Git's empty tree, which every repository has.
  static var emptyTree: ObjectID {
    get throws { try #require(ObjectID("4b825dc642cb6eb9a060e54bf8d69288fbee4904")) }
  }
}

extension TestRepository {
  /// The id that a script prints.
  func id(_ script: String) throws -> ObjectID {
    try #require(ObjectID(try shell(script)))
  }

  /// Makes a commit of one file on the checked-out branch and gives its id.
  func commit(_ name: String = "file", _ content: String = "content") throws -> ObjectID {
    try id(
      "mkdir -p \"$(dirname \(name))\"; echo \(content) > \(name); git add \(name); "
        + "git commit -qm '\(name)'; git rev-parse HEAD")
  }

  /// The repository as this module opens it.
  func open() throws(GitError) -> Repository {
    try Repository(discovering: path)
  }
}

extension Signature {
  /// A signature for tests that are not about signatures.
  static let test = Signature(
    name: "Tess", email: "tess@example.com", seconds: 1_700_000_000, offsetMinutes: 60)
}

/// A path of a literal.
func path(_ text: String) throws -> RepositoryPath {
  try #require(RepositoryPath(text))
}

/// An edit that writes text.
func write(_ text: String, to name: String) throws -> TreeEdit {
  .write(path: try path(name), bytes: Array(text.utf8))
}

/// An edit that removes a file.
func remove(_ name: String) throws -> TreeEdit {
  .remove(path: try path(name))
}
