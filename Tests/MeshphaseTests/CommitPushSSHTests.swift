import Foundation
import Testing

/// `meshphase commit --push` over ssh, to an sshd that the test starts on loopback.
@Suite struct `Pushing over ssh` {
  private struct Server {
    let local: TestRepository
    let ssh: LoopbackSSH
    var bare: String { local.sandbox.path + "/bare.git" }

    init() throws {
      if let obstacle = LoopbackSSH.obstacle() { try Test.cancel("\(obstacle)") }
      local = try TestRepository(Small.files)
      ssh = try LoopbackSSH(in: local.sandbox)
      try local.git("clone -q --bare . '\(bare)'")
      try local.git("remote add origin '\(ssh.url(of: bare))'")
    }

    func commit(_ options: String) throws -> Sandbox.Outcome {
      try local.meshphase("commit \(options)", environment: ssh.environment)
    }

    func branches(in folder: String) throws -> String {
      try local.git(
        "-C '\(folder)' for-each-ref --format='%(refname) %(objectname)' refs/heads/meshphase")
    }
  }

  @Test func `every branch arrives, once`() throws {
    let server = try Server()
    let first = try server.commit("--push")
    #expect(first.status == 0, "\(first.messageText)")
    #expect(first.text.contains("Pushed 2 branches to origin"))
    #expect(try server.branches(in: server.bare) == server.branches(in: server.local.path))
    #expect(try server.commit("--push").text.contains("Nothing to push"))
  }

  @Test func `where a hook rejects one branch, none is updated`() throws {
    let server = try Server()
    try #require(try server.commit("-q --push").status == 0)
    let before = try server.branches(in: server.bare)
    let hook = server.bare + "/hooks/update"
    try Data("#!/bin/sh\ncase $1 in */rollback/*) echo 'protected' >&2; exit 1;; esac\n".utf8)
      .write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    try server.local.write("# new\n", to: "README.md")
    try server.local.commitAll("Unrelated")
    let outcome = try server.commit("--push")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("remote: protected"), "\(outcome.messageText)")
    #expect(outcome.messageText.contains("[remote rejected] (hook declined)"))
    #expect(try server.branches(in: server.bare) == before)
    #expect(try server.branches(in: server.local.path) != before)
  }

  @Test func `somebody's edit is not overwritten unseen`() throws {
    let server = try Server()
    try #require(try server.commit("-q --push").status == 0)
    try server.local.git(
      "-C '\(server.bare)' update-ref 'refs/heads/\(Small.branch)'"
        + " $(git -C '\(server.bare)' commit-tree -m Hand -p '\(Small.branch)' main^{tree})")
    let before = try server.branches(in: server.bare)
    let outcome = try server.commit("--push")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("[rejected] (stale info)"), "\(outcome.messageText)")
    #expect(try server.branches(in: server.bare) == before)
  }
}
