package import Files

extension ObjectStage {
  /// Stages a commit with the bytes that `git commit-tree` writes, and gives its id.
  ///
  /// The message is taken as it is: no line break is added at its end. A parent that is named twice
  /// counts once.
  package mutating func addCommit(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String
  ) throws(GitError) -> ObjectID {
    try checkNoNUL(in: message, operation: "make commit")
    var text = "tree \(tree)\n"
    for (position, parent) in parents.enumerated() where !parents[..<position].contains(parent) {
      text += "parent \(parent)\n"
    }
    text += "author \(try author.encoded())\n"
    text += "committer \(try committer.encoded())\n\n"
    text += message
    let commit = try object(.commit, Array(text.utf8))
    add(commit)
    return commit.id
  }
}
