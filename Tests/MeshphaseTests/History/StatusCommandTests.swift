import Foundation
import Testing

@Suite struct `How far an upgrade is` {
  private func status(_ repository: TestRepository, _ options: String = "") throws -> JSON {
    let outcome = try repository.meshphase("status -o json \(options)")
    try #require(outcome.status == 0, "\(outcome.messageText)")
    let json = try JSON(outcome.output)
    #expect(json.keys.isSuperset(of: ["formatVersion", "ref", "commit", "phases", "next"]))
    return json
  }

  private func states(_ json: JSON) -> [String] {
    json["phases"].items.map { $0["state"].text ?? "" }
  }

  @Test func `before anything has landed every phase is pending`() throws {
    let repository = try TestRepository(Small.files)
    let json = try status(repository)
    #expect(states(json) == ["pending"])
    #expect(json["next"].text == "all")
    #expect(json["ref"].text == "refs/heads/main")
    #expect(json["phases"].items[0]["objects"].items.count == 2)
    #expect(json["plan"].isMissing, "there are no branches")
  }

  @Test func `what comes next is to write, to push, or to merge`() throws {
    let repository = try TestRepository(Small.files)
    try repository.git("clone -q --bare . ../bare.git && git remote add origin ../bare.git")
    func next(_ options: String = "") throws -> String {
      let text = try repository.meshphase("status \(options)").text
      return text.split(separator: "Next: ").last.map(String.init) ?? ""
    }
    #expect(try next() == "all\n   meshphase commit\n")
    #expect(try status(repository)["nextBranch"].isNull)
    _ = try repository.shell("cp meshphase.yaml ../state.yaml")
    let elsewhere = "-C ../repository --base main -f ../state.yaml"
    #expect(try next(elsewhere) == "all\n   meshphase commit \(elsewhere)\n")
    try #require(try repository.meshphase("commit -q").status == 0)
    #expect(try next() == "all\n   meshphase commit --push\n   then merge \(Small.branch)\n")
    #expect(try !status(repository)["nextBranch"]["pushed"].isTrue)
    try #require(try repository.meshphase("commit -q --push").status == 0)
    #expect(try next() == "all\n   merge \(Small.branch)\n   meshphase pr\n")
    let json = try status(repository)["nextBranch"]
    #expect(json["pushed"].isTrue && json["name"].text == Small.branch)
    // What is edited since makes the plan another.
    try repository.write(
      Small.deployment.replacing("web\n  namespace", with: "site\n  namespace"), to: "web.yaml")
    try repository.commitAll("renamed")
    #expect(try next().hasPrefix("all\n   meshphase commit\n"))
  }

