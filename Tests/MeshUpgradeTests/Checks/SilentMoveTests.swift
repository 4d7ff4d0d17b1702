import Testing

@testable import MeshUpgrade

/// MP016: what follows a tag that moves, and is in no phase.
struct SilentMoveTests {
  private static let phases =
    "phases: [{name: all, actions: [Relabel, Restart], namespaces: [app]},"
    + " {name: promote, actions: [MoveTags]}]"

  private static func spec(_ tag: String = "default", _ more: String = "") -> String {
    "from: {revision: asm-1130-0}\nto: {revision: asm-1140-0}\nnamespaces: [app]\ntags: [\(tag)]\n"
      + phases + "\n" + more
  }

  private static func files(_ more: [String: String]) -> [String: String] {
    more.merging(["app.yaml": Manifests.namespace()]) { $1 }
  }

  private static func tag(_ tag: String, at revision: String) -> String {
    """
    apiVersion: admissionregistration.k8s.io/v1
    kind: MutatingWebhookConfiguration
    metadata:
      name: istio-revision-tag-\(tag)
      labels: {istio.io/rev: \(revision), istio.io/tag: \(tag)}
    webhooks:
    - name: a
      clientConfig: {service: {name: istiod-\(revision), namespace: istio-system}}
      namespaceSelector: {matchLabels: {istio.io/rev: \(tag)}}

    """
  }

  /// A Deployment whose pods have a label.
  private static func pods(_ label: String, in namespace: String = "other", _ name: String = "web")
    -> String
  {
    Manifests.deployment(name, in: namespace).replacing(
      "  template:\n", with: "  template:\n    metadata: {labels: {\(label)}}\n")
  }

  private static let plain = "apiVersion: v1\nkind: Namespace\nmetadata: {name: other}\n"

  static let namespaces: [RuleCase] = [
    RuleCase(
      "istio-injection: enabled", spec(),
      files(["other.yaml": Manifests.namespace("other", "istio-injection: enabled")]),
      "warning promote/other other.yaml:6:5"),
    RuleCase(
      "istio.io/rev: default", spec(),
      files(["other.yaml": Manifests.namespace("other", "istio.io/rev: default")]),
      "warning promote/other other.yaml:6:5"),
    RuleCase(
      "another tag", spec("prod"),
      files(["other.yaml": Manifests.namespace("other", "istio.io/rev: prod")]),
      "warning promote/other other.yaml:6:5"),
    RuleCase(
      "a tag that does not move", spec("prod"),
      files([
        "other.yaml": Manifests.namespace("other", "istio.io/rev: stable"),
        "more.yaml": Manifests.namespace("more", "istio-injection: enabled"),
      ])),
    RuleCase(
      "a tag that is there already", spec("prod"),
      files([
        "other.yaml": Manifests.namespace("other", "istio.io/rev: prod"),
        "tag.yaml": tag("prod", at: "asm-1140-0"),
      ])),
    RuleCase(
      "a tag that is somewhere else", spec("prod"),
      files([
        "other.yaml": Manifests.namespace("other", "istio.io/rev: prod"),
        "tag.yaml": tag("prod", at: "asm-1122-0"),
      ]), "warning promote/other other.yaml:6:5"),
    RuleCase(
      "a revision", spec(),
      files(["other.yaml": Manifests.namespace("other", "istio.io/rev: asm-1130-0")])),
    RuleCase(
      "no injection", spec(),
      files(["other.yaml": Manifests.namespace("other", "istio-injection: disabled")])),
    RuleCase(
      "istio-injection wins", spec("prod"),
      files([
        "other.yaml": Manifests.namespace(
          "other", "istio-injection: enabled\n    istio.io/rev: prod")
      ])),
    RuleCase(
      "a namespace that istiod never injects", spec(),
      files(["other.yaml": Manifests.namespace("kube-system", "istio-injection: enabled")])),
    RuleCase(
      "a placeholder", spec(),
      files(["other.yaml": Manifests.namespace("APP_NAME", "istio-injection: enabled")])),
    RuleCase(
      "no phase that moves tags",
      spec().replacing(", {name: promote, actions: [MoveTags]}", with: ""),
      files(["other.yaml": Manifests.namespace("other", "istio-injection: enabled")])),
  ]

  @Test(arguments: namespaces)
  func `a namespace that follows a moving tag is told`(row: RuleCase) {
    #expect(row.said(.silentMove) == row.expected)
  }

