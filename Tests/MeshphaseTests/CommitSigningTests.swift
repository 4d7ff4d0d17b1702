import Foundation
import Testing

/// `meshphase commit --sign`: as git is configured; ids differ, trees do not.
@Suite struct `Signing commits` {
  private static let rollback = "meshphase/prod/asm-1140-0/rollback/01-all"
  private static var branches: [String] { [Small.branch, rollback] }

  /// A repository that signs with an ssh key of its own.
  private func withSSH(_ files: [String: String] = Small.files) throws -> TestRepository {
    let repository = try TestRepository(files)
    try repository.git("--version && ssh-keygen -q -t ed25519 -N '' -C ada -f ../key")
    try repository.git(
      """
      config gpg.format ssh && git config user.signingKey '\(repository.sandbox.path)/key' \
        && git config gpg.ssh.allowedSignersFile ../signers \
        && echo "bob@example.com $(cat ../key.pub)" >../signers
      """)
    return repository
  }

  private func trees(_ repository: TestRepository) throws -> [String] {
    try Self.branches.map { try repository.git("rev-parse '\($0)^{tree}'") }
  }

  @Test func `git verifies what ssh has signed, and the trees are the same`() throws {
    let repository = try withSSH()
    try #require(try repository.meshphase("commit -q").status == 0)
    let (before, trees) = (try repository.references, try trees(repository))
    let outcome = try repository.meshphase("commit -o json --sign")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    #expect(try repository.references != before)
    #expect(try self.trees(repository) == trees)
    for branch in Self.branches {
      try repository.git("verify-commit '\(branch)'")
    }
    let phase = try #require(try JSON(outcome.output)["phases"].items.first)
    #expect(try phase["commit"].text == repository.git("rev-parse '\(Small.branch)'"))
    #expect(try phase["rollbackCommit"].text == repository.git("rev-parse '\(Self.rollback)'"))
    // The stack holds together: the rollback stands on the signed commit, and names it.
    let signed = try repository.git("rev-parse '\(Small.branch)'")
    #expect(try repository.git("rev-parse '\(Self.rollback)^'") == signed)
    #expect(
      try repository.git("log -1 --format=%B '\(Self.rollback)'")
        .contains("Mesh-Rollback-Of: \(signed)"))
    let check = try repository.shell("git fsck --strict --no-dangling 2>&1")
    #expect(check.status == 0 && check.text.isEmpty, "\(check.text)")
  }

  @Test func `the check takes signed commits for what they are`() throws {
    let repository = try withSSH()
    try #require(try repository.meshphase("commit -q -S").status == 0)
    let outcome = try repository.meshphase("commit --check")
    #expect(outcome.status == 0, "\(outcome.text)")
    // Signed all the same, and not what it should be.
    try repository.git(
      "update-ref 'refs/heads/\(Small.branch)'"
        + " $(git commit-tree -S -p main -m Other '\(Small.branch)^{tree}')")
    let other = try repository.meshphase("commit --check")
    #expect(other.status == 1)
    #expect(other.text.contains("\(Small.branch) is "), "\(other.text)")
    #expect(!other.text.contains(Self.rollback), "the rollback is as it was: \(other.text)")
  }

  @Test func `a second run moves nothing, and writes nothing`() throws {
    let repository = try withSSH()
    try #require(try repository.meshphase("commit -q -S").status == 0)
    let (references, count) = (try repository.references, try repository.objectCount)
    // Each signature of another key is another: only what is there can have stayed.
    try repository.git("--version && rm ../key && ssh-keygen -q -t ed25519 -N '' -f ../key")
    #expect(try repository.meshphase("commit -q -S").status == 0)
    #expect(try repository.references == references)
    #expect(try repository.objectCount == count)
    // Unsigned ones are signed, whatever stands on them.
    try #require(try repository.meshphase("commit -q").status == 0)
    #expect(try repository.meshphase("commit -q -S").status == 0)
    #expect(try repository.references != references)
  }

  @Test func `a stack is signed from its first commit to its last`() throws {
    let repository = try TestRepository(
      importing: Package.root + "/examples/revision-to-revision/input")
    try repository.git("--version && ssh-keygen -q -t ed25519 -N '' -f ../key")
    try repository.git("config gpg.format ssh")
    try repository.git("config user.signingKey '\(repository.sandbox.path)/key.pub'")
    try repository.git(
      "config gpg.ssh.allowedSignersFile ../signers && echo \"a@b $(cat ../key.pub)\" >../signers")
    #expect(try repository.meshphase("commit -q -S").status == 0)
    let names = try repository.git("for-each-ref --format='%(refname)' refs/heads/meshphase")
      .split(separator: "\n")
    #expect(names.count > 8)
    for name in names { try repository.git("verify-commit '\(name)'") }
    #expect(try repository.meshphase("commit --check").status == 0)
    #expect(try repository.git("log --format=%G? main..'\(names[5])'").contains("N") == false)
  }

  @Test func `git verifies what gpg has signed`() throws {
    let repository = try TestRepository(Small.files)
    guard try repository.shell("command -v gpg gpg-agent").status == 0 else {
      try Test.cancel("gpg is not installed")
    }
    // A socket's path may have a hundred characters.
    let home = "/tmp/meshphase-gpg-\(UUID().uuidString.prefix(8))"
    let environment = ["GNUPGHOME": home]
    defer {
      _ = try? repository.shell(
        "gpgconf --kill all; rm -rf '\(home)'", environment: environment)
    }
    let made = try repository.shell(
      """
      mkdir -m 700 '\(home)' && gpg --batch --quiet --passphrase '' --quick-generate-key \
        'Bob <bob@example.com>' ed25519 sign never
      """, environment: environment)
    try #require(made.status == 0, "\(made.messageText)")
    // Without user.signingKey, the key is that of the user's name.
    let outcome = try repository.meshphase("commit -q -S", environment: environment)
    #expect(outcome.status == 0, "\(outcome.messageText)")
    for branch in Self.branches {
      let verified = try repository.shell("git verify-commit '\(branch)'", environment: environment)
      #expect(verified.status == 0, "\(verified.messageText)")
    }
    #expect(try repository.meshphase("commit --check").status == 0)
    let references = try repository.references
    #expect(try repository.meshphase("commit -q -S", environment: environment).status == 0)
    #expect(try repository.references == references)
    try repository.git("config user.signingKey nobody@example.com")
    try repository.git("branch -D '\(Small.branch)'")
    let refused = try repository.meshphase("commit -S", environment: environment)
    #expect(refused.status == 2)
    #expect(refused.messageText.contains("gpg failed with exit status 2"), "\(refused.messageText)")
  }

  @Test(arguments: [
    ("gpg.format=ssh", "there is no user.signingKey to sign with"),
    ("gpg.format=pgp", "gpg.format is pgp, expected openpgp, ssh or x509"),
    ("gpg.program=/nonexistent/gpg", "there is no program /nonexistent/gpg"),
    ("gpg.program=false", "false failed with exit status 1"),
    // Git wants to see that a signature was made, too.
    ("gpg.program=true", "true failed with exit status 0"),
  ])
  func `what cannot be signed is refused, and no branch is written`(
    row: (setting: String, message: String)
  ) throws {
    let repository = try TestRepository(Small.files)
    let parts = row.setting.split(separator: "=")
    try repository.git("config \(parts[0]) \(parts[1])")
    let count = try repository.objectCount
    let outcome = try repository.meshphase("commit -S")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains(row.message), "\(outcome.messageText)")
    #expect(try repository.git("for-each-ref refs/heads/meshphase") == "")
    #expect(try repository.objectCount == count)
  }

  @Test func `a key that is written out is the agent's`() throws {
    let repository = try withSSH()
    guard try repository.shell("command -v ssh-agent ssh-add").status == 0 else {
      try Test.cancel("ssh-agent is not installed")
    }
    try repository.git("config user.signingKey \"key::$(cat ../key.pub)\"")
    let outcome = try repository.shell(
      """
      eval "$(ssh-agent -s -a ../agent)" >/dev/null
      ssh-add -q ../key && mv ../key ../gone && "$MESHPHASE" commit -q -S
      status=$?
      # Before the shell ends, as whoever waits for it waits for the agent too; this test's process
      # blocks other signals, and its children inherit that.
      kill -KILL "$SSH_AGENT_PID"
      exit $status
      """)
    #expect(outcome.status == 0, "\(outcome.messageText)")
    try repository.git("verify-commit '\(Small.branch)'")
  }
}
