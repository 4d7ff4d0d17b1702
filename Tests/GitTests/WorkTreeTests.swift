import Files
import Testing

@testable import Git

@Suite struct `Checked-out branches` {
  @Test func `main and linked work trees count, wherever the repository is opened`() throws {
    let repository = try TestRepository()
    _ = try repository.commit()
    try repository.shell(
      "git worktree add -q ../z-side -b side; git worktree add -q ../a-other -b other/x; "
        + "git worktree add -q --detach ../detached")
    let expected = [
      CheckedOutBranch(reference: "refs/heads/main", workTree: repository.path),
      CheckedOutBranch(
        reference: "refs/heads/other/x", workTree: repository.scratch + "/a-other"),
      CheckedOutBranch(reference: "refs/heads/side", workTree: repository.scratch + "/z-side"),
    ]
    for folder in ["repository", "z-side", "detached"] {
      let opened = try Repository(discovering: repository.scratch + "/" + folder)
      #expect(try opened.checkedOutBranches() == expected, "\(folder)")
    }
  }

  @Test func `an unborn branch is checked out`() throws {
    let repository = try TestRepository()
    #expect(
      try repository.open().checkedOutBranches()
        == [CheckedOutBranch(reference: "refs/heads/main", workTree: repository.path)])
  }

  @Test func `a detached HEAD has no branch`() throws {
    let repository = try TestRepository()
    _ = try repository.commit()
    try repository.shell("git checkout -q --detach")
    #expect(try repository.open().checkedOutBranches().isEmpty)
  }

  @Test func `a bare repository has only its linked work trees`() throws {
    let repository = try TestRepository(bare: true)
    #expect(try repository.open().checkedOutBranches().isEmpty)
    try repository.shell(
      "git update-ref refs/heads/main "
        + "$(git commit-tree -m x $(git hash-object -w -t tree /dev/null)); "
        + "git worktree add -q ../linked -b side")
    let expected = [
      CheckedOutBranch(reference: "refs/heads/side", workTree: repository.scratch + "/linked")
    ]
    #expect(try repository.open().checkedOutBranches() == expected)
    let linked = try Repository(discovering: repository.scratch + "/linked")
    #expect(try linked.checkedOutBranches() == expected)
  }

  @Test func `a linked work tree whose folder is gone still counts`() throws {
    let repository = try TestRepository()
    _ = try repository.commit()
    try repository.shell(
      "git worktree add -q ../gone -b side; git checkout -q --detach; rm -rf ../gone")
    let found = try repository.open().checkedOutBranches()
    #expect(
      found
        == [CheckedOutBranch(reference: "refs/heads/side", workTree: repository.scratch + "/gone")])
  }

  @Test func `a repository that is bare by its work tree's configuration has none checked out`()
    throws
  {
    let repository = try TestRepository()
    _ = try repository.commit()
    try repository.shell(
      """
      git clone -q --bare . ../bare.git; cd ../bare.git
      git config extensions.worktreeConfig true
      git config --worktree core.bare true; git config --unset core.bare
      git worktree add -q ../linked -b side
      """)
    for folder in ["bare.git", "linked"] {
      let opened = try Repository(discovering: repository.scratch + "/" + folder)
      #expect(opened.isBare == (folder == "bare.git"))
      #expect(
        try opened.checkedOutBranches() == [
          CheckedOutBranch(reference: "refs/heads/side", workTree: repository.scratch + "/linked")
        ])
    }
  }
}
