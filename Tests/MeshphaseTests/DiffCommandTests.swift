import Testing

@Suite struct `The command diff` {
  private static let long = String(repeating: "long ", count: 40)

  private static func configMap(_ data: String) -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata:\n\(data)"
  }

  private func repository() throws -> TestRepository {
    var files = ["apps/web.yaml": Small.deployment, "platform/shop.yaml": Small.namespace]
    files["old.yaml"] = Self.configMap("  a: x\n  text: |\n    1\n    2\n    3\n    4\n    5\n")
    files["new.yaml"] = Self.configMap(
      "  a: \(Self.long)\n  text: |\n    1\n    2\n    three\n    4\n    5\n")
    return try TestRepository(files)
  }

  @Test func `quiet says it with the exit status, in every format`() throws {
    let repository = try repository()
    for format in ["text", "json", "markdown", "json-patch"] {
      let differs = try repository.meshphase("diff -q -o \(format) old.yaml new.yaml")
      #expect(differs.status == 1 && differs.output.isEmpty && differs.messages.isEmpty)
      let same = try repository.meshphase("diff -q -o \(format) old.yaml old.yaml")
      #expect(same.status == 0 && same.output.isEmpty)
    }
    #expect(try repository.meshphase("diff -q old.yaml nowhere.yaml").status == 2)
  }

  @Test func `lines are cut where it is asked for, and on a terminal`() throws {
    let repository = try repository()
    func lengths(_ text: String) -> Int {
      text.split(whereSeparator: \.isNewline).map(\.count).max() ?? 0
    }
    #expect(try lengths(repository.meshphase("diff -v old.yaml new.yaml").text) > 200)
    #expect(try lengths(repository.meshphase("diff -v old.yaml new.yaml --width 30").text) == 30)
    guard try repository.shell("command -v script").status == 0 else { return }
    let terminal = try repository.shell(
      """
      script -qec 'stty cols 42; "$MESHPHASE" diff -v --color never old.yaml new.yaml' /dev/null
      """, environment: ["SHELL": "/bin/sh", "TERM": "xterm"])
    #expect(lengths(terminal.text) == 42)
  }

  @Test func `context is how many equal lines are shown`() throws {
    let repository = try repository()
    for (context, lines) in [(0, 2), (1, 4), (9, 6)] {
      let text = try repository.meshphase("diff old.yaml new.yaml --context \(context)").text
      #expect(text.split(separator: "\n").count { $0.hasPrefix("      ") } == lines)
    }
  }

  @Test(arguments: [
    "diff a", "diff", "diff --base HEAD", "diff --brief --names a b", "diff --names -o json a b",
    "diff --context -1 a b", "diff --width -1 a b", "diff -o markdown --max-size 10 a b",
    "diff -f x a b",
  ])
  func `wrong usage is 64`(arguments: String) throws {
    #expect(try repository().meshphase(arguments).status == 64)
  }

  @Test func `paths say what of folders and commits is compared`() throws {
    let repository = try repository()
    _ = try repository.shell(
      "mkdir -p x && cp -r apps platform x/ && sed -i s/shop/new/ x/*/*.yaml")
    #expect(
      try repository.meshphase("diff --names . x -- platform").text.contains(":Namespace:new"))
    #expect(!(try repository.meshphase("diff --names . x -- apps").text.contains("Namespace")))
    #expect(try repository.meshphase("diff --names x x -- .").status == 0)
    for arguments in ["diff . x -- nowhere", "diff . x -- ../y", "diff HEAD HEAD -- /apps"] {
      let refused = try repository.meshphase(arguments)
      #expect(refused.status == 2 && refused.messageText.contains("MP203"), "\(arguments)")
    }
  }

  @Test func `a path that one side has nothing at is told`() throws {
    let repository = try repository()
    _ = try repository.shell("mkdir -p x && cp -r apps x/")
    let told = try repository.meshphase("diff --names . x -- apps platform")
    #expect(told.text == ":Namespace:shop\n")
    #expect(
      told.messageText.contains(
        "warning MP203: x has no YAML or JSON file at platform, where . has a file\n"),
      "\(told.messageText)")
    #expect(try repository.meshphase("diff -q . x -- apps platform").messages.isEmpty)
    #expect(try repository.meshphase("diff . x -- apps").messages.isEmpty)
    // Paths beside a base are those of the repository.
    try repository.write(
      Small.deployment.replacing("app: web", with: "app: shop"), to: "apps/web.yaml")
    let part = try repository.meshphase("diff --brief --base HEAD apps apps")
    #expect(part.text == "  Deployment shop/web  apps/web.yaml:1\n", "\(part.text)")
    #expect(part.messages.isEmpty)
    let none = try repository.meshphase("diff --base HEAD apps platform")
    #expect(none.status == 2 && none.messageText.contains("neither side has a YAML or JSON file"))
  }

  @Test func `a repository without a commit is named as such`() throws {
    let repository = try repository()
    for command in ["diff HEAD HEAD~1", "verify HEAD"] {
      let outcome = try repository.shell(
        "mkdir -p new && cd new && git init -q . && \"$MESHPHASE\" \(command)")
      #expect(outcome.status == 2)
      #expect(outcome.messageText.contains("HEAD is neither a file, a folder nor a commit\n"))
      #expect(outcome.messageText.contains("the repository of -C, which has none yet\n"))
    }
    #expect(try !repository.meshphase("diff HEAD nosuch").messageText.contains("none yet"))
  }

  @Test func `a merge names the object that is in conflict`() throws {
    let repository = try repository()
    let config = Self.configMap("  a: x\n")
    for (name, text) in [
      ("base", config), ("ours", config.replacing("a: x", with: "a: y")),
      ("theirs", "apiVersion: v1\nkind: List\nitems: []\n"),
    ] { try repository.write(text, to: "\(name).yaml") }
    let outcome = try repository.meshphase("merge base.yaml ours.yaml theirs.yaml")
    #expect(outcome.status == 1)
    #expect(
      outcome.messageText.hasPrefix("conflict in ConfigMap shop/c\n"), "\(outcome.messageText)")
  }

  @Test func `a declared rename that fits nothing is told`() throws {
    let repository = try repository()
    let rename = "--rename 'Deployment nosuch=x' --rename shop=new"
    try repository.write(
      Small.namespace.replacing("name: shop", with: "name: new"), to: "platform/shop.yaml")
    let outcome = try repository.meshphase("diff --brief \(rename) HEAD . -- platform")
    #expect(outcome.status == 1)
    #expect(
      outcome.messageText.hasPrefix(
        "warning MP203: --rename 'Deployment nosuch=x' fits no object that differs\n"),
      "\(outcome.messageText)")
    #expect(!outcome.messageText.contains("shop=new'"))
  }

  @Test func `a base is compared with its part, and files are called by their paths`() throws {
    let repository = try repository()
    try repository.write(
      Small.deployment.replacing("app: web", with: "app: shop"), to: "apps/web.yaml")
    try repository.write(
      Small.namespace.replacing("name: shop", with: "name: new"), to: "apps/n.yaml")
    let expected = """
      + Namespace new  apps/n.yaml:1
        Deployment shop/web  apps/web.yaml:1

      """
    for arguments in ["apps", "apps/", ". -- apps", "."] {
      let outcome = try repository.meshphase("diff --brief --base HEAD \(arguments)")
      #expect(outcome.text == expected && outcome.status == 1, "\(arguments): \(outcome.text)")
    }
    let file = try repository.meshphase("diff --brief --base HEAD apps/web.yaml")
    #expect(file.text == "  Deployment shop/web  apps/web.yaml:1\n")
    #expect(try repository.meshphase("diff --base HEAD platform").status == 0)
    let inside = try repository.shell(
      #""$MESHPHASE" diff --brief --base HEAD web.yaml"#, in: repository.path + "/apps")
    #expect(inside.text == file.text)
    try repository.commitAll("Second")
    #expect(try repository.meshphase("diff --brief --base HEAD~1 HEAD").text == expected)
    #expect(try repository.meshphase("diff --base nowhere HEAD").status == 2)
  }

  @Test func `the JSON of a difference holds every key of the contract`() throws {
    for example in Example.all where example.name.hasPrefix("diff") {
      let repository = try TestRepository(importing: example.input)
      let sides = try example.commands[0].split(separator: " ").filter {
        !$0.hasPrefix("-") && $0 != "markdown"
      }.suffix(2).joined(separator: " ")
      let json = try JSON(try repository.meshphase("diff -o json \(sides)").output)
      #expect(JSONShape.difference.problems(of: json).isEmpty)
      #expect(!json["changes"].items.isEmpty)
    }
  }

  @Test func `control characters of values never reach the terminal or a comment`() throws {
    let repository = try TestRepository([
      "old.yaml": Self.configMap("  a: x\n"),
      "new.yaml": Self.configMap("  \"k\\e[1m\": \"\\e[31m\\u202e\"\n  a: \"\\a\\n\\e]0;x\\n\"\n"),
    ])
    for options in ["", "-v", "-o markdown", "--names", "--brief"] {
      let text = try repository.meshphase("diff old.yaml new.yaml \(options)").text
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" })
    }
  }
}
