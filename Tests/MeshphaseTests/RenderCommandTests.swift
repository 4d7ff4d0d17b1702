import Foundation
import Testing

/// `meshphase render --out` and what may stand in its way.
@Suite struct `Rendering into a folder` {
  private func tree(_ repository: TestRepository, _ folder: String) throws -> String {
    try repository.shell("cd '\(folder)' && find . -type f | LC_ALL=C sort | xargs sha256sum").text
  }

  @Test func `the files are those of the phase's commit, and the same a second time`() throws {
    let repository = try TestRepository(Small.files)
    #expect(try repository.meshphase("commit -q").status == 0)
    let first = try repository.meshphase("render --out ../out")
    #expect(first.status == 0 && first.text.contains("Wrote 2 files into ../out"))
    let written = try tree(repository, "../out")
    #expect(written.split(separator: "\n").count == 2)
    #expect(
      try repository.shell(
        """
        for file in shop.yaml web.yaml; do
          git show refs/heads/\(Small.branch):$file | cmp - ../out/$file || exit 1
        done
        """
      ).status == 0)
    #expect(try repository.meshphase("render --out ../out").status == 0)
    #expect(try tree(repository, "../out") == written)
  }

  @Test func `the work tree can take the edits, and other files stay`() throws {
    let repository = try TestRepository(Small.files)
    try repository.write("# mine\n", to: "notes.yaml")
    #expect(try repository.meshphase("render --out .").status == 0)
    #expect(
      try repository.shell("git diff --name-only; git ls-files --others").text
        == "shop.yaml\nweb.yaml\nnotes.yaml\n")
  }

  @Test(arguments: [
    ("ln -s /etc/hostname out/web.yaml", "out/web.yaml is in the way of web.yaml"),
    ("mkdir out/web.yaml", "out/web.yaml is in the way of web.yaml"),
  ])
  func `a link or folder in a file's place is refused, and nothing is written`(
    obstacle: (make: String, message: String)
  ) throws {
    let repository = try TestRepository(Small.files)
    _ = try repository.shell("mkdir out && \(obstacle.make)")
    let outcome = try repository.meshphase("render --out out")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains(obstacle.message), "\(outcome.messageText)")
    #expect(try repository.shell("ls out").text == "web.yaml\n")
  }

  @Test func `a folder that cannot be made is said to be so`() throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.meshphase("render --out shop.yaml/out")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("shop.yaml/out"), "\(outcome.messageText)")
  }

  @Test func `what is no folder takes no files`() throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.meshphase("render --out shop.yaml")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("shop.yaml is no folder"), "\(outcome.messageText)")
    #expect(outcome.messageText.contains("nothing was written"))
  }

  @Test func `check and out exclude each other`() throws {
    let repository = try TestRepository(Small.files)
    #expect(try repository.meshphase("render --check --out x").status == 64)
    #expect(try repository.meshphase("render --out ''").status == 64)
  }
}
