import Testing

/// `meshphase diff` as the external diff of the real Git.
@Suite struct `git's external diff` {
  private static let old = [
    "web.yaml": Small.deployment, "notes.md": "one\ntwo\n", "broken.yaml": "a: [\n",
    "style.yaml": "a: 1\nb: 2\n", "gone.json": "{\"a\": 1}\n", "image.png": "\u{0}\u{1}",
    "big.yaml": (0..<20).map { "k\($0): v\($0)\n" }.joined(), "run.sh": "true\n",
    "token.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: t}\nstringData: {a: HIDDEN1}\n",
    "broken-token.yaml": "apiVersion: v1\nkind: Secret\nstringData: {a: HIDDEN1\n",
  ]

  /// A repository with a second commit that changes each kind of file.
  private func repository() throws -> TestRepository {
    let repository = try TestRepository(Self.old)
    try repository.write(
      Small.deployment.replacing("app: web", with: "app: shop"), to: "web.yaml")
    try repository.write("one\n2", to: "notes.md")
    try repository.write("a: [\nb\n", to: "broken.yaml")
    try repository.write("b: 2\na: 1\n", to: "style.yaml")
    try repository.write("{\"n\": 1}\n", to: "new file é.json")
    try repository.write("\u{0}\u{2}", to: "image.png")
    for name in ["token.yaml", "broken-token.yaml"] {
      try repository.write(
        (Self.old[name] ?? "").replacing("HIDDEN1", with: "HIDDEN2"), to: name)
    }
    try repository.git("rm -q gone.json && git mv big.yaml moved.yaml && chmod +x run.sh")
    try repository.write((Self.old["big.yaml"] ?? "") + "k20: v20\n", to: "moved.yaml")
    try repository.commitAll("Second")
    return repository
  }

  private func checkAll(_ text: String) {
    for part in [
      "web.yaml\n  Deployment shop/web  web.yaml:1\n"
        + "    spec.template.metadata.labels.app: web → shop\n1 object changed\n",
      "notes.md\n  1 1   one\n  2   - two\n    2 + 2\n      \\ no newline at end\n",
      "broken.yaml: compared by lines: it cannot be read (not valid YAML:",
      "style.yaml: same data, written differently\n", "gone.json\n- document without a name",
      "new file é.json\n+ document without a name", "image.png\n  binary files differ\n",
      "big.yaml → moved.yaml\n", "k20: + v20\n", "run.sh: mode 100644 → 100755\n",
      "token.yaml\n  Secret t  token.yaml:1\n    stringData.a: *** → ***\n",
      "broken-token.yaml: compared by lines", "not shown, as it holds a Secret",
    ] { #expect(text.contains(part), "\(part)") }
    #expect(!text.contains("HIDDEN") && !text.contains("/tmp/"))
  }

  @Test func `it tells every kind of file, by the paths of the repository`() throws {
    let repository = try repository()
    let outcome = try repository.shell(
      #"GIT_EXTERNAL_DIFF="$MESHPHASE diff" git diff -M HEAD~1 HEAD"#)
    #expect(outcome.status == 0 && outcome.messages.isEmpty, "\(outcome.messageText)")
    checkAll(outcome.text)
  }

  @Test func `git log and a diff driver call it as well, also for names like options`() throws {
    let repository = try repository()
    try repository.git(#"config diff.external "$MESHPHASE diff --""#)
    checkAll(try repository.git("log -1 -p -M --ext-diff") + "\n")
    try repository.git("config --unset diff.external")
    try repository.git(#"config diff.manifests.command "$MESHPHASE diff --brief --""#)
    try repository.write("*.yaml diff=manifests\n", to: ".gitattributes")
    try repository.write("apiVersion: v1\nkind: A\nmetadata: {name: x}\n", to: "-v.yaml")
    try repository.git("add -A")
    let text = try repository.git("diff --cached")
    #expect(text.contains("-v.yaml\n+ A x  -v.yaml:1\n"), "\(text)")
    #expect(text.contains("+*.yaml diff=manifests"), "other files are git's business")
  }

  @Test func `the work tree, and a merge that is not settled`() throws {
    let repository = try repository()
    try repository.git(#"config diff.external "$MESHPHASE diff""#)
    try repository.write(
      Small.deployment.replacing("app: web", with: "app: third"), to: "web.yaml")
    #expect(try repository.git("diff").contains("labels.app: shop → third"))
    try repository.git("commit -qam third && git checkout -q -b side HEAD~1")
    try repository.write(
      Small.deployment.replacing("app: web", with: "app: other"), to: "web.yaml")
    try repository.git("commit -qam side")
    _ = try repository.shell("git merge -q main")
    let text = try repository.git("diff --base")
    #expect(text.contains("web.yaml: has conflicts that are not settled"), "\(text)")
  }

  @Test func `a JSON Patch names no file, so git gets none`() throws {
    let repository = try repository()
    let outcome = try repository.shell(
      #"GIT_EXTERNAL_DIFF="$MESHPHASE diff -o json-patch --" git diff HEAD~1 HEAD -- web.yaml"#)
    #expect(outcome.status != 0 && outcome.text == "")
    #expect(
      outcome.messageText.hasPrefix("Error: A JSON Patch is for two single documents and names no"))
    let zeros = String(repeating: "0", count: 40)
    let side = "\(zeros) 100644"
    let call = "diff -o json-patch x web.yaml \(side) web.yaml \(side)"
    #expect(try repository.meshphase(call).status == 64)
  }

  @Test func `seven arguments that are not git's are two sides and paths`() throws {
    let repository = try TestRepository(["a/x.yaml": "a: 1\n", "b/x.yaml": "a: 2\n"])
    let outcome = try repository.meshphase("diff HEAD HEAD a b c d e")
    #expect(outcome.status == 0)
    let zeros = String(repeating: "0", count: 40)
    let call = "diff x.yaml a/x.yaml \(zeros) 100644 b/x.yaml"
    #expect(try repository.meshphase("\(call) \(zeros) 100644").text.hasPrefix("x.yaml\n"))
    #expect(try repository.meshphase("\(call) \(zeros) 1006").status == 2)
    #expect(try repository.meshphase("\(call) zero 100644").status == 2)
    #expect(try repository.meshphase("diff x.yaml").status == 64)
  }
}
