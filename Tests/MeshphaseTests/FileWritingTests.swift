import Testing

/// What becomes of a file that the tool writes over: its mode, and links to it.
@Suite struct `A file that is written in place` {
  private func repository() throws -> TestRepository {
    try TestRepository([
      "dir/real.yaml": "a: 1\n", "patch.json": #"[{"op": "add", "path": "/b", "value": 2}]"#,
    ])
  }

  @Test(arguments: ["600", "640", "444", "755"])
  func `keeps its mode`(mode: String) throws {
    let repository = try repository()
    let outcome = try repository.shell(
      """
      chmod \(mode) dir/real.yaml && "$MESHPHASE" patch -i dir/real.yaml patch.json \\
        && stat -c %a dir/real.yaml && cat dir/real.yaml && ls -A dir
      """)
    #expect(outcome.text == "\(mode)\na: 1\nb: 2\nreal.yaml\n", "\(outcome.messageText)")
  }

  @Test func `is the one that links lead to, and they stay`() throws {
    let repository = try repository()
    let outcome = try repository.shell(
      """
      chmod 600 dir/real.yaml; ln -s real.yaml dir/a.yaml; ln -s dir/a.yaml b.yaml
      "$MESHPHASE" patch -i b.yaml patch.json && readlink b.yaml dir/a.yaml \\
        && stat -c '%F %a' dir/real.yaml && cat b.yaml
      """)
    #expect(
      outcome.text == "dir/a.yaml\nreal.yaml\nregular file 600\na: 1\nb: 2\n",
      "\(outcome.text) \(outcome.messageText)")
  }

  @Test func `is refused where it is no file, with the reason`() throws {
    let repository = try repository()
    let outcome = try repository.shell(
      #"mkfifo pipe; cat dir/real.yaml > pipe & "$MESHPHASE" patch -i pipe patch.json"#)
    #expect(outcome.status == 2)
    #expect(
      outcome.messageText.hasPrefix(
        "error MP203: the file pipe cannot be written: it is no regular file\n"),
      "\(outcome.messageText)")
    #expect(try repository.shell("stat -c %F pipe").text == "fifo\n")
  }

  @Test func `keeps its mode when render writes it`() throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.shell(
      """
      umask 022; "$MESHPHASE" render -q --out out && stat -c %a out/web.yaml \\
        && chmod 640 out/web.yaml && : > out/web.yaml && "$MESHPHASE" render -q --out out \\
        && stat -c %a out/web.yaml && test -s out/web.yaml
      """)
    #expect(outcome.status == 0 && outcome.text == "644\n640\n", "\(outcome.messageText)")
  }
}
