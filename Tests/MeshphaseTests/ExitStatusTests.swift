import Testing

@Suite struct `Exit statuses` {
  @Test func `done is 0`() throws {
    let repository = try TestRepository(Small.files)
    for command in ["plan", "commit", "plan -o json", "commit -q", "--version", "--help"] {
      #expect(try repository.meshphase(command).status == 0, "\(command)")
    }
  }

  @Test(arguments: [
    "", "plan --unknown", "plan extra", "plan -o yaml", "plan --color sometimes", "nonsense",
    "plan --base", "commit -f", "commit --push -x", "pr --forge bitbucket", "pr --body a --open",
    "pr ''", "commit --check -S", "lint . -f meshphase.yaml", "lint ''",
    "lint . .", "merge meshphase.yaml - -", "merge - - -", "merge - shop.yaml -", "diff - -",
    "diff shop.yaml web.yaml meshphase.yaml", "diff shop.yaml web.yaml -- nowhere",
    "diff - web.yaml shop.yaml", "verify . --templates nowhere", "lint . --templates nowhere",
  ])
  func `wrong usage is 64`(arguments: String) throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.meshphase(arguments)
    if arguments.isEmpty {
      // No command is a question: the answer is the help.
      #expect(outcome.status == 0)
    } else {
      #expect(outcome.status == 64)
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func `wrong usage names the command, or the nearest`() throws {
    let repository = try TestRepository(Small.files)
    for (arguments, expected) in [
      (
        "paln",
        "Error: there is no command paln: did you mean plan?\nUsage: meshphase <subcommand>\n"
      ),
      ("nonsense", "Error: there is no command nonsense: the commands are plan, commit, "),
      ("diff shop.yaml web.yaml x", "so x is one too many: "),
      ("diff shop.yaml web.yaml x", "\nUsage: meshphase diff [options] A B "),
      ("diff shop.yaml web.yaml x", "\n  See 'meshphase diff --help' for more information.\n"),
    ] {
      let message = try repository.meshphase(arguments).messageText
      #expect(message.contains(expected), "\(message)")
    }
    let json = #"[{"op": "remove", "path": "/kind"}]"#
    let patch = try repository.meshphase("patch -R shop.yaml -", input: json)
    #expect(patch.status == 64)
    #expect(patch.messageText.contains("\nUsage: meshphase patch <FILE>"), "\(patch.messageText)")
  }

  @Test func `a refusal is 2, one JSON document on standard output`() throws {
    var files = Small.files
    files["meshphase.yaml"] = Small.desiredState.replacing("[shop]", with: "[shop, gone]")
    let laws = Laws(try TestRepository(files))
    let outcome = try laws.checkRefusal()
    try JSONShape.checkRefusal(try JSON(outcome.output))
    #expect(outcome.messageText.hasPrefix("meshphase.yaml:7:22: error MP203: the namespace gone"))
    #expect(outcome.messageText.hasSuffix("refused with 1 error; nothing was written\n"))
  }

  @Test func `a folder outside every repository is refused`() throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.meshphase("plan -C '\(repository.sandbox.home)'")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("is not in a Git repository"))
    #expect(outcome.messageText.contains("name it with -C"))
  }

  @Test(arguments: ["nowhere", "refs/heads/nowhere", "0000000000", "HEAD~1", "HEAD^{tree}", "-x"])
  func `a base that names no commit is refused`(base: String) throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.meshphase("plan --base='\(base)'")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("the base \(base)"), "\(outcome.messageText)")
  }

  @Test func `a repository without a commit is refused`() throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.shell(
      "git init -q empty && cd empty && \"$MESHPHASE\" plan", in: repository.sandbox.home)
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("a new repository needs a first commit"))
  }

  @Test func `a file in the way of the repository is refused`() throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.meshphase("plan -C nowhere/at/all")
    #expect(outcome.status == 2)
    #expect(!outcome.messageText.isEmpty)
  }
}
