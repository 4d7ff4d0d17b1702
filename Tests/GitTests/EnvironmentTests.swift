import Files
import Foundation
import Testing

@testable import Git

@Suite struct `The environment` {
  @Test func `environment variables have no part in what is read and written`() async throws {
    let repository = try TestRepository()
    let base = try repository.commit()
    let path = repository.path
    await #expect(processExitsWith: .success) {
      [path = path as String, base = base.description as String] in
      for name in [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_INDEX_FILE",
        "GIT_NAMESPACE", "GIT_CEILING_DIRECTORIES", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_AUTHOR_NAME", "GIT_AUTHOR_DATE", "GIT_COMMITTER_NAME", "GIT_COMMITTER_DATE",
        "GIT_REFLOG_ACTION", "GIT_DEFAULT_HASH", "EMAIL",
      ] {
        unsafe setenv(name, path, 1)
      }
      let opened = try Repository(discovering: path + "/.git")
      let commit = try opened.commit(named: "HEAD")
      try #require(commit.id.description == base)
      var stage = ObjectStage()
      let edited = try stage.addTree(
        editing: commit.tree, with: [write("new", to: "a/b")], in: opened)
      let next = try stage.addCommit(
        tree: edited, parents: [commit.id], author: .test, committer: .test, message: "m\n")
      try stage.write(to: opened)
      try opened.update(
        [ReferenceUpdate(name: "refs/heads/new", expected: .mustNotExist, target: next)],
        message: "test", by: .test)
    }
    try repository.shell("echo -n new > ../new; mkdir a; mv ../new a/b; git add a")
    let tree = try repository.id("git write-tree")
    #expect(try repository.id("git rev-parse new^{tree}") == tree)
    #expect(
      try repository.shell("git log -1 --format='%an %ae %at %cn %ce %ct' new")
        == "Tess tess@example.com 1700000000 Tess tess@example.com 1700000000")
    #expect(
      try repository.shell("tail -n 1 .git/logs/refs/heads/new")
        .hasSuffix(" Tess <tess@example.com> 1700000000 +0100\ttest"))
  }
}
