import Foundation
import Testing

/// Repositories that are not a plain clone with everything in it.
@Suite struct `The form of the repository` {
  /// Plans and commits in a folder, and gives the ids of the phases' commits.
  private func commits(
    _ repository: TestRepository, in folder: String, _ arguments: String = ""
  ) throws -> [String] {
    let outcome = try repository.shell("\"$MESHPHASE\" commit -o json \(arguments)", in: folder)
    try #require(outcome.status == 0, "\(outcome.messageText)")
    return try JSON(outcome.output)["phases"].items.compactMap { $0["commit"].text }
  }

  /// The same in the repository that a clone was made of, so that both must be equal.
  private func planned(_ repository: TestRepository) throws -> [String] {
    try JSON(repository.meshphase("plan -o json").output)["phases"].items
      .compactMap { $0["commit"].text }
  }

  @Test func `another user's is refused with the command that allows it`() throws {
    let repository = try TestRepository(Small.files)
    let linked = repository.sandbox.path + "/it's mine; touch $HOME/x"
    try repository.git("clone -q . \"\(linked.replacingOccurrences(of: "$", with: "\\$"))\"")
    let foreign = ["GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"]
    for command in ["plan", "commit", "verify", "lint", "diff HEAD HEAD", "render"] {
      let outcome = try repository.shell(
        "\"$MESHPHASE\" \(command)", in: linked, environment: foreign)
      #expect(outcome.status == 2, "\(command)")
      #expect(outcome.output.isEmpty)
      #expect(outcome.messageText.contains("\(linked) belongs to another user"), "\(command)")
    }
    let outcome = try repository.shell("\"$MESHPHASE\" plan", in: linked, environment: foreign)
    let hint = try #require(
      outcome.messageText.split(separator: "\n").first { $0.contains("git config --global") })
    let start = try #require(hint.range(of: "git config"))
    let allowed = foreign.merging(["GIT_CONFIG_GLOBAL": repository.sandbox.home + "/.gitconfig"]) {
      $1
    }
    #expect(
      try repository.shell(String(hint[start.lowerBound...]), environment: allowed).status == 0)
    #expect(
      try repository.shell("git status && \"$MESHPHASE\" plan -q", in: linked, environment: allowed)
        .status == 0)
  }

  @Test func `a bare one must be named where the user wants it`() throws {
    let repository = try TestRepository(Small.files)
    let bare = repository.sandbox.path + "/bare.git"
    try repository.git("clone -q --bare . '\(bare)'")
    let environment = [
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.bareRepository",
      "GIT_CONFIG_VALUE_0": "explicit",
    ]
    let outcome = try repository.shell("\"$MESHPHASE\" plan", in: bare, environment: environment)
    #expect(outcome.status == 2)
    #expect(
      outcome.messageText.contains("hint: name the repository itself with -C, such as -C \(bare)\n")
    )
    let named = try repository.shell("\"$MESHPHASE\" plan -C '\(bare)'", environment: environment)
    #expect(named.status == 0, "\(named.messageText)")
  }

  @Test func `a shallow clone is planned and committed`() throws {
    let repository = try TestRepository(Small.files)
    try repository.write("a\n", to: "README.md")
    try repository.commitAll("More")
    let clone = repository.sandbox.path + "/shallow"
    try repository.git("clone -q --depth 1 'file://\(repository.path)' '\(clone)'")
    #expect(try commits(repository, in: clone) == planned(repository))
    #expect(try repository.shell("git fsck --strict --no-dangling 2>&1", in: clone).status == 0)
  }

  @Test func `a partial clone lacks what its checkout did not fetch, and is told to fetch it`()
    throws
  {
    var files = Small.files
    for number in 10..<22 { files["more/\(number).yaml"] = "# \(number)\n" }
    let repository = try TestRepository(files)
    try repository.git("config uploadpack.allowFilter true")
    let clone = repository.sandbox.path + "/partial"
    try repository.git(
      "clone -q --no-checkout --filter=blob:none 'file://\(repository.path)' '\(clone)'")
    let before = try repository.shell("find .git -type f | sort | xargs sha256sum", in: clone).text
    let one = try repository.git("rev-parse HEAD:meshphase.yaml")
    let first = try repository.shell("\"$MESHPHASE\" plan", in: clone)
    #expect(first.status == 2)
    #expect(
      first.messageText.contains(
        "the content of 1 file is missing in this repository, which is a partial clone:"
          + " meshphase.yaml (\(one))"))
    let many = try repository.shell(
      "\"$MESHPHASE\" plan -f '\(repository.path)/meshphase.yaml'", in: clone)
    #expect(many.status == 2)
    #expect(many.messageText.contains("the content of 15 files is missing"))
    #expect(
      many.messageText.contains(
        "more/10.yaml (\(try repository.git("rev-parse HEAD:more/10.yaml")))"))
    #expect(many.messageText.contains("), and 5 more"))
    #expect(
      try repository.shell("find .git -type f | sort | xargs sha256sum", in: clone).text == before,
      "nothing is fetched")
    let command = "git -C \(clone) fetch --refetch --no-filter"
    #expect(many.messageText.contains(command))
    #expect(try repository.shell("\(command) -q", in: clone).status == 0)
    #expect(try commits(repository, in: clone) == planned(repository))
  }

  @Test func `a damaged one names the missing file and the command that looks`() throws {
    let repository = try TestRepository(Small.files)
    let id = try repository.git("rev-parse HEAD:shop.yaml")
    _ = try repository.shell("rm -f .git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
    for command in ["plan", "diff HEAD HEAD", "lint HEAD"] {
      let outcome = try repository.meshphase(command)
      #expect(outcome.status == 2, "\(command)")
      #expect(outcome.messageText.contains("which is damaged: shop.yaml (\(id))"))
      #expect(outcome.messageText.contains("git -C \(repository.path) fsck --full"))
    }
  }

  @Test func `a missing tree is named`() throws {
    let repository = try TestRepository(Small.files.merging(["a/b.yaml": "# a\n"]) { $1 })
    let id = try repository.git("rev-parse HEAD:a")
    _ = try repository.shell("rm -f .git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
    let outcome = try repository.meshphase("plan")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("read tree \(id)"), "\(outcome.messageText)")
  }

  @Test(arguments: [
    "git sparse-checkout set --no-cone '/meshphase.yaml'",
    "git config core.sparseCheckout true; echo /meshphase.yaml > .git/info/sparse-checkout; git read-tree -mu HEAD",
    "git config core.repositoryFormatVersion 1; git config extensions.worktreeConfig true",
    "git config core.repositoryFormatVersion 1; git config extensions.preciousObjects true",
    "git config core.repositoryFormatVersion 1; git config extensions.noop true",
    "git config core.repositoryFormatVersion 1; git config extensions.objectFormat SHA1",
    "git config core.repositoryFormatVersion 1; git config extensions.partialClone origin",
    "git config core.repositoryFormatVersion 1; git config extensions.refStorage files",
    "git config extensions.unknown true",
  ])
  func `what changes the work tree or nothing for objects makes no difference`(
    script: String
  ) throws {
    let repository = try TestRepository(Small.files)
    let expected = try planned(repository)
    try #require(try repository.shell("set -e; \(script)").status == 0)
    #expect(try commits(repository, in: repository.path) == expected)
  }

  @Test(arguments: [
    (
      "git config core.repositoryFormatVersion 1; git config extensions.unknown 1", "unknown = 1",
      "git clone --no-local"
    ),
    (
      "git config core.repositoryFormatVersion 1; git config extensions.refStorage reftable",
      "refstorage = reftable", "refs migrate --ref-format=files"
    ),
    (
      "git config core.repositoryFormatVersion 1; git config extensions.compatObjectFormat sha256",
      "compatobjectformat = sha256", "git fast-export"
    ),
    (
      "rm -rf .git; git init -q --object-format=sha256 -b main . && git add . && git commit -qm x",
      "objectformat = sha256", "git fast-export"
    ),
    (
      "git config core.repositoryFormatVersion 2", "format is version 2, expected 0 or 1",
      "git clone"
    ),
  ])
  func `what cannot be read is refused by name`(
    script: String, name: String, hint: String
  ) throws {
    let repository = try TestRepository(Small.files)
    try #require(try repository.shell(script).status == 0)
    let outcome = try repository.meshphase("commit")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains(name), "\(outcome.messageText)")
    #expect(outcome.messageText.contains(hint), "\(outcome.messageText)")
  }

  @Test func `objects may be another repository's`() throws {
    let repository = try TestRepository(Small.files)
    let clone = repository.sandbox.path + "/shared"
    try repository.git("clone -q --shared . '\(clone)'")
    let count = try repository.objectCount
    #expect(try commits(repository, in: clone) == planned(repository))
    #expect(try repository.objectCount == count, "the other repository is only read")
    #expect(try repository.shell("git fsck --strict --no-dangling 2>&1", in: clone).status == 0)
  }

  @Test func `a submodule is not entered, and stays`() throws {
    let repository = try TestRepository(Small.files)
    try repository.git("init -q inner && cd inner && git commit -q --allow-empty -m inner")
    try repository.write(Small.namespace, to: "inner/shop.yaml")
    try repository.git(
      "-C inner add . && git -C inner commit -q -m more && git add inner && git commit -q -m sub")
    let expected = try repository.git("rev-parse HEAD:inner")
    _ = try commits(repository, in: repository.path)
    let changed = try repository.git("diff --name-only main '\(Small.branch)'")
    #expect(
      changed.split(separator: "\n").allSatisfy { !$0.hasPrefix("inner") } && !changed.isEmpty)
    #expect(try repository.git("rev-parse '\(Small.branch):inner'") == expected)
    #expect(try repository.git("-C inner rev-list --count --all") == "2")
  }

  @Test func `modes, links, pointers and odd names stay as they are`() throws {
    let repository = try TestRepository(Small.files)
    let pointer =
      "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "0", count: 64))\nsize 3\n"
    try repository.write(pointer, to: "large.yaml")
    try repository.write("*.yaml filter=lfs diff=lfs merge=lfs -text\n", to: ".gitattributes")
    _ = try repository.shell(
      """
      chmod +x web.yaml; ln -s shop.yaml link.yaml; ln -s /etc/passwd outside.yaml
      printf 'kind: List\\n' > "$(printf 'caf\\351.txt')"; printf 'x' > "$(printf 'a\\nb.txt')"
      """)
    try repository.git("add -A && git commit -q -m odd")
    _ = try commits(repository, in: repository.path)
    let names = try repository.git("-c core.quotePath=true diff --name-only main '\(Small.branch)'")
    #expect(names.split(separator: "\n") == ["shop.yaml", "web.yaml"])
    let modes = try repository.git("ls-tree -r '\(Small.branch)' | cut -d' ' -f1,2 ")
    #expect(try repository.git("ls-tree -r main | cut -d' ' -f1,2 ") == modes)
    #expect(try repository.git("ls-tree '\(Small.branch)' web.yaml").hasPrefix("100755 "))
    #expect(try repository.git("ls-tree '\(Small.branch)' link.yaml").hasPrefix("120000 "))
  }
}
