import Foundation
import Testing

@Suite struct `Rollback of a phase that has landed` {
  private static let branch = "meshphase/prod/asm-1140-0/rollback/01-all"

  /// A repository on which the one phase of the small mesh has landed.
  private static func landed() throws -> TestRepository {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("merge -q --squash '\(Small.branch)' && git commit -qm squashed")
    return repository
  }

  @Test func `nothing that has not landed is taken back`() throws {
    let repository = try TestRepository(Small.files)
    let outcome = try repository.meshphase("rollback all")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("the phase all is pending: there is nothing to take back"))
    #expect(outcome.messageText.contains("meshphase status"))
  }

  @Test func `a phase that there is not is refused with those that there are`() throws {
    let outcome = try Self.landed().meshphase("rollback canary")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("the plan has no phase 'canary'"))
    #expect(outcome.messageText.contains("its phases are all"))
  }

  @Test(arguments: ["all", "1", "01", "01-all"])
  func `right after its phase it gives the identical tree`(name: String) throws {
    let repository = try Self.landed()
    let outcome = try repository.meshphase("rollback \(name)")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let trees = try repository.git("rev-parse 'main~1^{tree}' '\(Self.branch)^{tree}'")
      .split(separator: "\n")
    #expect(trees[0] == trees[1])
    let parent = try repository.git("rev-parse main '\(Self.branch)^'").split(separator: "\n")
    #expect(parent[0] == parent[1])
  }

  @Test func `a dry run shows it and writes nothing`() throws {
    let repository = try Self.landed()
    try repository.git("branch -D -q '\(Self.branch)'")
    let before = try repository.references
    let outcome = try repository.meshphase("rollback all --dry-run")
    #expect(outcome.status == 0)
    #expect(outcome.text.contains("metadata.labels[\"istio.io/rev\"]: asm-1140-0 → asm-1130-0"))
    #expect(try repository.references == before)
    #expect(outcome.text.contains("), not written\n"))
    #expect(outcome.text.hasSuffix("Nothing was written: leave out --dry-run to write it.\n"))
  }

  @Test func `it says whether the branch was written, and what comes next`() throws {
    let repository = try Self.landed()
    try repository.git("branch -D -q '\(Self.branch)'")
    let next = """
      Next:
         git push origin \(Self.branch)
         meshphase pr --rollback all

      """
    let first = try repository.meshphase("rollback all").text
    #expect(first.contains("), written\n") && first.hasSuffix(next), "\(first)")
    let second = try repository.meshphase("rollback all").text
    #expect(second.contains("), there already\n") && second.hasSuffix(next), "\(second)")
    #expect(try repository.meshphase("pr --rollback all").text.contains("head  \(Self.branch)\n"))
  }

  // MARK: Conflicts

  /// The same, with the namespace's label edited since.
  private static func edited() throws -> TestRepository {
    let repository = try landed()
    let text = Small.namespace.replacing("asm-1130-0", with: "asm-1150-0")
    try repository.write(text, to: "shop.yaml")
    try repository.commitAll("edited")
    return repository
  }

  @Test func `a field edited since is a conflict with three values, and nothing is written`() throws
  {
    let repository = try Self.edited()
    let before = try repository.references
    let outcome = try repository.meshphase("rollback all -o json")
    #expect(outcome.status == 1)
    #expect(try repository.references == before)
    let conflict = try #require(try JSON(outcome.output)["conflicts"].items.first)
    #expect(conflict["before"].text == "asm-1130-0")
    #expect(conflict["phase"].text == "asm-1140-0")
    #expect(conflict["today"].text == "asm-1150-0")
    #expect(conflict["path"].text == "/metadata/labels/istio.io~1rev")
    #expect(conflict["place"]["file"].text == "shop.yaml")
    #expect(outcome.messageText.contains("shop.yaml:6:5: conflict in Namespace shop"))
    #expect(
      outcome.messageText.contains("--keep before='shop.yaml:/metadata/labels/istio.io~1rev'"))
  }

  @Test(arguments: [
    ("today", "asm-1150-0"), ("before", "asm-1130-0"), ("before=shop.yaml", "asm-1130-0"),
    ("today --keep before=shop.yaml:/metadata/labels/istio.io~1rev", "asm-1130-0"),
  ])
  func `a side that is kept settles it`(row: (keep: String, revision: String)) throws {
    let repository = try Self.edited()
    let outcome = try repository.meshphase("rollback all --keep \(row.keep)")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let files = try ["shop.yaml", "web.yaml"].map {
      try repository.git("show '\(Self.branch):\($0)'") + "\n"
    }
    #expect(files[0] == Small.namespace.replacing("asm-1130-0", with: row.revision))
    #expect(files[1] == Small.deployment)
  }

  @Test(arguments: ["web.yaml", "gone.yaml", "shop.yaml:/metadata/name"])
  func `a side for a place without a conflict is refused`(place: String) throws {
    let outcome = try Self.edited().meshphase("rollback all --keep before=\(place)")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("--keep before=\(place) settles nothing"))
  }

  @Test func `a side that there is not is wrong usage`() throws {
    #expect(try Self.edited().meshphase("rollback all --keep mine").status == 64)
  }

  // MARK: Orders

  @Test func `what others wait for is taken back first, or all at once in an order that works`()
    throws
  {
    let repository = try TestRepository(Small.filesOfThreePhases)
    let start = try repository.git("rev-parse 'HEAD^{tree}'")
    let committed = try repository.meshphase("commit -q")
    try #require(committed.status == 0, "\(committed.messageText)")
    for branch in try repository.phaseBranches {
      try repository.git("merge -q --no-ff -m landed '\(branch)'")
    }
    let outcome = try repository.meshphase("rollback promote")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("the phase promote is taken back only after retire"))
    #expect(outcome.messageText.contains("meshphase rollback promote --through"))

    let through = try repository.meshphase("rollback all --through -o json")
    #expect(through.status == 0, "\(through.messageText)")
    let steps = try JSON(through.output)["steps"].items
    #expect(steps.map { $0["name"].text ?? "" } == ["retire", "promote", "all"])
    let branches = steps.compactMap { $0["branch"].text }
    #expect(branches.allSatisfy { $0.contains("/rollback-through/") } && branches.count == 3)
    let last = try #require(branches.last)
    #expect(try repository.git("rev-parse '\(last)^{tree}'") == start)
    // Each stands on the one before, the first on today's branch.
    #expect(
      try repository.git("rev-list --first-parent --count 'main..\(last)'") == "3")
    // The stack stays beside the branches of the plan.
    try #require(try repository.meshphase("commit -q").status == 0)
    let check = try repository.meshphase("commit --check")
    #expect(check.status == 0, "\(check.text)")
    // Once today's branch has moved, the stack is left over.
    try repository.git("commit -q --allow-empty -m more")
    try #require(try repository.meshphase("commit -q").status == 0)
    let stale = try repository.meshphase("commit --check -o json")
    #expect(stale.status == 1)
    let differences = try JSON(stale.output)["check"]["differences"].items
    #expect(Set(differences.compactMap { $0["branch"].text }) == Set(branches))
    #expect(differences.allSatisfy { $0["kind"].text == "leftover" && $0["reason"].text == "base" })
    // What was merged of it may stay.
    try repository.git("merge -q --no-ff -m back '\(last)'")
    try #require(try repository.meshphase("commit -q").status == 0)
    let merged = try repository.meshphase("commit --check")
    #expect(merged.status == 0, "\(merged.text)")
  }

  @Test func `another branch can be named`() throws {
    let repository = try Self.landed()
    try repository.git("branch release && git commit -q --allow-empty -m more")
    let outcome = try repository.meshphase("rollback all --onto release")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let parents = try repository.git("rev-parse release '\(Self.branch)^'").split(separator: "\n")
    #expect(parents[0] == parents[1])
  }

  @Test func `a namespace that is gone does not keep the others`() throws {
    var files = Small.files
    files["meshphase.yaml"] = Small.desiredState.replacing("[shop]", with: "[shop, other]")
    files["other.yaml"] = Small.namespace.replacing("name: shop", with: "name: other")
    let repository = try TestRepository(files)
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("merge -q --squash '\(Small.branch)' && git commit -qm squashed")
    try repository.git("rm -q other.yaml && git commit -qm gone")
    let outcome = try repository.meshphase("rollback all")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    #expect(try repository.git("show '\(Self.branch):shop.yaml'") + "\n" == Small.namespace)
  }

  @Test func `what is gone since stays gone`() throws {
    let repository = try Self.landed()
    try repository.git("rm -q web.yaml && git commit -qm gone")
    let outcome = try repository.meshphase("rollback all")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    #expect(outcome.text.contains("Deployment shop/web is not there any more"))
    #expect(
      try repository.git("ls-tree --name-only '\(Self.branch)'") == "meshphase.yaml\nshop.yaml")
  }
}
