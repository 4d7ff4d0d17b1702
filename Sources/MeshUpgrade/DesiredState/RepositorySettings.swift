extension DesiredState {
  /// What is read of the repository, where new files go, and who commits.
  package struct RepositorySettings: Sendable, Hashable {
    /// Who a commit says it is by.
    package struct Author: Sendable, Hashable {
      /// The name.
      package var name = "meshphase"
      /// The mail address.
      package var email = "noreply@meshphase.io"
    }

    /// What Applications call this repository; nil to find that out.
    package var url: String?
    /// The globs of files that are read.
    package var include: [String] = ["**"]
    /// The globs of files that are not, although ``include`` names them.
    package var exclude: [String] = []
    /// The folder of new files, from the repository's root, without `.`, `..` or a `/` at the end.
    package var output: String
    /// Who a commit says it is by.
    package var author = Author()

    /// The folder of new files where none is given.
    package static func defaultOutput(mesh: String) -> String { "mesh/\(mesh)" }
  }
}
