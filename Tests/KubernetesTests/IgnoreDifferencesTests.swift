import Kubernetes
import Testing
import YAML
import YAMLDiff

/// What Argo CD's Applications state.
@Suite struct `ignoreDifferences of Applications are rules` {
  @Test(
    arguments: [
      (".spec.replicas", "/spec/replicas"),
      (
        ".metadata.annotations.\"kubectl.kubernetes.io/restartedAt\"",
        "metadata.annotations[\"kubectl.kubernetes.io/restartedAt\"]"
      ),
      (".metadata.annotations[\"a.b/c\"]", "metadata.annotations[\"a.b/c\"]"),
      (".metadata.annotations.[\"a.b/c\"]", "metadata.annotations[\"a.b/c\"]"),
      (".webhooks[]?.clientConfig.caBundle", "/webhooks/*/clientConfig/caBundle"),
      (".webhooks[0].clientConfig", "/webhooks/0/clientConfig"),
      (
        ".spec.template.spec.initContainers[] | select(.name == \"injected\")",
        "/spec/template/spec/initContainers[name=injected]"
      ),
      (
        ".spec.containers[] | select(.name==\"a\") | .env[]? | select(.name == \"B\") | .value",
        "/spec/containers[name=a]/env[name=B]/value"
      ),
      (".l[]|select(.name == \"a\" and .kind == \"b\").x", nil),
      (".l[] | select(.name == \"a\" and .kind == \"b\")", "/l[name=a,kind=b]"),
      (".l[] | select(.name | startswith(\"temp-\"))", "/l[name=temp-*]"),
      (".l[] | select(.name | endswith(\".io\"))", "/l[name=*.io]"),
      (".l[] | select(.a.b == \"x\")", nil), (".l[] | select(.n == 1)", nil),
      (".. | select(.nullable?)", nil), ("..", nil), (".", nil), ("", nil), (".a, .b", nil),
      (".a[1:2]", nil), (".a[-1]", nil), (".a-b", nil), (".a | length", nil), ("del(.a)", nil),
      (".a | select(.b == \"x\")", nil), (".a[] | map(.b)", nil),
    ] as [(String, String?)])
  func `paths of jq`(row: (expression: String, pattern: String?)) throws {
    #expect(try JQPath.pattern(row.expression) == row.pattern.map { try PathPattern($0) })
  }

  func read(_ text: String) -> IgnoreDifferences {
    IgnoreDifferences([StreamSource(name: "apps.yaml", bytes: Array(text.utf8))])
  }

  @Test func `group and kind are globs, namespace and name are exact`() throws {
    let read = read(
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata: {name: a}
      spec:
        ignoreDifferences:
        - {group: apps, kind: "*Set", namespace: shop, name: web, jsonPointers: [/spec/replicas]}
        - {kind: Secret, jqPathExpressions: [.data]}
      ---
      apiVersion: argoproj.io/v1alpha1
      kind: ApplicationSet
      metadata: {name: b}
      spec:
        template:
          spec:
            ignoreDifferences:
            - {group: "*", kind: "*", jsonPointers: [/metadata/labels/a~1b]}
      """)
    #expect(read.warnings.isEmpty)
    #expect(
      try read.rules == [
        IgnoreRule(
          ObjectSelector(
            group: Glob("apps"), kind: Glob("*Set"), namespace: Glob("shop"), name: Glob("web")),
          .place(.init(PathPattern("/spec/replicas")))),
        IgnoreRule(
          ObjectSelector(group: Glob(""), kind: Glob("Secret")),
          .place(.init(PathPattern("/data")))),
        IgnoreRule(ObjectSelector(), .place(.init(PathPattern("/metadata/labels/a~1b")))),
      ])
  }

  @Test func `what cannot be followed is told with its place`() {
    let text = """
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata: {name: a}
      spec:
        ignoreDifferences:
        - group: apps
          kind: Deployment
          managedFieldsManagers: [kube-controller-manager]
          jsonPointers: [/webhooks/*/x, spec, /spec/replicas]
          jqPathExpressions: ['.. | select(.nullable?)']
        - {group: '{{ .group }}', kind: Deployment, jsonPointers: [/a]}
        - {group: 'a?', kind: Deployment, jsonPointers: [/a]}
      """
    let read = read(text)
    let bytes = Array(text.utf8)
    #expect(read.rules.count == 1)
    #expect(
      read.warnings.map { String(decoding: bytes[$0.problem.range], as: UTF8.self) } == [
        "/webhooks/*/x", "spec", "'.. | select(.nullable?)'", "[kube-controller-manager]",
        "'{{ .group }}'", "'a?'",
      ])
    #expect(
      read.warnings.map(\.problem.message) == [
        "ignoreDifferences: \"/webhooks/*/x\" is no JSON pointer that Argo CD would find; it is left out",
        "ignoreDifferences: \"spec\" is no JSON pointer that Argo CD would find; it is left out",
        "ignoreDifferences: \".. | select(.nullable?)\" is a jq expression that does more than follow a path; it is left out",
        "ignoreDifferences: managedFieldsManagers are fields by who manages them, which only the cluster knows; they are left out",
        "ignoreDifferences: \"{{ .group }}\" is a template, which stands for no object yet; it is left out",
        "ignoreDifferences: \"a?\" is a pattern with more than *; it is left out",
      ])
  }

  @Test func `other objects and texts that cannot be read say nothing`() {
    #expect(
      read("kind: ConfigMap\nspec: {ignoreDifferences: [{jsonPointers: [/a]}]}\n").rules.isEmpty)
    #expect(read("ignoreDifferences: {\n").rules.isEmpty)
  }
}
