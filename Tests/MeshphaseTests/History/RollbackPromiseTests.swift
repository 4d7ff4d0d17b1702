import Testing

/// What the plan says of a rollback, and what the rollback does once its phase has landed.
@Suite struct `A rollback that was promised` {
  private static let prefix = "meshphase/prod/1-21-2"

  private static func desiredState(_ spec: String) -> String {
    """
    apiVersion: meshphase.io/v1alpha1
    kind: MeshUpgrade
    metadata: {name: prod}
    spec:
      to: {revision: 1-21-2, version: 1.21.2}
    \(spec.split(separator: "\n").map { "  \($0)\n" }.joined())
    """
  }

  private static func namespace(_ name: String, _ label: String) -> String {
    Small.namespace.replacing("shop", with: name)
      .replacing("istio.io/rev: asm-1130-0", with: label)
  }

  private static func workload(_ name: String, in namespace: String) -> String {
    Small.deployment.replacing("name: web", with: "name: \(name)")
      .replacing("shop", with: namespace)
  }

  /// Merges phases as they are planned, one by one, up to the one of a name, else all of them.
  private static func land(_ repository: TestRepository, through last: String? = nil) throws {
    for phase in try JSON(try repository.meshphase("plan -o json").output)["phases"].items {
      let committed = try repository.meshphase("commit -q")
      try #require(committed.status == 0, "\(committed.messageText)")
      if let branch = phase["branch"].text {
        try repository.git("merge -q --no-ff -m landed '\(branch)'")
      }
      if phase["name"].text == last { return }
    }
  }

  /// What `commit` has to say, which warns of a rollback that it cannot write.
  private static func warnings(_ repository: TestRepository) throws -> String {
    let outcome = try repository.meshphase("commit")
    try #require(outcome.status == 0, "\(outcome.messageText)")
    return outcome.messageText
  }

  // MARK: The un-revisioned install

  private static func followingDefault(_ strategy: String) throws -> TestRepository {
    try TestRepository([
      "meshphase.yaml": desiredState(
        """
        from: {revision: default, version: 1.20.1}
        namespaces: [pay, shop]
        tags: [default]
        strategy: {type: \(strategy)}
        """),
      "pay.yaml": namespace("pay", "istio-injection: enabled"),
      "shop.yaml": namespace("shop", "istio-injection: enabled"),
      "web.yaml": workload("web", in: "shop"),
    ])
  }

