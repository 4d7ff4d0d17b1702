import Files
import Foundation
import Testing

@testable import Git

@Suite struct `Opening repositories` {
  @Test func `a repository is found from a folder inside it`() throws {
    let repository = try TestRepository()
    try repository.shell("mkdir -p a/b")
    let opened = try Repository(discovering: repository.path + "/a/b")
    #expect(opened.workTree == repository.path)
    #expect(opened.gitDirectory == repository.path + "/.git")
    #expect(opened.isBare == false)
  }

  @Test func `a bare repository has no work tree`() throws {
    let repository = try TestRepository(bare: true)
    let opened = try repository.open()
    #expect(opened.isBare == true)
    #expect(opened.workTree == nil)
    #expect(opened.gitDirectory == repository.path)
  }

  @Test func `a linked work tree has its own folder and shares the objects`() throws {
    let repository = try TestRepository()
    let commit = try repository.commit()
    try repository.shell("git worktree add -q ../linked -b side")
    let opened = try Repository(discovering: repository.scratch + "/linked")
    #expect(opened.workTree == repository.scratch + "/linked")
    #expect(opened.gitDirectory == repository.path + "/.git/worktrees/linked")
    #expect(opened.commonDirectory == repository.path + "/.git")
    #expect(try opened.commit(named: "main").id == commit)
  }

  @Test func `a folder outside every repository is not found`() throws {
    let repository = try TestRepository()
    let error = #expect(throws: GitError.self) {
      _ = try Repository(discovering: repository.scratch)
    }
    #expect(error?.category == .notFound)
  }

  @Test(arguments: ["", "/no/such/folder", "a\0b"])
  func `a path that is no folder is an error`(path: String) throws {
    let error = #expect(throws: GitError.self) { _ = try Repository(discovering: path) }
    #expect(error?.category == .notFound || error?.category == .invalid)
  }

  @Test func `a repository with SHA-256 names is unsupported`() throws {
    let repository = try TestRepository()
    try repository.shell("rm -rf .git; git init -q --object-format=sha256 .")
    let error = #expect(throws: GitError.self) { _ = try repository.open() }
    #expect(error?.category == .unsupported)
  }
}