  @Test func `a namespace in a phase is not`() {
    var row = Self.namespaces[0]
    row.spec = row.spec.replacing("[app]", with: "[app, other]")
    #expect(row.said(.silentMove) == [])
  }

  static let pods: [RuleCase] = [
    RuleCase(
      "that ask for a sidecar", spec(),
      files(["ns.yaml": plain, "web.yaml": pods("sidecar.istio.io/inject: \"true\"")]),
      "warning promote/other web.yaml:9:25"),
    RuleCase(
      "that name the tag", spec("prod"),
      files(["ns.yaml": plain, "web.yaml": pods("istio.io/rev: prod")]),
      "warning promote/other web.yaml:9:25"),
    RuleCase(
      "whose namespace nobody defines", spec(),
      files(["web.yaml": pods("sidecar.istio.io/inject: \"true\"")]),
      "warning promote/other web.yaml:9:25"),
    RuleCase(
      "whose namespace decides", spec(),
      files([
        "ns.yaml": Manifests.namespace("other", "istio.io/rev: asm-1130-0"),
        "web.yaml": pods("sidecar.istio.io/inject: \"true\""),
      ])),
    RuleCase(
      "whose namespace a kustomization labels", spec(),
      files([
        "k/ns.yaml": plain, "web.yaml": pods("sidecar.istio.io/inject: \"true\""),
        "k/kustomization.yaml":
          "resources: [ns.yaml]\nlabels: [{pairs: {istio.io/rev: asm-1130-0}}]\n",
      ])),
    RuleCase(
      "that name a revision", spec(),
      files([
        "ns.yaml": plain,
        "web.yaml": pods("sidecar.istio.io/inject: \"true\", istio.io/rev: asm-1130-0"),
      ])),
    RuleCase(
      "that stay out", spec("prod"),
      files([
        "ns.yaml": plain,
        "web.yaml": pods("istio.io/rev: prod, sidecar.istio.io/inject: \"false\""),
      ])),
    RuleCase(
      "without a label", spec(),
      files(["ns.yaml": plain, "web.yaml": Manifests.deployment("web", in: "other")])),
  ]

  @Test(arguments: pods)
  func `Pods that follow a moving tag are told`(row: RuleCase) {
    #expect(row.said(.silentMove) == row.expected)
  }

  @Test func `the workloads of a namespace are one finding`() throws {
    let label = "sidecar.istio.io/inject: \"true\""
    let all = ["a", "b", "c", "d", "e"].map { Self.pods(label, $0) }.joined(separator: "---\n")
    let row = RuleCase("", Self.spec(), Self.files(["web.yaml": all]))
    #expect(
      row.findings(.silentMove).map(\.message) == [
        "Deployment a, Deployment b, Deployment c and 2 more of namespace other follow the tag"
          + " default by the labels of their Pods, and the namespace, which no manifest defines,"
          + " is in no phase: they go over to asm-1140-0 whenever they restart, once the phase"
          + " promote has moved the tag"
      ])
  }

  @Test func `what only the cluster has counts too, once`() {
    let dump =
      Manifests.namespace("live", "istio-injection: enabled") + "---\n" + Self.plain + "---\n"
      + Self.pods("sidecar.istio.io/inject: \"true\"") + "---\n"
      + Self.pods("sidecar.istio.io/inject: \"true\"", "web-5d8f").replacing(
        "namespace: other", with: "namespace: other\n  ownerReferences: [{kind: X}]")
    let row = RuleCase(
      "", Self.spec("default", "controlPlane: {clusterObjects: live.yaml}"),
      Self.files(["live.yaml": dump]), "warning promote/live live.yaml:6:5",
      "warning promote/other live.yaml:20:25")
    #expect(row.said(.silentMove) == row.expected)
    #expect(row.findings(.silentMove).last?.message.hasPrefix("Deployment web of ") == true)
  }

  @Test func `where the old one has a revision, a label keeps it`() {
    #expect(
      Self.namespaces[0].findings(.silentMove).first?.hint
        == "add it to spec.namespaces, or write spec.phases without Retire and keep it where it is,"
        + " with the label istio.io/rev: asm-1130-0 in place of what it follows")
    var row = Self.namespaces[0]
    row.files["app.yaml"] = Manifests.namespace("app", "istio-injection: enabled")
    row.spec = row.spec.replacing("asm-1130-0", with: "default")
    #expect(
      row.findings(.silentMove).first?.hint
        == "add it to spec.namespaces; no label keeps it on the un-revisioned install")
  }
}
