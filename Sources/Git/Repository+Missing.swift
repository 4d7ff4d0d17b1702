package import Files

extension Repository {
  /// Whether the repository is a partial clone, which may lack what its commits name.
  ///
  /// Git fetches what is missing when it is asked for it; nothing is ever fetched here
  /// (git-clone(1), `--filter`; gitglossary(7), "promisor").
  package func isPartialClone() throws(GitError) -> Bool {
    let entries = try ConfigurationFile.entries(of: "\(commonDirectory)/config") { name in
      name == "extensions.partialclone"
        || [".promisor", ".partialclonefilter"].contains { key in
          name.hasPrefix("remote.") && name.dropFirst("remote.".count).hasSuffix(key)
        }
    }
    return entries.contains { entry in
      !entry.name.hasSuffix(".promisor") || RepositoryFormat.isOn(entry.value)
    }
  }

  /// The files of a list whose content the repository lacks, in the order of the list.
  package func missing(among files: [FileEntry]) throws(GitError) -> [FileEntry] {
    var missing: [FileEntry] = []
    for file in files where file.mode != .submodule {
      do throws(GitError) {
        try checkExists(file.content, kind: nil, operation: "look for \(file.content)")
      } catch {
        guard error.category == .notFound else { throw error }
        missing.append(file)
      }
    }
    return missing
  }
}
