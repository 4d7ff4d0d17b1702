import Testing

/// What of folders and commits is read, and how errors name it.
@Suite struct `The sides of a difference` {
  @Test func `a checkout with links, pipes and linked folders is its own commit`() throws {
    let repository = try TestRepository(["dir/a.yaml": "a: 1\n"])
    _ = try repository.shell(
      "ln -s dir/a.yaml link.yaml; ln -s nowhere broken.yaml; ln -s dir linked; mkdir -p x")
    try repository.commitAll()
    _ = try repository.shell("mkfifo pipe.yaml dir/pipe.yaml; ln -s .. x/up")
    for sides in ["HEAD .", ". HEAD", "--base HEAD .", "HEAD x/up"] {
      let outcome = try repository.shell(#"timeout 60 "$MESHPHASE" diff \#(sides)"#)
      #expect(outcome.status == 0 && outcome.text == "", "\(sides): \(outcome.text)")
    }
  }

  @Test func `a link that is named is followed`() throws {
    let repository = try TestRepository(["dir/a.yaml": "a: 1\n", "b.yaml": "a: 2\n"])
    _ = try repository.shell("ln -s dir linked; ln -s b.yaml link.yaml; ln -s dir/a.yaml a.yaml")
    #expect(try repository.meshphase("diff linked dir").status == 0)
    #expect(try repository.meshphase("diff b.yaml link.yaml").status == 0)
    #expect(try repository.meshphase("diff link.yaml a.yaml").text.contains("a: 2 → 1"))
  }

  @Test func `an error names the file as it is reached`() throws {
    let repository = try TestRepository(["P/x.yaml": "a: 1\n", "Q/x.yaml": "a: 1\n"])
    try repository.write("a: [\n", to: "P/x.yaml")
    try repository.commitAll()
    for (sides, name) in [
      ("P Q", "P/x.yaml"), ("Q P", "P/x.yaml"), ("Q/ P/", "P/x.yaml"),
      ("--base HEAD~1 P", "P/x.yaml"),
      ("HEAD~1 .", "P/x.yaml"), ("HEAD HEAD~1", "HEAD:P/x.yaml"), ("HEAD~1 HEAD", "HEAD:P/x.yaml"),
      ("Q/x.yaml P/x.yaml", "P/x.yaml"),
    ] {
      let outcome = try repository.meshphase("diff \(sides)")
      #expect(outcome.status == 2)
      #expect(
        outcome.messageText.hasPrefix("\(name):2:1: error MP202: "),
        "\(sides): \(outcome.messageText)")
      let json = try repository.meshphase("diff -o json \(sides)").text
      #expect(json.contains("\"file\": \"\(name)\""), "\(json)")
    }
  }

  @Test func `changes name the file as before, by its path on its side`() throws {
    let repository = try TestRepository(["P/x.yaml": "a: 1\n", "Q/x.yaml": "a: 2\n"])
    #expect(try repository.meshphase("diff P Q").text.contains("  x.yaml:1\n"))
    #expect(try repository.meshphase("diff HEAD HEAD").text == "")
  }
}