  @Test func `a branch that there is not is named as it was given`() throws {
    let outcome = try TestRepository(Small.files).meshphase("status nosuch")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.hasPrefix("error MP209: nosuch names no commit\n"))
    #expect(!outcome.messageText.contains("--base"))
  }

  @Test func `a part of a phase is told object by object`() throws {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("checkout -q '\(Small.branch)' -- shop.yaml && git commit -qm part")
    let json = try status(repository)
    #expect(states(json) == ["partial"])
    let phase = json["phases"].items[0]
    #expect(phase["objects"].items.map { $0["kind"].text } == ["Deployment"])
    #expect(phase["objects"].items.map { $0["state"].text } == ["pending"])
    #expect(phase["done"].items.map { $0["kind"].text } == ["Namespace"])
    let text = try repository.meshphase("status").text
    #expect(text.contains("01 all  partial"))
    #expect(text.contains("Deployment shop/web: pending"))
  }

  @Test func `a field that somebody has set to something else is a conflict`() throws {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("merge -q '\(Small.branch)'")
    try repository.write(
      Small.namespace.replacing("asm-1130-0", with: "asm-1120-0"), to: "shop.yaml")
    try repository.commitAll("by hand")
    let json = try status(repository)
    #expect(states(json) == ["conflict"])
    let object = try #require(json["phases"].items[0]["objects"].items.first)
    #expect(object["name"].text == "shop")
    #expect(object["conflicts"].items.first?["today"].text == "asm-1120-0")
    #expect(json["next"].text == "all")
  }

  @Test func `a conflict is one also where the base says no more where the mesh comes from`()
    throws
  {
    func pay(_ text: String) -> String { text.replacing("shop", with: "pay") }
    let repository = try TestRepository([
      "meshphase.yaml": Small.desiredState.replacing("  from: {revision: asm-1130-0}\n", with: "")
        .replacing(
          "namespaces: [shop]", with: "namespaces: [shop, pay]\n  gatewayNamespaces: [edge]"
        )
        .replacing("percent: 100}", with: "namespaces: [shop, pay]}"),
      "shop.yaml": Small.namespace, "web.yaml": Small.deployment,
      "pay.yaml": pay(Small.namespace), "ledger.yaml": pay(Small.deployment),
      "edge.yaml": Small.namespace.replacing("shop", with: "edge"),
    ])
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("merge -q '\(Small.branch)'")
    try repository.write(
      Small.namespace.replacing("asm-1130-0", with: "asm-other"), to: "shop.yaml")
    try repository.commitAll("by hand")
    let phase = try status(repository)["phases"].items[0]
    #expect(phase["state"].text == "conflict")
    #expect(phase["objects"].items.map { $0["name"].text } == ["shop"])
    #expect(phase["done"].items.count == 3)
    let rollback = try repository.meshphase("rollback all --keep before -o json")
    #expect(rollback.status == 0, "\(rollback.messageText)")
    #expect(try repository.meshphase("rollback all").status == 1)
  }

  @Test func `a workload that comes after a phase has landed leaves what has landed as it is`()
    throws
  {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("merge -q --squash '\(Small.branch)' && git commit -qm landed")
    try repository.write(
      Small.deployment.replacing("web\n  names", with: "new\n  names"), to: "n.yaml")
    try repository.commitAll("a workload")
    let phase = try status(repository)["phases"].items[0]
    #expect(phase["state"].text == "partial")
    let pending = phase["objects"].items.filter { $0["state"].text == "pending" }
    #expect(pending.map { $0["name"].text } == ["new"])
    #expect(Set(phase["done"].items.map { $0["name"].text }) == ["shop", "web"])
    func takesBack(_ names: Set<String>) throws {
      let rollback = try JSON(try repository.meshphase("rollback all -o json").output)
      let changes = rollback["steps"].items.flatMap { $0["changes"].items }
      #expect(Set(changes.map { $0["object"]["name"].text ?? "" }) == names)
    }
    try takesBack(["shop", "web"])
    // The rest lands, and all of it is taken back.
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("merge -q --squash '\(Small.branch)' && git commit -qm rest")
    #expect(try states(status(repository)) == ["merged"])
    try takesBack(["shop", "web", "new"])
  }

  @Test func `a neighbour of what a phase has put where null was changes no state`() throws {
    var files = Small.files
    files["web.yaml"] = Small.deployment.replacing(
      "          app: web\n", with: "          app: web\n      annotations:\n")
    let repository = try TestRepository(files)
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("merge -q '\(Small.branch)'")
    try repository.write(
      try repository.read("web.yaml").replacing(
        "        meshphase.io", with: "        other: x\n        meshphase.io"), to: "web.yaml")
    try repository.commitAll("a neighbour")
    #expect(try states(status(repository)) == ["merged"])
  }

  @Test func `a plan made on an older base holds until a field that it touches changes`() throws {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    #expect(try status(repository)["plan"]["holds"].isTrue)
    try repository.write("more\n", to: "notes.txt")
    try repository.commitAll("notes")
    let moved = try repository.meshphase("status")
    #expect(
      moved.text.contains("has moved since the phase branches were made; the plan still holds"))
    try repository.write(
      Small.deployment.replacing("web\n  namespace", with: "site\n  namespace"), to: "web.yaml")
    try repository.commitAll("renamed")
    let json = try status(repository)
    #expect(!json["plan"]["holds"].isTrue)
    #expect(json["plan"]["brokenBy"].items.contains { $0["object"]["name"].text == "site" })
    let text = try repository.meshphase("status").text
    #expect(text.contains("does not hold any more: web.yaml:"))
    try #require(try repository.meshphase("commit -q").status == 0)
    #expect(try status(repository)["plan"]["holds"].isTrue)
  }

  @Test func `the places of phases stay while they land, whatever they leave behind`() throws {
    let repository = try TestRepository(Small.filesOfThreePhases)
    try #require(try repository.meshphase("commit -q").status == 0)
    let branches = try repository.phaseBranches
    for (index, branch) in branches.enumerated() {
      try repository.git("merge -q --squash '\(branch)' && git commit -qm landed")
      let json = try status(repository)
      #expect(states(json).prefix(index + 1).allSatisfy { $0 == "merged" })
      #expect(states(json).dropFirst(index + 1).allSatisfy { $0 == "pending" })
      let plan = try JSON(try repository.meshphase("plan -o json").output)["phases"].items
      #expect(plan.map { $0["name"].text ?? "" } == ["all", "promote", "retire"])
    }
    #expect(try status(repository)["next"].isNull)
    #expect(try repository.meshphase("status").text.contains("Every phase has landed."))
  }

  @Test func `several branches are told at once`() throws {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("branch staging && git switch -q staging")
    try repository.git("merge -q '\(Small.branch)' && git switch -q main")
    let json = try status(repository, "staging main")
    #expect(json["branches"].items.map { states($0) } == [["merged"], ["pending"]])
    #expect(json["ref"].text == "refs/heads/staging")
    let text = try repository.meshphase("status staging main").text
    #expect(text.contains("On staging (") && text.contains("On main ("))
  }

  @Test func `a shallow clone that ends after a phase has landed is refused, one before is not`()
    throws
  {
    let repository = try TestRepository(Small.files)
    try #require(try repository.meshphase("commit -q").status == 0)
    let clone = repository.sandbox.path + "/shallow"
    func clones() throws {
      _ = try repository.shell("rm -rf '\(clone)'")
      try repository.git("clone -q --depth 1 'file://\(repository.path)' '\(clone)'")
    }
    try clones()
    #expect(try repository.meshphase("commit -q -C '\(clone)'").status == 0)
    try repository.git("merge -q --squash '\(Small.branch)' && git commit -qm landed")
    try clones()
    let outcome = try repository.meshphase("plan -C '\(clone)'")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("does not reach back to where the phase all was pending"))
    #expect(outcome.messageText.contains("git fetch --unshallow"))
  }

  @Test func `a plan that cannot be made is not said to hold`() throws {
    let repository = try TestRepository(Small.filesOfThreePhases)
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("merge -q '\(Small.branch)'")
    #expect(try !status(repository)["plan"].isMissing)
    try repository.git("rm -q shop.yaml web.yaml && git commit -qm gone")
    let outcome = try repository.meshphase("status")
    #expect(outcome.text.contains("No plan can be made of what is left"))
    #expect(!outcome.text.contains("plan still holds"))
    #expect(try status(repository)["plan"].isMissing)
  }
}

extension JSON {
  fileprivate var isTrue: Bool { if case .bool(true) = self { true } else { false } }
}
