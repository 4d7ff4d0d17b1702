import Testing

@testable import MeshUpgrade

/// MP018: EnvoyFilters that apply to the old proxies and not to the new ones.
struct PinnedFilterTests {
  private static let spec =
    "from: {revision: asm-1130-0}\nto: {revision: asm-1140-2}\nnamespaces: [app]\n"
    + "phases: [{name: one, actions: [Relabel], namespaces: [app]}]"

  private static func files(_ more: [String: String]) -> [String: String] {
    more.merging(["app.yaml": Manifests.namespace()]) { $1 }
  }

  /// An EnvoyFilter with a patch for each pattern.
  private static func filter(
    _ patterns: String..., name: String = "lua", in namespace: String = "app",
    labels: String = "{}", context: String = "SIDECAR_INBOUND"
  ) -> String {
    """
    apiVersion: networking.istio.io/v1alpha3
    kind: EnvoyFilter
    metadata: {name: \(name), namespace: \(namespace), labels: \(labels)}
    spec:
      configPatches:

    """
      + patterns.map {
        """
          - applyTo: HTTP_FILTER
            match:
              context: \(context)
              proxy: {proxyVersion: '\($0)'}
            patch: {operation: INSERT_BEFORE}

        """
      }.joined()
  }

  static let rows: [RuleCase] = [
    RuleCase(
      "the old minor", spec, files(["a.yaml": filter("^1\\.13.*")]), "warning app a.yaml:9:29"),
    RuleCase(
      "the old build", spec, files(["a.yaml": filter("^1\\.13\\.0-asm\\.0$")]),
      "warning app a.yaml:9:29"),
    RuleCase("the new build", spec, files(["a.yaml": filter("1\\.14\\.0-asm\\.2")])),
    RuleCase("both", spec, files(["a.yaml": filter("^1\\.1[34].*")])),
    RuleCase("neither", spec, files(["a.yaml": filter("^1\\.12.*")])),
    RuleCase("no pattern", spec, files(["a.yaml": filter("")])),
    RuleCase(
      "a pattern that cannot be judged", spec, files(["a.yaml": filter("(?i)^1\\.13")]),
      "warning app a.yaml:9:29"),
    RuleCase(
      "a counterpart in the same filter", spec, files(["a.yaml": filter("^1\\.13", "^1\\.14")])),
    RuleCase(
      "a counterpart in another filter", spec,
      files(["a.yaml": filter("^1\\.13"), "b.yaml": filter("^1\\.14", name: "lua-new")])),
    RuleCase(
      "one counterpart for two", spec, files(["a.yaml": filter("^1\\.13", "^1\\.13", "^1\\.14")]),
      "warning app a.yaml:14:29"),
    RuleCase(
      "a counterpart for another place", spec,
      files(["a.yaml": filter("^1\\.13"), "b.yaml": filter("^1\\.14", context: "GATEWAY")]),
      "warning app a.yaml:9:29"),
    RuleCase(
      "a counterpart in another namespace", spec,
      files(["a.yaml": filter("^1\\.13"), "b.yaml": filter("^1\\.14", in: "shop")]),
      "warning app a.yaml:9:29"),
    RuleCase(
      "what the old revision has for itself", spec,
      files([
        "a.yaml": filter("^1\\.13.*", name: "stats-filter-1.13-asm-1130-0", in: "istio-system")
      ])),
    RuleCase(
      "what only the old revision reads", spec,
      files(["a.yaml": filter("^1\\.13", labels: "{istio.io/rev: asm-1130-0}")])),
    RuleCase(
      "a version that nobody says", spec.replacing("asm-1130-0", with: "old"),
      [
        "app.yaml": Manifests.namespace("app", "istio.io/rev: old"), "a.yaml": filter("^1\\.13"),
      ]),
    RuleCase(
      "a minor without a patch release",
      spec.replacing("asm-1130-0", with: "old, version: '1.13'"),
      [
        "app.yaml": Manifests.namespace("app", "istio.io/rev: old"),
        "a.yaml": filter("^1\\.13\\.7$"),
      ], "warning app a.yaml:9:29"),
    RuleCase(
      "everything has moved", spec,
      [
        "app.yaml": Manifests.namespace("app", "istio.io/rev: asm-1140-2"),
        "a.yaml": filter("^1\\.13"),
      ]),
  ]

  @Test(arguments: rows)
  func `a patch for the old proxies alone is told`(row: RuleCase) {
    #expect(row.said(.pinnedFilter) == row.expected)
  }

  @Test func `the filters of a namespace are one finding`() {
    let row = RuleCase(
      "", Self.spec,
      Self.files([
        "a.yaml": Self.filter("(?i)x", "^1\\.13.*", "1\\.13\\."),
        "b.yaml": Self.filter("1.13.0", name: "wasm"),
      ]))
    let findings = row.findings(.pinnedFilter)
    #expect(
      findings.map(\.message) == [
        "EnvoyFilter app/lua and EnvoyFilter app/wasm apply to proxies of Istio 1.13.0 and not to"
          + " those of Istio 1.14.0 (proxyVersion: ^1\\.13.*)"
      ])
    #expect(findings.first?.hint?.contains("proxyVersion: ^1\\.14\\.,") == true)
    #expect(
      findings.first?.notes.map(\.message) == [
        "(?i)x cannot be judged here", "1\\.13\\. here too", "1.13.0 here too",
      ])
  }

  @Test func `a pattern that cannot be judged is for the user to see`() {
    #expect(
      Self.rows[6].findings(.pinnedFilter).map(\.message) == [
        "the proxyVersion (?i)^1\\.13 of EnvoyFilter app/lua cannot be judged here: whether it"
          + " matches proxies of Istio 1.14.0 as it does those of Istio 1.13.0 is for you to see"
      ])
  }
}
