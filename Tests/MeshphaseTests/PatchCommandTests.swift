import Testing

/// `meshphase patch` with a report of `meshphase diff`.
@Suite struct `The command patch` {
  private func repository() throws -> TestRepository {
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: one}\n"
    let files = [
      "old.yaml": Small.deployment + "---\n" + secret,
      "new.yaml": secret.replacing("one", with: "two") + "---\n"
        + Small.deployment.replacing("app: web", with: "app: shop"),
      "dir/old.yaml": Small.namespace, "dir/a.yaml": Small.deployment, "other/x.yaml": "a: 1\n",
      "patch.json": #"[{"op": "add", "path": "/x", "value": 1}]"#,
      "merge.json": #"{"formatVersion": "1", "changes": []}"#,
      "newer.json": #"{"formatVersion": "2", "changes": []}"#,
      "comments.json":
        #"{"formatVersion": "1", "changes": [{"kind": "changed", "comment": "x", "path": ""}]}"#,
    ]
    return try TestRepository(files)
  }

  @Test func `it makes the new file of the old one, and the old one of the new one`() throws {
    let repository = try repository()
    let made = try repository.shell(
      """
      "$MESHPHASE" diff -o json --show-secrets old.yaml new.yaml > r.json
      "$MESHPHASE" patch old.yaml r.json > made.yaml && "$MESHPHASE" diff made.yaml new.yaml \\
        && "$MESHPHASE" patch -R -i made.yaml r.json && "$MESHPHASE" diff made.yaml old.yaml \\
        && "$MESHPHASE" patch --reverse new.yaml - < r.json | "$MESHPHASE" diff old.yaml -
      """)
    #expect(made.status == 0 && made.text == "", "\(made.text) \(made.messageText)")
  }

  @Test func `what cannot be applied is refused, and nothing is written`() throws {
    let repository = try repository()
    for (command, message) in [
      ("diff -o json old.yaml new.yaml", "what a Secret keeps"),
      ("diff -o json dir other", "about several files"),
      ("diff -o json --show-secrets new.yaml old.yaml", "expected \"shop\" at /spec"),
    ] {
      let outcome = try repository.shell(
        #""$MESHPHASE" \#(command) > r.json; "$MESHPHASE" patch -i old.yaml r.json"#)
      #expect(outcome.status == 2 && outcome.output.isEmpty)
      #expect(outcome.messageText.contains(message), "\(outcome.messageText)")
      #expect(outcome.messageText.contains("nothing was written"))
    }
    let newer = try repository.meshphase("patch old.yaml newer.json")
    #expect(newer.status == 2 && newer.messageText.contains("found the format version 2"))
    #expect(try repository.shell("git status --porcelain old.yaml").text == "")
  }

  @Test(arguments: [
    "patch -R new.yaml patch.json", "patch -R --merge-patch new.yaml merge.json",
    "patch -i - merge.json", "patch - -",
  ])
  func `wrong usage is 64`(arguments: String) throws {
    #expect(try repository().meshphase(arguments).status == 64)
  }

  @Test func `an object with a format version may be a merge patch`() throws {
    let repository = try repository()
    #expect(try repository.meshphase("patch other/x.yaml merge.json").text == "a: 1\n")
    let merged = try repository.meshphase("patch --merge-patch other/x.yaml merge.json")
    #expect(merged.text == "a: 1\nformatVersion: \"1\"\nchanges: []\n")
  }

  @Test func `what is no patch is told as none`() throws {
    let outcome = try repository().shell(#"echo foo | "$MESHPHASE" patch other/x.yaml -"#)
    #expect(outcome.status == 2)
    #expect(outcome.messageText.hasPrefix("-:1:1: error MP202: found no patch, expected a report "))
  }

  @Test func `an operation that cannot be made is pointed at`() throws {
    let repository = try repository()
    try repository.write(
      "[\n {\"op\":\"test\",\"path\":\"/a\",\"value\":1},\n {\"op\":\"remove\",\"path\":\"/zz\"}\n]",
      to: "p.json")
    try repository.write(
      "- {op: test, path: /a, value: 1}\n- op: nothing\n  path: /a\n", to: "p.yaml")
    for (patch, place) in [("p.json", "p.json:3:2: "), ("p.yaml", "p.yaml:2:3: ")] {
      let outcome = try repository.meshphase("patch other/x.yaml \(patch)")
      #expect(outcome.status == 2)
      #expect(
        outcome.messageText.hasPrefix(place + "error MP206: operation 2 cannot be made: "),
        "\(outcome.messageText)")
    }
  }

  @Test func `changes of comments are passed over, and it says so`() throws {
    let outcome = try repository().meshphase("patch other/x.yaml comments.json")
    #expect(outcome.status == 0 && outcome.text == "a: 1\n")
    #expect(
      outcome.messageText
        == "warning: comments.json tells 1 change of comments, which patch does not make\n")
  }

  @Test func `the report of the example is what diff writes`() throws {
    let example = Example(name: "patch-report")
    let repository = try TestRepository(importing: example.input)
    let report = try repository.meshphase("diff -o json old.yaml new.yaml")
    #expect(try repository.shell("cat changes.json").text == report.text)
  }
}
