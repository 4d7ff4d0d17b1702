import Foundation
import Testing

/// What others do to a repository after a phase has landed, and rollbacks that still apply.
@Suite struct `Rollback after other edits` {
  private static let branch = "meshphase/prod/asm-1140-0/rollback/01-all"

  private static func landed(_ files: [String: String] = Small.files) throws -> TestRepository {
    let repository = try TestRepository(files)
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("merge -q --squash '\(Small.branch)' && git commit -qm squashed")
    return repository
  }

  /// Commits the work tree, and gives a file of the rollback branch that `commit` then builds.
  private func rebuilt(_ name: String, in repository: TestRepository) throws -> String {
    try repository.commitAll("others")
    let outcome = try repository.meshphase("commit -q")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    return try repository.git("show '\(Self.branch):\(name)'") + "\n"
  }

  @Test func `a key beside the phase's, in a mapping that the phase had added, stays`() throws {
    let repository = try Self.landed()
    let text = try repository.read("web.yaml")
    let mark = "      annotations:\n"
    try #require(text.contains(mark))
    try repository.write(
      text.replacing(mark, with: mark + "        team: shop\n"), to: "web.yaml")
    let expected = Small.deployment + "      annotations:\n        team: shop\n"
    #expect(try rebuilt("web.yaml", in: repository) == expected)
    #expect(try rebuilt("shop.yaml", in: repository) == Small.namespace)
  }

  @Test func `items of a list whose file was moved are found`() throws {
    let items = [Small.namespace, Small.deployment].map { text in
      "- " + text.dropLast().replacing("\n", with: "\n  ") + "\n"
    }
    let list = "apiVersion: v1\nkind: List\nitems:\n" + items.joined()
    let repository = try Self.landed(["meshphase.yaml": Small.desiredState, "all.yaml": list])
    try repository.git("mv all.yaml every.yaml")
    #expect(try rebuilt("every.yaml", in: repository) == list)
  }

  @Test func `documents that were put into one file are found`() throws {
    let repository = try Self.landed()
    try repository.git("rm -q --cached web.yaml")
    _ = try repository.shell(
      "{ cat shop.yaml; echo ---; cat web.yaml; } >all.yaml; rm shop.yaml web.yaml")
    #expect(
      try rebuilt("all.yaml", in: repository) == Small.namespace + "---\n" + Small.deployment)
  }

  @Test func `namespaces that join a phase late do not hide what had landed of it`() throws {
    let repository = try Self.landed()
    try repository.write(
      Small.desiredState.replacing("[shop]", with: "[shop, late]"), to: "meshphase.yaml")
    try repository.write(
      Small.namespace.replacing("name: shop", with: "name: late"), to: "late.yaml")
    try repository.commitAll("late")
    let status = try JSON(try repository.meshphase("status -o json").output)
    #expect(status["phases"].items.first?["state"].text == "partial")
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("merge -q --squash '\(Small.branch)' && git commit -qm again")
    #expect(try rebuilt("shop.yaml", in: repository) == Small.namespace)
    #expect(
      try rebuilt("late.yaml", in: repository)
        == Small.namespace.replacing("name: shop", with: "name: late"))
  }

  @Test func `a value that was set between two landings is what comes back`() throws {
    let repository = try Self.landed()
    try repository.write(Small.namespace.replacing("1130", with: "1120"), to: "shop.yaml")
    try repository.write(Small.deployment, to: "web.yaml")
    try repository.commitAll("taken back, and another revision")
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("merge -q --squash '\(Small.branch)' && git commit -qm again")
    #expect(
      try rebuilt("shop.yaml", in: repository) == Small.namespace.replacing("1130", with: "1120"))
  }

  @Test func `what cannot be taken back does not stop what is left`() throws {
    let desired = Small.desiredState.replacing("[shop]", with: "[shop, more]").replacing(
      "- {name: all, actions: [Relabel, Restart], percent: 100}",
      with: """
        - {name: all, actions: [Relabel, Restart], namespaces: [shop]}
          - {name: rest, actions: [Relabel], percent: 100}
        """)
    var files = Small.files
    files["meshphase.yaml"] = desired
    files["more.yaml"] = Small.namespace.replacing("name: shop", with: "name: more")
    let repository = try Self.landed(files)
    try repository.write(
      Small.namespace.replacing(
        "istio.io/rev: asm-1130-0", with: "istio.io/rev: asm-1150-0\n    x: y"),
      to: "shop.yaml")
    try repository.write(
      try repository.read("web.yaml").replacing("name: web", with: "name: &n web"),
      to: "web.yaml")
    try repository.commitAll("others")
    let outcome = try repository.meshphase("plan")
    #expect([0, 2].contains(outcome.status))
    #expect(try repository.meshphase("status").status == 0)
  }

  @Test func `a namespace that a phase brought into the mesh leaves it again`() throws {
    var files = Small.files
    files["shop.yaml"] = Small.namespace.replacing(
      "  labels:\n    istio.io/rev: asm-1130-0\n", with: "")
    let repository = try Self.landed(files)
    #expect(try repository.read("shop.yaml").contains("istio.io/rev: asm-1140-0"))
    let text = try rebuilt("shop.yaml", in: repository)
    #expect(text == files["shop.yaml"])
    let outcome = try repository.meshphase("rollback all")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    // What comes back is told: new Pods come up without a sidecar again.
    #expect(outcome.text.contains("as before it: MP001 once phase all is taken back"))
  }

  @Test func `a desired state that was moved, or broken for a while, is followed`() throws {
    let repository = try Self.landed()
    try repository.write("kind: [\n", to: "meshphase.yaml")
    try repository.commitAll("broken")
    try repository.write(Small.desiredState, to: "meshphase.yaml")
    try repository.commitAll("right again")
    try repository.git("mv meshphase.yaml mesh.yaml && git commit -qm moved")
    let outcome = try repository.meshphase("status -f :mesh.yaml -o json")
    #expect(try JSON(outcome.output)["phases"].items.first?["state"].text == "merged")
    #expect(try repository.meshphase("rollback all -f :mesh.yaml").status == 0)
    #expect(try repository.git("show '\(Self.branch):shop.yaml'") + "\n" == Small.namespace)
  }
}
