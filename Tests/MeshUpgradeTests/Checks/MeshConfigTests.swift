import Files
import Testing

@testable import MeshUpgrade

/// MP019: mesh configurations that differ in what both halves of a mesh must share.
struct MeshConfigTests {
  private static let spec =
    "from: {revision: asm-1130-0}\nto: {revision: asm-1140-0}\nnamespaces: [app]\n"
    + "phases: [{name: one, actions: [Relabel], namespaces: [app]}]"

  /// The ConfigMap of a revision, from the lines of its mesh configuration.
  private static func map(_ name: String, _ lines: String, in namespace: String = "istio-system")
    -> String
  {
    let mesh = lines.split(separator: "\n").map { "    \($0)\n" }.joined()
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name), namespace: \(namespace)}\n"
      + "data:\n  mesh: |\n\(mesh)"
  }

  /// The two ConfigMaps with their lines.
  private static func files(_ old: String, _ new: String) -> [String: String] {
    [
      "app.yaml": Manifests.namespace(), "old.yaml": map("istio-asm-1130-0", old),
      "new.yaml": map("istio-asm-1140-0", new),
    ]
  }

  /// What differs between two mesh configurations, as the message lists it.
  private func differences(_ files: [String: String], _ spec: String = spec) -> [String] {
    let start = "the mesh configurations of asm-1130-0 and asm-1140-0 differ in "
    return RuleCase("", spec, files).findings(.differingMeshConfig).map {
      $0.message.hasPrefix(start) ? String($0.message.dropFirst(start.count)) : $0.message
    }
  }

  @Test(arguments: [
    ("trustDomain: a.example", "trustDomain: b.example", "trustDomain (a.example and b.example)"),
    ("trustDomain: a.example", "{}", "trustDomain (a.example and cluster.local)"),
    (
      "defaultConfig: {meshId: one}", "defaultConfig: {meshId: two}",
      "the mesh ID (one and two)"
    ),
    ("defaultConfig: {meshId: one}", "{}", "the mesh ID (one and cluster.local)"),
    ("caCertificates: [{pem: A}]", "caCertificates: [{pem: B}]", "the root CA (caCertificates)"),
    ("{}", "certificates: [{secretName: a}]", "the root CA (certificates)"),
    ("ca: {address: a:1}", "{}", "the root CA (ca)"),
    (
      "defaultConfig: {proxyMetadata: {CA_PROVIDER: GoogleCA}}", "{}",
      "the root CA (defaultConfig.proxyMetadata.CA_PROVIDER)"
    ),
    (
      "extensionProviders: [{name: a, x: 1}, {name: b}, {name: c}]",
      "extensionProviders: [{name: c}, {name: a, x: 2}, {name: d}]",
      "extensionProviders (a, b in the old one only and d in the new one only)"
    ),
    (
      "discoverySelectors: [{matchLabels: {a: b}}]", "discoverySelectors: []",
      "discoverySelectors"
    ),
    (
      "trustDomain: a\ndiscoverySelectors: [{matchLabels: {a: b}}]", "trustDomain: b",
      "trustDomain (a and b) and discoverySelectors"
    ),
  ])
  func `what must be the same is told`(old: String, new: String, text: String) {
    #expect(differences(Self.files(old, new)) == [text])
  }

  @Test(arguments: [
    ("trustDomain: cluster.local", "accessLogFile: /dev/stdout"),
    (
      "trustDomain: a\ntrustDomainAliases: [b]", "trustDomain: b\ntrustDomainAliases: [c, a]"
    ),
    ("defaultConfig: {meshId: cluster.local}", "{}"),
    ("caCertificates: []", "caCertificates: null"),
    ("extensionProviders: [{name: a}, {name: b}]", "extensionProviders: [{name: b}, {name: a}]"),
    (
      "discoverySelectors: [{matchLabels: {a: b}}, {matchLabels: {c: d}}]",
      "discoverySelectors: [{matchLabels: {c: d}}, {matchLabels: {a: b}}]"
    ),
    (
      "defaultConfig: {discoveryAddress: istiod-asm-1130-0.istio-system.svc:15012}",
      "defaultConfig: {discoveryAddress: istiod-asm-1140-0.istio-system.svc:15012}"
    ),
    ("trustDomain: a", "a: [b"), ("trustDomain: a", "text"),
  ])
  func `what is the same to Istio, differs by nature or cannot be read is not`(
    old: String, new: String
  ) { #expect(differences(Self.files(old, new)) == []) }

  @Test func `one side alone says nothing`() {
    var files = Self.files("trustDomain: a", "trustDomain: b")
    files["new.yaml"] = nil
    #expect(differences(files) == [])
    files["new.yaml"] = Self.map("istio-asm-1140-0", "trustDomain: b", in: "elsewhere")
    #expect(differences(files) == [])
    files["new.yaml"] = Self.map("istio-asm-1140-0", "trustDomain: b")
    #expect(differences(files) == ["trustDomain (a and b)"])
    files["second.yaml"] = files["new.yaml"]
    #expect(differences(files) == [])
  }

  @Test func `the dump is a side too, and everything there is silent`() {
    var files = Self.files("trustDomain: a", "trustDomain: b")
    files["live.yaml"] = files["old.yaml"]
    files["old.yaml"] = nil
    let dumped = Self.spec + "\ncontrolPlane: {clusterObjects: live.yaml}"
    #expect(differences(files, dumped) == ["trustDomain (a and b)"])
    files["app.yaml"] = Manifests.namespace("app", "istio.io/rev: asm-1140-0")
    #expect(differences(files, dumped) == [])
  }

  /// An IstioOperator of a revision.
  private static func installer(_ revision: String, _ spec: String) -> String {
    "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: \(revision)}\n"
      + "spec:\n  revision: \(revision)\n"
      + spec.split(separator: "\n").map { "  \($0)\n" }.joined()
  }

  @Test(arguments: [
    ("meshConfig: {trustDomain: b}", ["trustDomain (a and b)"]),
    ("meshConfig: {trustDomain: a}", []), ("values: {global: {trustDomain: a}}", []),
    ("values: {meshConfig: {trustDomain: b}}\nmeshConfig: {trustDomain: a}", []),
    ("values: {meshConfig: {trustDomain: b}}", ["trustDomain (a and b)"]),
    (
      "values: {global: {trustDomain: a, meshID: m}}", ["the mesh ID (a and m)"]
    ),
    ("hub: x", ["trustDomain (a and cluster.local)"]),
    ("profile: asm-gcp", []), ("profile: empty\nmeshConfig: {trustDomain: b}", []),
    ("components: {pilot: {enabled: false}}\nmeshConfig: {trustDomain: b}", []),
  ])
  func `an IstioOperator says it too`(spec: String, expected: [String]) {
    var files = Self.files("trustDomain: a", "")
    files["new.yaml"] = Self.installer("asm-1140-0", spec)
    #expect(differences(files) == expected)
  }

  @Test func `what Google adds is not known`() {
    let spec = Self.spec.replacing("asm-1140-0", with: "asm-managed") + "\ndistribution: ASMManaged"
    var files = Self.files("trustDomain: a\nextensionProviders: [{name: x}]", "")
    files["new.yaml"] = Self.map("istio-asm-managed", "accessLogFile: x")
    #expect(differences(files, spec) == [])
    files["new.yaml"] = Self.map("istio-asm-managed", "trustDomain: b")
    #expect(
      differences(files, spec) == [
        "the mesh configurations of asm-1130-0 and asm-managed differ in trustDomain (a and b)"
      ])
  }

  @Test func `the finding is at the new one, with a note for every place`() throws {
    let row = RuleCase(
      "", Self.spec,
      Self.files(
        "trustDomainAliases: []\ntrustDomain: a\ndefaultConfig:\n  meshId: m", "trustDomain: b"))
    #expect(row.said(.differingMeshConfig) == ["warning - new.yaml:6:5"])
    let notes = try #require(row.findings(.differingMeshConfig).first).notes
    #expect(
      notes.map { "\($0.place.file):\($0.place.line) \($0.message)" } == [
        "old.yaml:7 trustDomain of asm-1130-0",
        "new.yaml:5 asm-1140-0 says no defaultConfig.meshId",
        "old.yaml:9 defaultConfig.meshId of asm-1130-0",
      ])
  }

  @Test func `an un-revisioned install has the bare name`() {
    let row = RuleCase(
      "",
      "from: {revision: default}\nto: {revision: 1-14-1, version: 1.14.1}\nnamespaces: [app]\n"
        + "phases: [{name: one, actions: [Relabel], namespaces: [app]}]",
      [
        "app.yaml": Manifests.namespace("app", "istio-injection: enabled"),
        "old.yaml": Self.map("istio", "trustDomain: a"),
        "new.yaml": Self.map("istio-1-14-1", "trustDomain: b"),
      ], "warning - new.yaml:6:5")
    #expect(row.said(.differingMeshConfig) == row.expected)
  }
}