  @Test(arguments: ["FollowDefault", "Relabel"])
  func `the un-revisioned install comes back with its injector neutralised`(
    strategy: String
  ) throws {
    let repository = try Self.followingDefault(strategy)
    let start = try repository.git("rev-parse 'HEAD^{tree}'")
    let planned = try repository.meshphase("plan -v").text
    let words = "and neutralise its injector again right after that"
    #expect(planned.contains(words))
    try Self.land(repository)
    #expect(try Self.warnings(repository) == "")
    let outcome = try repository.meshphase("rollback retire -o json")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let steps = try JSON(outcome.output)["steps"].items.flatMap { $0["manualSteps"].items }
    #expect(steps.count == 1)
    #expect(steps[0]["text"].text?.contains(words) == true)
    #expect(steps[0]["command"].text?.contains("istio.io/deactivated") == true)
    let body = try repository.meshphase("pr --rollback retire --body retire").text
    #expect(body.contains("## By hand\n\n- Before it is merged, install the un-revisioned"))

    let through = try repository.meshphase("rollback canary --through -o json")
    #expect(through.status == 0, "\(through.messageText)")
    let all = try JSON(through.output)["steps"].items
    let promote = all.first { $0["name"].text == "promote" }
    #expect(
      promote?["manualSteps"].items.map { $0["text"].text ?? "" }.contains {
        $0.contains("put the selectors of the un-revisioned injector back")
      } == true)
    let last = try #require(all.last?["branch"].text)
    #expect(try repository.git("rev-parse '\(last)^{tree}'") == start)
  }

  @Test func `the order stays what it was, whatever has landed`() throws {
    let repository = try Self.followingDefault("Relabel")
    try Self.land(repository, through: "promote")
    let phases = try JSON(try repository.meshphase("plan -o json").output)["phases"].items
    let canary = try #require(phases.first { $0["name"].text == "canary" })
    #expect(canary["rollbackAfter"].items.map(\.text) == ["retire", "promote"])
    let outcome = try repository.meshphase("rollback canary")
    #expect(outcome.status == 2)
    #expect(
      outcome.messageText.contains("MP209: the phase canary is taken back only after promote"))
    #expect(outcome.messageText.contains("meshphase rollback canary --through"))
    #expect(try repository.meshphase("rollback promote").status == 0)
  }

  // MARK: What was broken before

  private static let revisions = """
    from: {revision: 1-20-1, version: 1.20.1}
    namespaces: [shop]
    """

  @Test(arguments: [
    // No tag default is in the files, and a revision that is long gone.
    ("istio-injection: enabled", ["MP001"]), ("istio.io/rev: 1-18-0", ["MP001", "MP003"]),
  ])
  func `a namespace that nothing injected comes back to that, and it is told`(
    label: String, rules: [String]
  ) throws {
    let repository = try TestRepository([
      "meshphase.yaml": Self.desiredState(Self.revisions),
      "shop.yaml": Self.namespace("shop", label), "web.yaml": Self.workload("web", in: "shop"),
    ])
    let start = try repository.git("rev-parse 'HEAD^{tree}'")
    try Self.land(repository, through: "canary")
    #expect(try !Self.warnings(repository).contains("no branch takes"))
    let body = try repository.meshphase("pr --rollback canary --body canary").text
    #expect(body.contains("## As it was before the phase\n\n- `MP001`"))
    for options in ["", " --through"] {
      let outcome = try repository.meshphase("rollback canary\(options)")
      #expect(outcome.status == 0, "\(outcome.messageText)")
      #expect(outcome.text.contains("\n   as before it: MP001 once phase canary is taken back"))
      #expect(outcome.text.contains("breaks a rule that was not broken before the phase.\n"))
    }
    let json = try JSON(try repository.meshphase("rollback canary -o json").output)
    let findings = json["steps"].items.flatMap { $0["findings"].items }
    #expect(findings.map { $0["rule"].text } == rules)
    #expect(findings.allSatisfy { if case .bool(true) = $0["preexisting"] { true } else { false } })
    #expect(
      try repository.git("rev-parse '\(Self.prefix)/rollback/01-canary^{tree}'") == start)
  }

  @Test func `what has come to rely on the phase since is no excuse`() throws {
    let repository = try TestRepository([
      "meshphase.yaml": Self.desiredState(
        Self.revisions + """

          tags: [prod]
          phases:
          - {name: wave, actions: [Relabel, Restart], percent: 100}
          - {name: promote, actions: [MoveTags]}
          """),
      "shop.yaml": Self.namespace("shop", "istio.io/rev: 1-20-1"),
      "late.yaml": Self.namespace("late", "team: late"),
    ])
    try Self.land(repository)
    #expect(try repository.meshphase("rollback promote --dry-run").status == 0)
    // It had no sidecars before the phase either, but now it has.
    try repository.write(Self.namespace("late", "istio.io/rev: prod"), to: "late.yaml")
    try repository.commitAll("late")
    let outcome = try repository.meshphase("rollback promote")
    #expect(outcome.status == 2)
    #expect(outcome.messageText.contains("in namespace late is matched by no injector"))
    #expect(try Self.warnings(repository).contains("no branch takes the phase promote back"))
  }

  @Test func `Pods that came since are not excused by those that there were`() throws {
    let repository = try TestRepository([
      "meshphase.yaml": Self.desiredState(Self.revisions),
      "shop.yaml": Self.namespace("shop", "istio-injection: enabled"),
      "web.yaml": Self.workload("web", in: "shop"),
    ])
    try Self.land(repository, through: "canary")
    // It asks for a sidecar by itself, which nothing would give it any more.
    try repository.write(
      Self.workload("api", in: "shop").replacing(
        "app: web", with: "app: api\n        sidecar.istio.io/inject: \"true\""), to: "api.yaml")
    try repository.commitAll("api")
    let outcome = try repository.meshphase("rollback canary")
    #expect(outcome.status == 2)
    #expect(
      outcome.messageText.contains("a new Pod with sidecar.istio.io/inject=true in namespace shop"))
  }

  // MARK: What runs since

  private static let barePod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: one, namespace: shop}
    spec: {containers: []}

    """

  @Test func `workloads that came since the phase are restarted by hand`() throws {
    let repository = try TestRepository(Small.files)
    try Self.land(repository)
    try repository.write(
      [
        Self.workload("api", in: "shop"),
        Self.workload("out", in: "shop").replacing(
          "app: web", with: "sidecar.istio.io/inject: \"false\""),
        Self.barePod,
      ].joined(separator: "---\n"), to: "since.yaml")
    try repository.commitAll("since")
    let outcome = try repository.meshphase("rollback all -o json")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let steps = try JSON(outcome.output)["steps"].items.flatMap { $0["manualSteps"].items }
    #expect(
      steps.map { $0["command"].text } == [
        "kubectl --namespace shop rollout restart deployment/api",
        "kubectl --namespace shop delete pod one",
      ])
    #expect(
      try repository.meshphase("rollback all").text.contains(
        "by hand: Once it has synced, restart Deployment shop/api: "))
  }

  @Test func `Pods that no template restarts are told in the pull request too`() throws {
    let repository = try TestRepository(Small.files)
    try Self.land(repository)
    try repository.write(
      Self.barePod,
      to: "since.yaml")
    try repository.commitAll("since")
    try #require(try repository.meshphase("commit -q").status == 0)
    let body = try repository.meshphase("pr --rollback all --body all").text
    #expect(body.contains("## By hand\n\n- Once it has synced, replace the pods of Pod shop/one"))
    #expect(body.contains("kubectl --namespace shop delete pod one\n"))
  }

  @Test func `where all restarts nothing is left to do by hand`() throws {
    let repository = try TestRepository(Small.files)
    try Self.land(repository)
    let outcome = try repository.meshphase("rollback all -o json")
    #expect(try JSON(outcome.output)["steps"].items.map { $0["manualSteps"].items.count } == [0])
  }

  @Test func `a namespace of the phase that has not moved needs nothing`() throws {
    var files = Small.files
    files["meshphase.yaml"] = Small.desiredState.replacing("[shop]", with: "[other, shop]")
    files["other.yaml"] = Self.namespace("other", "istio.io/rev: asm-1130-0")
    files["site.yaml"] = Self.workload("site", in: "other")
    let repository = try TestRepository(files)
    try #require(try repository.meshphase("commit -q").status == 0)
    try repository.git("checkout -q '\(Small.branch)' -- shop.yaml web.yaml && git commit -qm part")
    try repository.write(Self.barePod, to: "since.yaml")
    try repository.commitAll("since")
    let outcome = try repository.meshphase("rollback all -o json")
    #expect(outcome.status == 0, "\(outcome.messageText)")
    let steps = try JSON(outcome.output)["steps"].items.flatMap { $0["manualSteps"].items }
    #expect(steps.map { $0["command"].text } == ["kubectl --namespace shop delete pod one"])
  }
}
