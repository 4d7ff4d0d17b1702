import Kubernetes
import Testing
import YAML
import YAMLDiff

/// Rules as `.meshphase-ignore` has them.
@Suite struct `a line of .meshphase-ignore is a rule` {
  @Test(
    arguments: [
      ("/status", "", "", "/status", ChangeKinds.all),
      ("  /status\t# written by controllers\r", "", "", "/status", .all),
      (".metadata.labels[\"a#b\"] # note", "", "", "metadata.labels[\"a#b\"]", .all),
      ("Deployment: /spec/replicas", "Deployment", "", "/spec/replicas", .all),
      ("Deployment:/spec/replicas", "Deployment", "", "/spec/replicas", .all),
      ("Deployment: spec.replicas", "Deployment", "", "/spec/replicas", .all),
      (
        "apps/Deployment prod/*: /spec/replicas", "apps/Deployment", "prod/*", "/spec/replicas",
        .all
      ),
      (
        "added MutatingWebhookConfiguration *: /webhooks/*/clientConfig/caBundle",
        "MutatingWebhookConfiguration", "*", "/webhooks/*/clientConfig/caBundle", .added
      ),
      (
        "added,removed: /metadata/annotations/*", "", "", "/metadata/annotations/*",
        [.added, .removed]
      ),
      ("ClusterRole system:node: /rules", "ClusterRole", "system:node", "/rules", .all),
      ("*Route: /spec/rules[*]/weight", "*Route", "", "/spec/rules[*]/weight", .all),
    ] as [(String, String, String, String, ChangeKinds)])
  func `about a place`(
    row: (line: String, kind: String, name: String, path: String, kinds: ChangeKinds)
  ) throws {
    let text = IgnoreText(Array(row.line.utf8))
    #expect(text.problems.isEmpty)
    let kind = row.kind.split(separator: "/").map { Glob(String($0)) }
    let name = row.name.split(separator: "/").map { Glob(String($0)) }
    let selector = ObjectSelector(
      group: kind.count == 2 ? kind[0] : .any, kind: kind.last ?? .any,
      namespace: name.count == 2 ? name[0] : .any, name: name.last ?? .any)
    let pattern = try PathPattern(row.path)
    #expect(text.rules == [IgnoreRule(selector, .place(.init(pattern, row.kinds)))])
  }

  @Test(
    arguments: [
      ("ConfigMap kube-root-ca.crt", Set(DocumentChange.Kind.allCases)),
      ("added ConfigMap kube-root-ca.crt", [.added]),
      ("moved,renamed core/ConfigMap kube-root-ca.crt", [.moved, .renamed]),
      ("ConfigMap */kube-root-ca.crt", Set(DocumentChange.Kind.allCases)),
    ] as [(String, Set<DocumentChange.Kind>)])
  func `about objects as a whole`(row: (line: String, kinds: Set<DocumentChange.Kind>)) throws {
    let text = IgnoreText(Array(row.line.utf8))
    #expect(text.problems.isEmpty)
    let map = try #require(
      try Document.parseSingle(
        Array("{apiVersion: v1, kind: ConfigMap, metadata: {name: kube-root-ca.crt}}".utf8)))
    #expect(IgnoreList(text.rules).rules(for: map.root)?.documents == row.kinds)
  }

  @Test func `blank lines and comments say nothing`() {
    let text = IgnoreText(Array("\n# note\n  # note\r\n\n/status\n".utf8))
    #expect(text.rules.count == 1 && text.problems.isEmpty)
  }

  @Test func `a preset stands for its rules`() {
    #expect(IgnoreText(Array("@hpa".utf8)).rules == IgnorePresets.rules(of: "hpa"))
  }

  @Test(arguments: [
    ("!/status", "!", "found \"!\", expected a rule"),
    (
      "@istoi", "@istoi",
      "found the preset \"@istoi\", expected @server, @kubernetes, @hpa, @istio, @cert-manager, @argocd, @helm or @controllers"
    ),
    (
      "aded Deployment", "aded",
      "found \"aded\", expected added, removed, changed, moved or renamed, or a kind of object such as Deployment"
    ),
    (
      "added,move Deployment", "added,move",
      "found \"move\", expected added, removed, changed, moved or renamed, or a kind of object such as Deployment"
    ),
    (
      "spec.replicas", "spec.replicas",
      "found \"spec.replicas\", expected added, removed, changed, moved or renamed, or a kind of object such as Deployment"
    ),
    (
      "apps/v1/Deployment: /spec", "apps/v1/Deployment",
      "found \"apps/v1/Deployment\", expected a name, or two with a slash"
    ),
    (
      "Deployment web /spec/replicas", "/spec/replicas",
      "found \"/spec/replicas\" after the object's name"
    ),
    (
      "Deployment /spec/replicas", "/spec/replicas",
      "found \"/spec/replicas\", expected a name, or two with a slash"
    ),
    ("Deployment:", ":", "found no path after the colon"),
    (
      "renamed Deployment: /spec", "renamed Deployment: /spec",
      "found \"renamed\" with a path, but only objects are renamed"
    ),
    ("Deployment: /spec//replicas", "/", "found an empty step"),
    (
      "Deployment: metadata.labels.istio.io/rev", "/",
      "found \"/\" in a path that is written with dots"
    ),
  ])
  func `what is wrong is said with its place`(row: (line: String, at: String, message: String)) {
    let text = "# note\n" + row.line + " # note\n/status\n"
    let result = IgnoreText(Array(text.utf8))
    #expect(result.rules.count == 1)
    #expect(result.problems.map(\.message) == [row.message])
    let bytes = Array(text.utf8)
    #expect(result.problems.map { String(decoding: bytes[$0.range], as: UTF8.self) } == [row.at])
  }
}
