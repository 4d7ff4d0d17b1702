import Testing

@testable import MeshUpgrade

/// MP010: versions that are too far apart.
struct VersionSkewTests {
  private static func spec(_ from: String, _ to: String, _ more: String = "") -> String {
    "from: {\(from)}\nto: {\(to)}\nnamespaces: [app]\n\(more)"
  }

  private static func mesh(_ revision: String) -> [String: String] {
    ["ns.yaml": Manifests.namespace("app", "istio.io/rev: \(revision)")]
  }

  /// Line 6 of the desired state is `spec.to`: its version, or its revision where there is none.
  static let pairs: [RuleCase] = [
    RuleCase(
      "four minors by revision",
      spec("revision: asm-1102-2", "revision: asm-1140-0"), mesh("asm-1102-2"),
      "error - meshphase.yaml:6:18"),
    RuleCase(
      "three minors by stated versions",
      spec(
        "revision: old, version: 1.17.1", "revision: new, version: 1.20.0"), mesh("old"),
      "error - meshphase.yaml:6:32"),
    RuleCase(
      "two minors by revision", spec("revision: asm-1122-0", "revision: asm-1140-0"),
      mesh("asm-1122-0")),
    RuleCase(
      "three minors from the un-revisioned install",
      spec("revision: default, version: 1.11.4", "revision: 1-14-1, version: 1.14.1"),
      ["ns.yaml": Manifests.namespace("app", "istio-injection: enabled")],
      "error - meshphase.yaml:6:35"),
    RuleCase(
      "an un-revisioned install whose version nobody says",
      spec("revision: default", "revision: 1-14-1, version: 1.14.1"),
      ["ns.yaml": Manifests.namespace("app", "istio-injection: enabled")]),
    RuleCase(
      "two minors down by revision", spec("revision: asm-1140-0", "revision: asm-1122-0"),
      mesh("asm-1140-0")),
    RuleCase(
      "three minors down by revision", spec("revision: asm-1152-0", "revision: asm-1122-0"),
      mesh("asm-1152-0"), "error - meshphase.yaml:6:18"),
    RuleCase(
      "a managed channel has no version",
      spec(
        "revision: asm-1102-2", "revision: asm-managed", "distribution: ASMManaged"),
      mesh("asm-1102-2")),
    RuleCase(
      "everything is there already", spec("revision: asm-1102-2", "revision: asm-1140-0"),
      mesh("asm-1140-0")),
  ]

  @Test(arguments: pairs)
  func `from and to are two minors apart at most`(row: RuleCase) {
    #expect(row.said(.versionSkew) == row.expected)
  }

  private static func inPlace(_ from: String, _ to: String) -> String {
    let phases = "phases: [{name: all, actions: [Restart], namespaces: [app]}]"
    return spec("revision: prod, version: \(from)", "revision: prod, version: \(to)", phases)
  }

  private static var running: [String: String] {
    mesh("prod").merging(["web.yaml": Manifests.deployment("web")]) { $1 }
  }

  static let inPlace: [RuleCase] = [
    RuleCase("one minor", inPlace("1.13.2", "1.14.0"), running),
    RuleCase("two minors", inPlace("1.12.2", "1.14.0"), running, "error - meshphase.yaml:6:33"),
    RuleCase("a minor back", inPlace("1.14.0", "1.13.9"), running, "error - meshphase.yaml:6:33"),
    RuleCase("a patch back", inPlace("1.14.3", "1.14.1"), running),
  ]

  @Test(arguments: inPlace)
  func `an upgrade in place takes one minor, and none back`(row: RuleCase) {
    #expect(row.said(.versionSkew) == row.expected)
  }

  private static func beside(_ label: String, _ more: String = "") -> [String: String] {
    mesh("asm-1130-0").merging([
      "other.yaml": Manifests.namespace("legacy", label), "more.yaml": more,
    ]) { $1 }
  }

  private static let moving = spec(
    "revision: asm-1130-0", "revision: asm-1140-0",
    "phases: [{name: one, actions: [Relabel], namespaces: [app]}]")

  static let further: [RuleCase] = [
    RuleCase(
      "one that stays behind", moving, beside("istio.io/rev: asm-1102-2"),
      "error one/legacy other.yaml:6:5"),
    RuleCase("one that is near enough", moving, beside("istio.io/rev: asm-1122-0")),
    RuleCase("one whose name says no version", moving, beside("istio.io/rev: 1-10-2")),
    RuleCase(
      "one that a tag is named like", moving + "\ntags: [asm-1102-2]",
      beside("istio.io/rev: asm-1102-2")),
    RuleCase(
      "one that counts for nothing", moving,
      beside("istio.io/rev: asm-1102-2\n    istio-injection: disabled")),
    RuleCase(
      "one that stays beside the target already", moving,
      beside("istio.io/rev: asm-1102-2", Manifests.namespace("there", "istio.io/rev: asm-1140-0")),
      "preexisting one/legacy other.yaml:6:5"),
    RuleCase(
      "one that is moved",
      moving.replacing("namespaces: [app]", with: "namespaces: [app, legacy]"),
      beside("istio.io/rev: asm-1102-2"), "error one/legacy other.yaml:6:5"),
  ]

  @Test(arguments: further)
  func `a further revision counts where its name says its version`(row: RuleCase) {
    #expect(row.said(.versionSkew) == row.expected)
  }

  @Test func `the messages say both versions and the way round`() throws {
    let far = Self.pairs[0].findings(.versionSkew)
    #expect(
      far.map(\.message) == [
        "the plan goes from Istio 1.10.2 (asm-1102-2) to 1.14.0, 4 minors at once, expected at"
          + " most 2 between revisions"
      ])
    #expect(far.first?.hint?.contains("a revision of Istio 1.12:") == true)
    #expect(far.first?.notes.map(\.message) == ["what it comes from"])
    #expect(Self.inPlace[2].findings(.versionSkew).first?.message.contains("goes back") == true)
    #expect(Self.further[0].findings(.versionSkew).first?.message.contains("stays on") == true)
    #expect(Self.further[6].findings(.versionSkew).first?.message.contains("goes from") == true)
  }

  @Test func `an exception of the namespace lets it stay`() throws {
    var row = Self.further[0]
    row.spec += "\nexceptions: [{rule: MP010, namespace: legacy, reason: it goes next}]"
    #expect(row.said(.versionSkew) == ["warning one/legacy other.yaml:6:5"])
  }
}
