import Foundation
import Testing

/// What a file system refuses is told with what can be done, and leaves nothing half written.
@Suite struct `File systems` {
  private static let isRoot = geteuid() == 0

  /// Whether this process may mount a file system of its own, as root of a machine may.
  private static let canMount: Bool = {
    guard isRoot, let sandbox = try? Sandbox() else { return false }
    let outcome = try? sandbox.run(
      "mount -t tmpfs -o size=64k none home && umount home", in: sandbox.path)
    return outcome?.status == 0
  }()

  /// Runs the tool as a user whom permissions bind.
  private func bound(_ repository: TestRepository, _ command: String) throws -> Sandbox.Outcome {
    guard Self.isRoot else { return try repository.meshphase(command) }
    _ = try repository.shell("chown -R 65534:65534 .")
    return try repository.shell(
      "setpriv --reuid 65534 --regid 65534 --clear-groups \"$MESHPHASE\" \(command)")
  }

  @Test(arguments: [
    (".git/refs", "lock refs/heads/meshphase/", "nothing was written"),
    (".git/objects", "write ", "no branch was moved"),
  ])
  func `a folder that may not be written is named`(
    folder: String, operation: String, outcome expected: String
  ) throws {
    let repository = try TestRepository(Small.files)
    _ = try repository.shell("chmod -R a-w \(folder)")
    let outcome = try bound(repository, "commit")
    _ = try repository.shell("chmod -R u+w .git")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains(operation), "\(outcome.messageText)")
    #expect(outcome.messageText.contains("\(repository.path)/\(folder)/"))
    #expect(outcome.messageText.contains("Permission denied\n  hint: check who may read and write"))
    #expect(outcome.messageText.contains(expected))
    #expect(try bound(repository, "commit").status == 0)
  }

  @Test func `a configuration that may not be read is not taken for none`() throws {
    let repository = try TestRepository(Small.files)
    _ = try repository.shell("chmod 000 .git/config")
    let outcome = try bound(repository, "plan")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("\(repository.path)/.git/config cannot be read"))
  }

  @Test(.enabled(if: canMount, "only root of a machine can mount a file system"))
  func `one that is read only is planned on, and says so on commit`() throws {
    try mounted("size=1m") { repository, folder in
      _ = try repository.shell("mount -o remount,ro '\(folder)'")
      #expect(try repository.shell("\"$MESHPHASE\" plan", in: folder + "/r").status == 0)
      let outcome = try repository.shell("\"$MESHPHASE\" commit", in: folder + "/r")
      #expect(outcome.status == 2)
      #expect(
        outcome.messageText.contains("Read-only file system\n  hint: the file system is mounted"))
      #expect(outcome.messageText.contains("refused with 1 error; nothing was written"))
    }
  }

  @Test(.enabled(if: canMount, "only root of a machine can mount a file system"))
  func `a full one leaves branches old or new, and says which`() throws {
    try mounted("size=400k") { repository, folder in
      var refusals = 0
      for free in stride(from: 0, through: 60, by: 4) {
        _ = try repository.shell(
          """
          rm -f ../fill; git for-each-ref --format='delete %(refname)' refs/heads/meshphase \
            | git update-ref --stdin; git gc -q --prune=now
          dd if=/dev/zero of=../fill bs=1k count=1000 2>/dev/null; truncate -s -\(free)k ../fill
          """, in: folder + "/r")
        let outcome = try repository.shell("\"$MESHPHASE\" commit", in: folder + "/r")
        let names = try repository.shell(
          "git for-each-ref --format='%(refname)' refs/heads/meshphase", in: folder + "/r"
        ).text.split(separator: "\n")
        let check = try repository.shell(
          "find .git -name '*.lock'; git fsck --strict --no-dangling 2>&1", in: folder + "/r")
        #expect(check.text.isEmpty && check.status == 0, "\(free): \(check.text)")
        if outcome.status == 0 {
          #expect(names.count == 2)
          continue
        }
        refusals += 1
        #expect(outcome.status == 2)
        #expect(outcome.messageText.contains("No space left on device\n  hint: make room"))
        let expected =
          names.isEmpty
          ? outcome.messageText.contains("no branch was moved")
            || outcome.messageText.contains("nothing was written")
          : outcome.messageText.contains("\(names.count) of 2 branches have their new commits")
        #expect(expected, "\(free), \(names): \(outcome.messageText)")
      }
      #expect(refusals > 0)
      _ = try repository.shell("rm -f ../fill", in: folder + "/r")
      #expect(try repository.shell("\"$MESHPHASE\" commit", in: folder + "/r").status == 0)
    }
  }

  /// Gives a file system of its own with a clone on it, and takes it away again.
  private func mounted(_ options: String, _ body: (TestRepository, String) throws -> Void) throws {
    let repository = try TestRepository(Small.files)
    let folder = repository.sandbox.path + "/mounted"
    let outcome = try repository.shell(
      """
      mkdir '\(folder)' && mount -t tmpfs -o \(options) none '\(folder)' &&
        git init -q --template= -b main '\(folder)/r' && git fetch -q . main &&
        git -C '\(folder)/r' fetch -q '\(repository.path)' main &&
        git -C '\(folder)/r' reset -q --hard FETCH_HEAD
      """)
    defer { _ = try? repository.shell("umount -l '\(folder)'") }
    try #require(outcome.status == 0, "\(outcome.messageText)")
    try body(repository, folder)
  }
}
